import { getResponse, HttpHandler, RequestHandler } from 'msw'
import { LateAnswer } from './late-answer.ts'

/** A request for the handler that was found for it. */
export interface Asked {
  id: string
  /** Path parameters, where it is certain that the handler fits; undefined has msw see whether it does. */
  params: Record<string, string> | undefined
  hasCookies: boolean
  /** Made when somebody wants it: many a handler needs no more than the parameters. */
  readonly request: Request
}

/** What msw's own `run` does, step by step, and what it keeps. */
interface Steps {
  isUsed: boolean
  options?: { once?: boolean }
  resolver(info: object): unknown
  parse(asked: { request: Request }): Promise<object>
  predicate(asked: { request: Request; parsedResult: object }): Promise<boolean>
  extendResolverArgs(asked: { request: Request; parsedResult: object }): object
  wrapResolver(resolver: Steps['resolver']): (info: object) => Promise<Response | undefined>
  scheduleCleanup(id: string, cleanup: Cleanup): void
  runScheduledCleanups(id: string): Promise<void>
}

type Cleanup = () => void | Promise<void>

/**
 * Has a handler answer as msw's `getResponse` would, by msw's own steps: once, generators, `finalize`, responses that are
 * thrown. What is left out costs each call and is of no use here: a copy of the request for msw's life-cycle events, an
 * abort with a stack trace at the end, the search for a path that was found before.
 */
export async function dispatch(handler: RequestHandler, asked: Asked): Promise<Response | undefined> {
  const steps = stepsOf(handler)
  if (!steps) return byItself(handler, asked.request)
  const usedUp = () => steps.isUsed && steps.options?.once
  if (usedUp()) return undefined
  const extras = certain(asked) ?? (await match(steps, asked.request))
  if (!extras || usedUp()) return undefined
  steps.isUsed = true
  const cleaning = cleanups(steps, asked)
  try {
    const info = infoOf(asked, extras, cleaning.finalize)
    const resolver = () => cleaning.shown(steps.resolver(info))
    return await steps.wrapResolver(resolver)(withoutRequest(asked))
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  } finally {
    cleaning.end()
  }
}

/** What a resolver is given. */
function infoOf(asked: Asked, extras: object, finalize: () => (cleanup: Cleanup) => void): object {
  return {
    ...extras,
    get finalize() {
      return finalize()
    },
    requestId: asked.id,
    get request() {
      return asked.request
    },
  }
}

/** What msw's own step needs of a request, without making one: the signal, and that for `finalize` alone. */
function withoutRequest(asked: Asked): object {
  const request = {
    get signal() {
      return asked.request.signal
    },
  }
  return { requestId: asked.id, request }
}

function certain({ params, hasCookies }: Asked): object | undefined {
  return params && !hasCookies ? { params: Object.assign(Object.create(null), params), cookies: {} } : undefined
}

async function match(steps: Steps, request: Request): Promise<object | undefined> {
  const parsedResult = await steps.parse({ request })
  const fits = await steps.predicate({ request, parsedResult })
  return fits ? steps.extendResolverArgs({ request, parsedResult }) : undefined
}

/** `finalize` runs when the handler is done, or when the client gives up. Nothing is set up for handlers without it. */
function cleanups(steps: Steps, asked: Asked) {
  const { id } = asked
  let signal: AbortSignal | undefined
  const gaveUp = () => void steps.runScheduledCleanups(id)
  const real = (said: unknown) => (signal && said instanceof Response ? LateAnswer.real(said) : said)
  return {
    /** msw copies the answer of who cleans up, with all that it has of its own. */
    shown: (said: unknown) => (said instanceof Promise ? said.then(real) : real(said)),
    finalize: () => {
      if (!signal) {
        signal = asked.request.signal
        signal.addEventListener('abort', gaveUp, { once: true })
      }
      return (cleanup: Cleanup) => {
        steps.scheduleCleanup(id, cleanup)
        if (signal?.aborted) gaveUp()
      }
    },
    end: () => signal?.removeEventListener('abort', gaveUp),
  }
}

const OWN = ['run', 'parse', 'predicate', 'extendResolverArgs', 'wrapResolver', 'scheduleCleanup'] as const
const theirs = HttpHandler.prototype as unknown as Record<string, unknown>

/** Undefined for a handler of another kind, such as sse(): it goes its own way. */
function stepsOf(handler: RequestHandler): Steps | undefined {
  const its = handler as unknown as Record<string, unknown>
  const plain = OWN.every((name) => typeof its[name] === 'function' && its[name] === theirs[name])
  return plain ? (handler as unknown as Steps) : undefined
}

/** msw copies each request for its events. Nobody listens to those here: the request stands for its own copy. */
async function byItself(handler: RequestHandler, request: Request): Promise<Response | undefined> {
  RequestHandler.cache.set(request, request)
  try {
    return await getResponse([handler], request)
  } finally {
    RequestHandler.cache.delete(request)
  }
}
