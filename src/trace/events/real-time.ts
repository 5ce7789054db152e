/** Something real kept the agent's process awake without a call, so that virtual time had to follow the wall. */
export interface RealTimeEvent {
  type: 'real-time'
  /** What Node names as active: 'TCPSocketWrap', 'ChildProcess'. */
  what: string
}
