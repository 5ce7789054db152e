/** What the agent printed. */
export interface OutputEvent {
  type: 'output'
  stream: 'stdout' | 'stderr'
  text: string
}
