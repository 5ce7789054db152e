import { constants } from 'node:os'

type Refuse = (target: string, via: 'socket' | 'pipe' | 'datagram') => void

interface Handles {
  TCP: { prototype: Record<string, unknown> }
  Pipe: { prototype: Record<string, unknown> }
  UDP: { prototype: Record<string, unknown> }
}

const REFUSED = -constants.errno.ECONNREFUSED

/**
 * Refuses connections where Node hands them to the operating system, on the prototypes of its handles: below every
 * client library, and below `process.binding` too. Everything that a client can reach is served above this.
 */
export function guardHandles(refuse: Refuse): void {
  const { TCP, Pipe, UDP } = handles()
  for (const method of ['connect', 'connect6']) {
    TCP.prototype[method] = (_: unknown, address: string, port: number) => {
      refuse(`${address}:${port}`, 'socket')
      return REFUSED
    }
  }
  Pipe.prototype.connect = (_: unknown, path: string) => {
    refuse(String(path), 'pipe')
    return REFUSED
  }
  for (const method of ['send', 'send6', 'connect', 'connect6']) {
    UDP.prototype[method] = () => {
      refuse('a datagram', 'datagram')
      return REFUSED
    }
  }
}

/** Node has no public name for its handles' classes. */
function handles(): Handles {
  const binding = Reflect.get(process, 'binding') as (name: string) => unknown
  const part = (name: string) => binding.call(process, name) as Handles
  return { TCP: part('tcp_wrap').TCP, Pipe: part('pipe_wrap').Pipe, UDP: part('udp_wrap').UDP }
}
