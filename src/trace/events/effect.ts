import type { Json } from '../../kernel/json.ts'

/** A change that the world really made. Recorded once it can no longer be rolled back. */
export interface EffectEvent {
  type: 'effect'
  /** The calls that made it; none for what the world did by itself. */
  calls: string[]
  /** 'payments.refunds'. */
  collection: string
  /** What was done to it. */
  op: 'create' | 'update' | 'delete'
  /** Which member of the collection. */
  id: string
  /** The member before; absent where it was created. */
  before?: Json
  /** The member after; absent where it was deleted. */
  after?: Json
  /** The call ahead of which a fault made it, as somebody else would. */
  ahead?: string
  /** It came after the client had given up on the call. */
  late?: true
}
