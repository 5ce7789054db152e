import type { Proposal } from '../boundary/call.ts'
import type { HttpRequest, HttpWorld, Route } from '../boundary/http-world.ts'
import type { Seam } from '../boundary/seam.ts'
import type { Json } from '../kernel/json.ts'
import type { EgressEvent } from '../trace/events/egress.ts'
import { fetchFailure, httpDoor } from './http-door.ts'
import { readInput } from './http-input.ts'

/** What a trial offers to the fetch of its process. */
export interface FetchTrial {
  http: HttpWorld
  seam: Seam
  principal: string
  /** Does the code that runs now belong to this trial, and not to one that is over? */
  belongs(): boolean
  egress(event: EgressEvent): void
}

/** Lets the trial that runs now answer this process's fetch. */
export interface FetchChannel {
  open(trial: FetchTrial): void
  close(): void
}

const NEVER = new AbortController().signal

/**
 * Takes the place of the global fetch, once per process and before agent code loads. Without a trial, and for hosts
 * outside the trial's world, every request is refused.
 */
export function installFetch(): FetchChannel {
  let trial: FetchTrial | undefined
  // The model call that the calls after it came from: known because an agent in this process acts between two turns.
  let cause: string | undefined
  globalThis.fetch = async (input, init) => {
    const current = trial?.belongs() ? trial : undefined
    const { request, signal } = await readRequest(input, init)
    signal.throwIfAborted()
    const route = current?.http.route(request.method, request.url)
    if (!current || !route) {
      current?.egress({ type: 'egress', via: 'fetch', target: `${request.url.origin}${request.url.pathname}` })
      throw fetchFailure('fetch failed', 'ECONNREFUSED', `connect ECONNREFUSED ${request.url.host}`)
    }
    const door = httpDoor(route, request)
    if (route.channel === 'model') {
      const execute = door.execute
      door.execute = (call) => {
        cause = call.id
        return execute(call)
      }
    }
    const proposal = propose(current, route, request, signal, route.channel === 'model' ? undefined : cause)
    return untilAborted(signal, current.seam.cross(proposal, door))
  }
  return {
    open: (next) => {
      trial = next
      cause = undefined
    },
    close: () => {
      trial = undefined
    },
  }
}

function propose(
  { principal }: FetchTrial,
  route: Route,
  request: HttpRequest,
  signal: AbortSignal,
  cause: string | undefined,
): Proposal {
  const { channel, target, access } = route
  const { input, malformed } = readInput(request, route.path)
  const declared = malformed === undefined ? route.declare(input) : { items: 1, malformed }
  const what = { channel, target, access, principal, input: input as unknown as Json }
  return { ...what, signal, ...declared, ...(cause && { cause }) }
}

async function readRequest(input: RequestInfo | URL, init?: RequestInit) {
  const plain = !(input instanceof Request) && (init?.body == null || typeof init.body === 'string')
  if (plain) {
    // The common case without the cost of a Request: its constructor and text() are dearer than the rest of the call.
    const headers = new Headers(init?.headers)
    const body = init?.body as string | null | undefined
    if (typeof body === 'string' && !headers.has('content-type'))
      headers.set('content-type', 'text/plain;charset=UTF-8')
    const method = (init?.method ?? 'GET').toUpperCase()
    return {
      request: { method, url: new URL(String(input)), headers, body: body ?? undefined },
      signal: init?.signal ?? NEVER,
    }
  }
  const whole = new Request(input, init)
  const body = whole.body === null ? undefined : await whole.text()
  const { method, headers } = whole
  return { request: { method, url: new URL(whole.url), headers, body }, signal: whole.signal }
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
