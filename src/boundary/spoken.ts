import type { ToolRequest, Turn } from '../trace/turn.ts'
import type { HttpOutput } from './wire.ts'

/** What stands behind a model's answer: its turn, whatever the wire, and how the same wire says another one. */
export interface Spoken {
  readonly turn: Turn
  /** Names of the tools that the client offers. */
  readonly tools: readonly string[]
  /** The tool calls of the conversation so far, in order. */
  readonly calls: readonly ToolRequest[]
  /** The answer with another turn in it; its ids and all else are as they were. */
  say(turn: Turn): HttpOutput
  /** What of a turn that answer carries: a wire may have no place for some of it. */
  carried(turn: Turn): Turn
}
