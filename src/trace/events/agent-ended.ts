import type { Json } from '../../kernel/json.ts'

/** The agent returned (with its final answer) or threw. */
export interface AgentEndedEvent {
  type: 'agent-ended'
  how: 'returned' | 'threw'
  answer: Json
  error?: string
}
