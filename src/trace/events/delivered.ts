import type { Json } from '../../kernel/json.ts'

/**
 * What crossed to the client, read from the bytes bound for it.
 * 'refused': a guard's refusal, the world was not asked. 'gone': the client had given up, nothing crossed.
 */
export interface DeliveredEvent {
  type: 'delivered'
  call: string
  outcome: 'ok' | 'error' | 'broken' | 'refused' | 'gone'
  status?: number
  /** Headers that matter to a client's next step, such as retry-after. Lower case. */
  headers?: Record<string, string>
  /** Absent where it equals the output of 'executed'. */
  output?: Json
  /** How the transport broke, for 'broken'. */
  how?: 'no-reply' | 'reset' | 'truncated'
}
