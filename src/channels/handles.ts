import { constants } from 'node:os'
import { binding } from './binding.ts'

type Refuse = (target: string, via: 'socket' | 'pipe' | 'datagram') => void
type Handle = { prototype: Record<string, unknown> }

const REFUSED = -constants.errno.ECONNREFUSED

/**
 * Refuses connections where Node hands them to the operating system, on the prototypes of its handles: below every
 * client library, and below `process.binding` too. Everything that a client can reach is served above this.
 */
export function guardHandles(refuse: Refuse): void {
  const TCP = handle('tcp_wrap', 'TCP')
  const Pipe = handle('pipe_wrap', 'Pipe')
  const UDP = handle('udp_wrap', 'UDP')
  for (const method of ['connect', 'connect6']) {
    TCP.prototype[method] = (_: unknown, address: string, port: number) => {
      refuse(`${address}:${port}`, 'socket')
      return REFUSED
    }
    UDP.prototype[method] = (address: string, port: number) => {
      refuse(`${address}:${port}`, 'datagram')
      return REFUSED
    }
  }
  Pipe.prototype.connect = (_: unknown, path: unknown) => {
    refuse(String(path), 'pipe')
    return REFUSED
  }
  for (const method of ['send', 'send6']) {
    UDP.prototype[method] = (...[, , , port, address]: unknown[]) => {
      refuse(`${address}:${port}`, 'datagram')
      return REFUSED
    }
  }
}

function handle(module: string, name: string): Handle {
  return (binding(module) as Record<string, Handle>)[name] as Handle
}
