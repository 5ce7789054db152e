import type { Call } from '../../../src/boundary/call.ts'
import type { HttpWorld } from '../../../src/boundary/http-world.ts'
import type { Reply } from '../../../src/boundary/reply.ts'
import { createSeam } from '../../../src/boundary/seam.ts'
import type { HttpOutput, HttpRequest } from '../../../src/boundary/wire.ts'
import type { HttpServer } from '../../../src/channels/http/server.ts'
import { channels } from '../../../src/channels/index.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import type { EventOf, TraceEvent } from '../../../src/trace/event.ts'

export type Answer = (request: HttpRequest, call: Call) => Reply<HttpOutput> | Promise<Reply<HttpOutput>>

/** Two hosts that answer as they are told, behind a real seam: https://desk.test and http://plain.test. */
export function openDeskOn(server: HttpServer, answer: Answer) {
  const arrived: HttpRequest[] = []
  const events: TraceEvent[] = []
  const write = (event: TraceEvent) => void events.push(event)
  const trial = {
    injector: { draw: () => [] },
    approver: undefined,
    clock: systemClock(),
    maxCalls: 100,
    stop: () => {},
  }
  const seam = createSeam({ ...trial, channels, guards: [], signal: new AbortController().signal, write })
  const world: HttpWorld = {
    route: (method, url) => {
      if (!['https://desk.test', 'http://plain.test'].includes(url.origin)) return undefined
      const target = `${url.host.split('.', 1)} ${method} ${url.pathname}`
      const execute = async (request: HttpRequest, call: Call) => {
        arrived.push(request)
        return answer(request, call)
      }
      const declare = () => {
        if (url.pathname === '/undeclared') throw new Error('nobody knows what this costs')
        return { items: 1 }
      }
      return { target, access: 'read', path: {}, declare, execute }
    },
  }
  const offer = server.offer({ http: world, seam, principal: 'agent', note: write })
  const delivered = () => events.filter((event): event is EventOf<'delivered'> => event.type === 'delivered')
  return { offer, url: offer.urlOf('https://desk.test'), arrived, events, delivered }
}
