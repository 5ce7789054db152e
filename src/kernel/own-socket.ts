import { AsyncLocalStorage } from 'node:async_hooks'
import { Socket } from 'node:net'

// Held before anybody puts something else in its place: what the agent's sockets go through is not for the harness's own.
const { connect } = Socket.prototype

const own = new AsyncLocalStorage<true>()

/** Is the connection that is being made one of the harness's own? */
export function isOwnConnection(): boolean {
  return own.getStore() === true
}

/** A socket of the harness's own, in a process whose other sockets lead into the trial's world or nowhere. */
export function ownSocket(): Socket {
  const socket = new Socket()
  socket.connect = ((...args: Parameters<typeof connect>) => {
    own.run(true, () => connect.apply(socket, args))
    return socket
  }) as typeof connect
  return socket
}
