import type { RequestHandler } from 'msw'
import { plainRefusal } from '../../boundary/refusal.ts'
import { httpRefusal, type Metering, type Reply } from '../../boundary/reply.ts'
import { type HttpOutput, type HttpRequest, headerOf, isWhole, WholeBody } from '../../boundary/wire.ts'
import { takeBody } from '../../kernel/light/body.ts'
import { LightRequest } from '../../kernel/light/request.ts'
import { readMoney } from '../../kernel/money.ts'
import { type Asked, dispatch } from './dispatch.ts'
import { LateAnswer, type Plain } from './late-answer.ts'
import { installLightAnswers } from './light-answers.ts'
import type { ApiRoute } from './router.ts'

const NO_SUCH_PATH = { status: 404, code: 'not_found', message: 'No such path' }

/** A route and what it was found for. */
interface Found {
  route: ApiRoute | undefined
  path: Record<string, string>
}

/** Lets one handler answer a request. A handler that throws rejects: it is the world's fault, and msw's own 500 would show it to the agent. */
export async function answerApi({ route, path }: Found, request: HttpRequest, id: string): Promise<Reply<HttpOutput>> {
  installLightAnswers()
  const response = route && (await dispatch(route.handler, new Asking(route, path, request, id)))
  if (!response || !route) {
    return httpRefusal(NO_SUCH_PATH, plainRefusal(NO_SUCH_PATH))
  }
  const plain = LateAnswer.plain(response)
  const output = plain ? plainOutput(plain) : await toOutput(LateAnswer.real(response))
  // A network error in the terms of fetch: no answer comes of it.
  if (!output) return { kind: 'broken', how: 'reset' }
  const metering = meter(route, output)
  return {
    kind: output.status >= 400 || refuses(route, output) ? 'error' : 'ok',
    output,
    ...(metering && { metering }),
  }
}

/** A request for a handler. An object with a getter of its own would cost each call as much as all else in here. */
class Asking implements Asked {
  readonly id: string
  readonly params: Record<string, string> | undefined
  readonly hasCookies: boolean
  readonly #came: HttpRequest
  #made: Request | undefined

  constructor({ isPlain }: ApiRoute, path: Record<string, string>, request: HttpRequest, id: string) {
    this.id = id
    this.params = isPlain ? path : undefined
    this.hasCookies = headerOf(request.headers, 'cookie') !== undefined
    this.#came = request
  }

  get request(): Request {
    this.#made ??= toRequest(this.#came)
    return this.#made
  }
}

/** A handler that is used once, or goes on where it stopped, begins anew in the next trial. */
export function refreshHandlers(handlers: Iterable<RequestHandler>): void {
  for (const handler of handlers) {
    handler.reset()
    handler.isUsed = false
  }
}

function toRequest({ method, url, headers, body }: HttpRequest): Request {
  const init = { method, headers: headers as [string, string][] }
  return new LightRequest(url.href, init, method === 'GET' || method === 'HEAD' ? undefined : body?.init)
}

/** Headers come in the order of their names. */
function plainOutput({ status, type, text }: Plain): HttpOutput {
  const length = String(Buffer.byteLength(text))
  const headers = [['content-length', length] as const, ['content-type', type] as const]
  return { status, headers, body: new WholeBody(text) }
}

async function toOutput(response: Response): Promise<HttpOutput | undefined> {
  if (response.type === 'error') return undefined
  const headers = [...response.headers]
  const whole = takeBody(response)
  if (whole !== undefined) return { status: response.status, headers, body: new WholeBody(whole) }
  const streams = headerOf(headers, 'content-type')?.startsWith('text/event-stream') && response.body
  return { status: response.status, headers, body: streams || new WholeBody(await response.bytes()) }
}

function refuses({ declaration }: ApiRoute, { status, body }: HttpOutput): boolean {
  return isWhole(body) && declaration.refuses?.({ status, body: body.json }) === true
}

function meter(route: ApiRoute, { status, body }: HttpOutput): Metering | undefined {
  const { actual } = route.declaration
  if (!actual || !isWhole(body)) return undefined
  return { actual: readMoney(actual({ status, body: body.json })) }
}
