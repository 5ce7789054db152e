/** The harness, a guard or the world's own code failed. It makes the trial an 'error', whatever else happened. */
export interface HarnessFaultEvent {
  type: 'harness-fault'
  /** Which part: 'guard budget', 'handler payments POST /v1/refunds', 'trial'. */
  where: string
  /** What failed. */
  message: string
  /** The call during which it arose. */
  call?: string
}
