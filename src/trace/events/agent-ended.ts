import type { Json } from '../../kernel/json.ts'

/** The agent returned (with its final answer) or threw. */
export interface AgentEndedEvent {
  type: 'agent-ended'
  /** Did it return, or throw? */
  how: 'returned' | 'threw'
  /** Its final answer; null where it gave none. */
  answer: Json
  /** What it threw. */
  error?: string
}
