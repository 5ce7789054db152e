import { getResponse, RequestHandler } from 'msw'
import type { HttpRequest } from '../../boundary/http-world.ts'
import { plainRefusal } from '../../boundary/refusal.ts'
import { type HttpOutput, httpRefusal, type Metering, type Reply } from '../../boundary/reply.ts'
import type { Json } from '../../kernel/json.ts'
import { readMoney } from '../../kernel/money.ts'
import type { ApiRoute } from './router.ts'

const NO_SUCH_PATH = { status: 404, code: 'not_found', message: 'No such path' }

/** Lets one handler answer a request. A handler that throws rejects: it is the world's fault, and msw's own 500 would show it to the agent. */
export async function answerApi(route: ApiRoute | undefined, request: HttpRequest): Promise<Reply<HttpOutput>> {
  const response = route && (await respond(route.handler, toRequest(request)))
  if (!response || !route) {
    return httpRefusal(NO_SUCH_PATH, plainRefusal(NO_SUCH_PATH))
  }
  const output = await toOutput(response)
  const metering = meter(route, output)
  return { kind: response.status >= 400 ? 'error' : 'ok', output, ...(metering && { metering }) }
}

/**
 * msw copies each request for its life-cycle events, and a copied body costs more than all else in a call. Nobody
 * listens to those events here: the request stands for its own copy.
 */
async function respond(handler: RequestHandler, request: Request): Promise<Response | undefined> {
  RequestHandler.cache.set(request, request)
  try {
    return await getResponse([handler], request)
  } finally {
    RequestHandler.cache.delete(request)
  }
}

/** Handlers that msw marks as used once are fresh again in the next trial. */
export function refreshHandlers(handlers: Iterable<RequestHandler>): void {
  for (const handler of handlers) handler.isUsed = false
}

function toRequest({ method, url, headers, body }: HttpRequest): Request {
  return new Request(url, { method, headers, ...(body !== undefined && { body }) })
}

async function toOutput(response: Response): Promise<HttpOutput> {
  const headers = Object.fromEntries(response.headers)
  const streams = headers['content-type']?.startsWith('text/event-stream') && response.body
  return { status: response.status, headers, body: streams || (await response.text()) }
}

function meter(route: ApiRoute, { status, body }: HttpOutput): Metering | undefined {
  const { actual } = route.declaration
  if (!actual || typeof body !== 'string') return undefined
  return { actual: readMoney(actual({ status, body: parsed(body) })) }
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    return body
  }
}
