import { Socket } from 'node:net'

/** A socket's time-out: how long it may idle, and the timer that says when. */
interface Idling {
  ms: number
  timer?: NodeJS.Timeout
}

const idling = new WeakMap<Socket, Idling>()

/**
 * Puts `socket.setTimeout`, and with it the time-outs of node:http, on the global timers: Node keeps them on internal ones.
 */
export function patchSocketTimeouts(): void {
  Socket.prototype.setTimeout = function setSocketTimeout(this: Socket, ms: number, listener?: () => void) {
    clearTimeout(idling.get(this)?.timer)
    Reflect.set(this, 'timeout', ms)
    if (ms > 0) {
      idling.set(this, { ms })
      arm(this)
      this.once('close', () => clearTimeout(idling.get(this)?.timer))
      if (listener) this.once('timeout', listener)
    } else {
      idling.delete(this)
      if (listener) this.removeListener('timeout', listener)
    }
    return this
  }
  // What Node calls on every byte that passes.
  Reflect.set(Socket.prototype, '_unrefTimer', function rearm(this: Socket) {
    if (idling.has(this)) arm(this)
  })
}

function arm(socket: Socket): void {
  const entry = idling.get(socket)
  if (!entry) return
  clearTimeout(entry.timer)
  entry.timer = setTimeout(() => socket.emit('timeout'), entry.ms)
}
