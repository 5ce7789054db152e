import type { Json } from '../../kernel/json.ts'
import type { ChangedTurn } from '../turn.ts'

/**
 * What crossed to the client, read from the bytes bound for it.
 * 'refused': a guard's refusal, the world was not asked. 'gone': the client had given up, before anything crossed or,
 * where there is a status, while a streamed body did.
 */
export interface DeliveredEvent {
  type: 'delivered'
  /** Id of the call. */
  call: string
  /** What the client got. */
  outcome: 'ok' | 'error' | 'broken' | 'refused' | 'gone'
  /** Http and model: the status. */
  status?: number
  /** Headers that matter to a client's next step, such as retry-after. Lower case. */
  headers?: Record<string, string>
  /** Absent where it equals the output of 'executed'. More than 64 KiB is kept as `{ truncated: true, bytes, digest, head, tail }`. */
  output?: Json
  /** The code of the refusal that it is, word for word: 'rate_limited'. Only where something refused in the world's place. */
  says?: string
  /** Of a model's turn that a fault changed: its members that differ from what the model said, null for one that is gone. */
  turn?: ChangedTurn
  /** Less of that turn crossed than its answer has. */
  turnCut?: true
  /** How long after its head a streamed body ended, in ms of the trial's clock. Absent where it crossed in one piece. */
  streamedMs?: number
  /** How the transport broke, for 'broken'. */
  how?: 'no-reply' | 'reset' | 'truncated'
}
