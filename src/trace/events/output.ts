/** What the agent printed. */
export interface OutputEvent {
  type: 'output'
  /** Where it printed it. */
  stream: 'stdout' | 'stderr'
  /** What it printed, values of secrets replaced. */
  text: string
}
