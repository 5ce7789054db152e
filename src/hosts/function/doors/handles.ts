import { constants } from 'node:os'
import type { Passes } from '../../../channels/http/sockets.ts'
import { isOwnConnection } from '../../../kernel/own-socket.ts'
import { binding } from './binding.ts'

type Refuse = (target: string, via: 'socket' | 'pipe' | 'datagram') => void
type Method = (this: unknown, ...args: unknown[]) => unknown
type Handle = { prototype: Record<string, Method> }

const REFUSED = -constants.errno.ECONNREFUSED

/**
 * Refuses connections where Node hands them to the operating system, on the prototypes of its handles: below every
 * client library, and below `process.binding` too. Everything that a client can reach is served above this. The harness's
 * own connections, to the trial's databases, pass, and so do those to ports of its own. @param passes Says which those are.
 */
export function guardHandles(refuse: Refuse, passes: Passes = () => false): void {
  const TCP = handle('tcp_wrap', 'TCP')
  const Pipe = handle('pipe_wrap', 'Pipe')
  const UDP = handle('udp_wrap', 'UDP')
  for (const method of ['connect', 'connect6']) {
    const real = TCP.prototype[method] as Method
    unlessOwn(TCP, method, function (_, address, port) {
      if (passes(String(address), Number(port))) return real.call(this, _, address, port)
      refuse(`${address}:${port}`, 'socket')
      return REFUSED
    })
    UDP.prototype[method] = (address, port) => {
      refuse(`${address}:${port}`, 'datagram')
      return REFUSED
    }
  }
  unlessOwn(Pipe, 'connect', (_, path) => {
    refuse(String(path), 'pipe')
    return REFUSED
  })
  for (const method of ['send', 'send6']) {
    UDP.prototype[method] = (...[, , , port, address]: unknown[]) => {
      refuse(`${address}:${port}`, 'datagram')
      return REFUSED
    }
  }
}

function unlessOwn({ prototype }: Handle, method: string, otherwise: Method): void {
  const real = prototype[method] as Method
  prototype[method] = function (this: unknown, ...args: unknown[]) {
    return isOwnConnection() ? real.apply(this, args) : otherwise.apply(this, args)
  }
}

function handle(module: string, name: string): Handle {
  return (binding(module) as Record<string, Handle>)[name] as Handle
}
