/** The agent was killed while a call of its was under way, and started anew with the same task, in the world as it was then. */
export interface AgentRestartedEvent {
  type: 'agent-restarted'
  /** Which call. */
  call: string
}
