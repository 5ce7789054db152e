import { HttpResponse, type HttpResponseInit } from 'msw'
import { executing } from '../../boundary/current.ts'
import { readAtHand } from '../../kernel/light/body.ts'
import { LateStream } from '../../kernel/light/late-stream.ts'
import { LateAnswer, type Plain } from './late-answer.ts'

/** By this msw knows an answer whose type nobody named. */
const DEFAULT_TYPE = Symbol.for('kDefaultContentType')

/** msw's own HttpResponse, its constructor's work included; only the stream of its body is made when it is wanted. */
class LightAnswer extends HttpResponse<string> {
  constructor(body: string, init: HttpResponseInit) {
    super(new LateStream(body) as never, init)
  }
}
readAtHand(LightAnswer.prototype, Response.prototype)

type Make = (body?: unknown, init?: HttpResponseInit) => Response
type Kind = 'json' | 'text' | 'xml' | 'html'

let installed = false

/**
 * Has HttpResponse.json and its like answer the calls of this process with responses whose body is at hand: most of a
 * handler's time went into making a stream that the harness reads at once. Code that answers no call gets msw's own.
 */
export function installLightAnswers(): void {
  if (installed) return
  installed = true
  install('json', 'application/json', (body) => JSON.stringify(body))
  install('text', 'text/plain', asText)
  install('xml', 'text/xml', asText)
  install('html', 'text/html', asText)
}

function install(kind: Kind, type: string, write: (body: unknown) => string | undefined): void {
  const makers = HttpResponse as unknown as Record<Kind, Make>
  const theirs = makers[kind]
  const measured = kind === 'json' || kind === 'text'
  const make = ({ status, text }: Plain) => {
    const response = new LightAnswer(text, { status, headers: addedTo(text, type, measured) })
    return defaultTyped(response)
  }
  makers[kind] = (body, init) => {
    if (!executing.getStore()) return theirs(body, init)
    const status = measured ? soleStatus(init) : undefined
    const given = init?.headers === undefined ? undefined : new Headers(init.headers)
    const text = write(body)
    if (text === undefined) return theirs(body, init)
    if (status !== undefined && isTame(text)) return LateAnswer.of({ status, type, text }, make)
    const added = addedTo(text, type, measured)
    const named = given?.has('content-type')
    const response = new LightAnswer(text, { ...init, headers: given ? completed(given, added) : added })
    return named ? response : defaultTyped(response)
  }
}

function addedTo(text: string, type: string, measured: boolean): Record<string, string> {
  return { 'content-type': type, ...(measured && { 'content-length': String(Buffer.byteLength(text)) }) }
}

function defaultTyped(response: Response): Response {
  return Object.defineProperty(response, DEFAULT_TYPE, { value: true })
}

const BODILESS = [204, 205, 304]

/** The status, where nothing else is said and any body goes with it. */
function soleStatus(init: HttpResponseInit = {}): number | undefined {
  const { status = 200, ...more } = init ?? {}
  const isUsual = Number.isInteger(status) && status >= 200 && status <= 599 && !BODILESS.includes(status)
  return isUsual && Object.keys(more).length === 0 ? status : undefined
}

/** What becomes of a byte order mark, and of half a character, is for fetch's own code to say. */
function isTame(text: string): boolean {
  return text.charCodeAt(0) !== 0xfeff && text.isWellFormed()
}

/** What the handler said comes first. */
function completed(headers: Headers, added: Record<string, string>): Headers {
  for (const [name, value] of Object.entries(added)) if (!headers.has(name)) headers.set(name, value)
  return headers
}

function asText(body: unknown): string | undefined {
  return typeof body === 'string' ? body : undefined
}
