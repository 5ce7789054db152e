import { connect, type Server, type Socket } from 'node:net'
import { Connections } from '../../kernel/connections.ts'

/** Connections that one door has open at once, at most. */
const MOST = 1_000

/** A way out of a sandbox. */
export interface Door {
  /** Resolves when nobody is in it: what went into it has gone through. */
  empty(): Promise<void>
  /** Breaks off what is under way, and takes no more. */
  close(): void
}

/** Where a door leads: a port, or a unix socket of this machine. */
export type Lead = { host: string; port: number } | { path: string }

/** Leads what comes to a listening socket of a sandbox elsewhere, byte by byte: its end as an end, its reset as a reset. */
export function openDoor(inside: Server, lead: Lead): Door {
  const open = new Connections()
  inside.maxConnections = MOST
  // Those of a server that came from elsewhere are what Node takes by default.
  Object.assign(inside, { allowHalfOpen: true, noDelay: true })
  inside.on('error', () => {})
  inside.on('connection', (from: Socket) => {
    const to = connect({ ...lead, allowHalfOpen: true, noDelay: true })
    pass(from, to)
    pass(to, from)
    for (const socket of [from, to]) open.add(socket)
  })
  return {
    empty: () => open.gone(),
    close: () => {
      inside.close()
      open.destroy()
    },
  }
}

function pass(from: Socket, to: Socket): void {
  from.pipe(to)
  from.once('error', () => to.resetAndDestroy())
  from.once('close', () => {
    if (!from.readableEnded) to.destroy()
  })
}
