import type { Proposal } from '../../boundary/call.ts'
import type { HttpRequest, HttpWorld, Route } from '../../boundary/http-world.ts'
import type { Seam } from '../../boundary/seam.ts'
import type { Json } from '../../kernel/json.ts'
import type { EgressEvent } from '../../trace/events/egress.ts'
import type { UncoveredEvent } from '../../trace/events/uncovered.ts'
import { fetchFailure, httpDoor } from './door.ts'
import { readInput } from './input.ts'
import { withSteadyBoundary } from './steady-form.ts'

/** What a trial offers to the HTTP clients of its process. */
export interface HttpTrial {
  http: HttpWorld
  seam: Seam
  principal: string
  /** Does the code that runs now belong to this trial, and not to one that is over? */
  belongs(): boolean
  note(event: EgressEvent | UncoveredEvent): void
}

/** The trial that runs now, for every door of this process. */
export interface HttpServing {
  open(trial: HttpTrial): void
  close(): void
  /** Writes down what a door refused or cannot watch; nothing where no trial runs. */
  note(event: EgressEvent | UncoveredEvent): void
  /** Runs `end` when the trial closes, before it does. Returns the way to call that off. */
  atClose(end: () => void): () => void
  /**
   * Takes a request across the seam.
   * @throws {TypeError} as Node's own fetch does, its `cause` being what other clients see.
   */
  serve(request: HttpRequest, signal: AbortSignal, via: EgressEvent['via']): Promise<Response>
}

/** A signal for requests that nobody can give up on. */
export const NEVER = new AbortController().signal

/** Without a trial, and for hosts outside the trial's world, every request is refused. */
export function createServing(): HttpServing {
  let trial: HttpTrial | undefined
  // The model call that the calls after it came from: known because an agent in this process acts between two turns.
  let cause: string | undefined
  const ends = new Set<() => void>()
  const current = () => (trial?.belongs() ? trial : undefined)
  return {
    open: (next) => {
      trial = next
      cause = undefined
    },
    close: () => {
      for (const end of ends) end()
      ends.clear()
      trial = undefined
    },
    note: (event) => current()?.note(event),
    atClose: (end) => {
      ends.add(end)
      return () => void ends.delete(end)
    },
    serve: async (sent, signal, via) => {
      const request = withSteadyBoundary(sent)
      const here = current()
      const route = here?.http.route(request.method, request.url)
      if (!here || !route) {
        const target = `${request.url.origin}${request.url.pathname}`
        if (here) here.note({ type: 'egress', via, target })
        // It may be this trial's own code, held by an earlier one: told, so that its failure is no riddle.
        else trial?.note({ type: 'uncovered', what: 'earlier-trial', detail: target })
        throw fetchFailure('fetch failed', 'ECONNREFUSED', `connect ECONNREFUSED ${request.url.host}`)
      }
      const door = httpDoor(route, request, signal)
      if (route.wire) {
        const execute = door.execute
        door.execute = (call) => {
          cause = call.id
          return execute(call)
        }
      }
      const proposal = propose(here, route, request, signal, route.wire ? undefined : cause)
      return untilAborted(signal, here.seam.cross(proposal, door))
    },
  }
}

function propose(
  { principal }: HttpTrial,
  route: Route,
  request: HttpRequest,
  signal: AbortSignal,
  cause: string | undefined,
): Proposal {
  const { wire, target, access } = route
  const { input, malformed } = readInput(request, route.path)
  const declared = malformed === undefined ? route.declare(input) : { items: 1, malformed }
  const what = { target, access, principal, input: input as unknown as Json }
  const where = wire
    ? ({ channel: 'model', wire } as const)
    : ({ channel: 'http', origin: request.url.origin } as const)
  return { ...where, ...what, signal, ...declared, ...(cause && { cause }) }
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
