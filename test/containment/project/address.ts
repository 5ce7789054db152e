/** Where a client is sent: a place in the trial's world, or a canary outside it. */
export interface Address {
  http: string
  https: string
  host: string
  port: number
  /** A port for datagrams. */
  udp: number
  /** The path of a socket. */
  pipe: string
}
