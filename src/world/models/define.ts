import type { Json } from '../../kernel/json.ts'
import type { Money } from '../../kernel/money.ts'
import type { Turn } from '../../trace/turn.ts'

export type { Turn } from '../../trace/turn.ts'

/** A conversation as a model sees it, whatever the wire format. */
export interface Conversation {
  /** The name that the client asked for. */
  model: string
  instructions: string
  messages: Message[]
  /** Names of the tools that the client offers. */
  tools: string[]
}

export type Message =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string }
  | { role: 'tool-call'; id: string; name: string; input: Json }
  | { role: 'tool-result'; id: string; name: string; output: Json }

/** A stand-in for a model: the same conversation gets the same turn. */
export interface ScriptedModel {
  policy(conversation: Conversation): Turn
  /** Per million tokens. Absent: none is known, and its calls count as nothing. */
  price?: { input: Money; output: Money }
}

export function defineModel(model: ScriptedModel): ScriptedModel {
  return model
}
