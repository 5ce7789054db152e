/** The agent touched what no seed holds: another run may see something else there. */
export interface UnrepeatableEvent {
  type: 'unrepeatable'
  /** 'crypto.generateKeyPairSync', 'process.memoryUsage'. */
  what: string
}
