import type { Proposal } from '../../boundary/call.ts'
import type { HttpWorld, ModelProvider, Route } from '../../boundary/http-world.ts'
import type { Seam } from '../../boundary/seam.ts'
import type { HttpRequest } from '../../boundary/wire.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import type { EgressEvent } from '../../trace/events/egress.ts'
import type { HarnessFaultEvent } from '../../trace/events/harness-fault.ts'
import type { UncoveredEvent } from '../../trace/events/uncovered.ts'
import type { Delivered } from './delivered.ts'
import { httpDoor } from './door.ts'
import { readInput } from './input.ts'

/** What an HTTP channel serves: the world of one trial behind its seam. */
export interface HttpSide {
  http: HttpWorld
  seam: Seam
  principal: string
  note(event: EgressEvent | UncoveredEvent | HarnessFaultEvent): void
}

/**
 * Takes a request across the seam, and gives what its client gets. `signal` aborts when the client gives up: it rejects
 * with the reason then. `via` says which door an address outside the world was asked for at.
 */
export type Exchange = (request: HttpRequest, signal: AbortSignal, via: EgressEvent['via']) => Promise<Delivered>

/** A signal for requests that nobody can give up on. */
export const NEVER = new AbortController().signal

/** The exchange of one client with one trial's world. */
export function openExchange({ http, seam, principal, note }: HttpSide): Exchange {
  return async (request, signal, via) => {
    const route = http.route(request.method, request.url)
    if (!route) {
      note({ type: 'egress', via, target: `${request.url.origin}${request.url.pathname}` })
      return { kind: 'broken', how: 'refused' }
    }
    const proposal = proposeOr(principal, route, request, signal, note)
    if (!proposal) return { kind: 'broken', how: 'reset' }
    return untilAborted(signal, seam.cross(proposal, httpDoor(route, request, signal)))
  }
}

/** Undefined where the world cannot say what a request is: that is told as its failure, and no client hears why. */
function proposeOr(...[principal, route, request, signal, note]: [...Parameters<typeof propose>, HttpSide['note']]) {
  try {
    return propose(principal, route, request, signal)
  } catch (thrown) {
    note({ type: 'harness-fault', where: `world ${route.target}`, message: messageOf(thrown) })
    return undefined
  }
}

function propose(principal: string, route: Route, request: HttpRequest, signal: AbortSignal): Proposal {
  const { provider, target, access } = route
  const { input, malformed } = readInput(request, route, provider?.secrets)
  const declared = malformed === undefined ? route.declare(input) : { items: 1, malformed }
  const what = { target, access, principal, input: input as unknown as Json }
  const where = provider
    ? ({ channel: 'model', wire: provider.wire, refusal: provider.refusal, ...turnOf(provider, input.body) } as const)
    : ({ channel: 'http', origin: request.url.origin } as const)
  return { ...where, ...what, signal, ...declared }
}

function turnOf({ isTurn, opening }: ModelProvider, body: Json): Pick<Proposal, 'turn'> {
  return isTurn ? { turn: { opening: opening(body) } } : {}
}

/** A client that gives up sees its own reason at once, whatever the world is still doing. */
function untilAborted<T>(signal: AbortSignal, crossing: Promise<T>): Promise<T> {
  if (signal === NEVER) return crossing
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    crossing.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
