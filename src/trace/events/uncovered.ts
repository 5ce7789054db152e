/** The agent used a way out that its tier does not watch. It is told, not refused. */
export interface UncoveredEvent {
  type: 'uncovered'
  what: 'child-process' | 'worker-thread' | 'dns'
  /** The program, the script or the host name. */
  detail: string
}
