/** What the agent printed. */
export interface OutputEvent {
  type: 'output'
  /** Where it printed it. */
  stream: 'stdout' | 'stderr'
  /** What it printed, values of secrets replaced. */
  text: string
  /** How many bytes came behind that and are not kept; absent for none. */
  leftOut?: number
  /** What came behind those. */
  tail?: string
}
