import type { Json } from '../kernel/json.ts'

/** One call of a tool that a model asks for. A type, not an interface: it is plain JSON. */
export type ToolRequest = {
  name: string
  input: Json
  /**
   * Its arguments as they stand, where they are no JSON. Wires that carry arguments as an object instead of a text have no
   * place for it in an answer of one piece, and say `input` there.
   */
  argumentsText?: string
}

/** What a model says next, whatever the wire: tool calls, or a final text. One that says nothing is an empty text. A type, not an interface: it is plain JSON. */
export type Turn = {
  text?: string
  /** What it thinks before it speaks, as far as it tells. Chat Completions has no place for it, and leaves it out. */
  reasoning?: string
  toolCalls?: ToolRequest[]
  /** What it says where it declines to answer. A wire that has no form of its own for that says it as a text. */
  refusal?: string
  /** What stopped it before it was done: its longest answer, or the provider. Default: nothing did. */
  stop?: 'max-tokens' | 'content-filter'
  /** Who says it. Default: the model that was asked for. */
  model?: string
}

/** What became of a turn on its way: the members that are not as the model said them, null for one that is gone. */
export type ChangedTurn = { [Member in keyof Turn]?: Exclude<Turn[Member], undefined> | null }
