import type { Json } from '../kernel/json.ts'
import type { ToolRequest, Turn } from '../trace/turn.ts'
import type { HttpOutput } from './wire.ts'

/** A tool that a model asks for, or asked for. */
export interface AskedTool {
  /** As the wire gives it; absent where it gives none. */
  readonly id?: string | undefined
  readonly name: string
  readonly input: Json
}

/** What stands behind a model's answer: its turn, whatever the wire, and how the same wire says another one. */
export interface Spoken {
  readonly turn: Turn
  /** Names of the tools that the client offers. */
  readonly tools: readonly string[]
  /** The tool calls of the conversation so far, in order. */
  readonly calls: readonly ToolRequest[]
  /** Those of them whose results the request brings. */
  readonly answered: readonly AskedTool[]
  /** What the answer with a turn asks for, by the ids that it gives. */
  asked(turn: Turn): readonly AskedTool[]
  /** The answer with another turn in it; its ids and all else are as they were. */
  say(turn: Turn): HttpOutput
  /** What of a turn that answer carries: a wire may have no place for some of it. */
  carried(turn: Turn): Turn
}
