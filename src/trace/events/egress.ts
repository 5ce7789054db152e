/** The agent tried to reach something that is not in its world. It was refused. */
export interface EgressEvent {
  type: 'egress'
  /** 'https://evil.test/collect' without query values, '10.0.0.1:443', or the path of a socket. */
  target: string
  /** Which door it tried. 'proxy': that of the agent's process for hosts which it calls by their own names. */
  via: 'fetch' | 'http' | 'proxy' | 'socket' | 'pipe' | 'datagram'
}
