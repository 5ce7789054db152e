import { messageOf } from '../../../kernel/errors.ts'
import { visible } from '../../../kernel/visible.ts'
import { keptHeaders, type ModelRequest } from '../exchange.ts'
import { failureIn, piecesOf } from '../pieces.ts'
import type { LiveAnswer } from './door.ts'
import { type Pace, pause } from './pace.ts'

/** Where a request goes, and as whom. */
export interface Upstream {
  /** How the provider is called in messages. */
  name: string
  /** Where its API begins. */
  url: string
  /** What says who asks. */
  credentials: readonly (readonly [name: string, value: string])[]
  /** The variable that the key is from. */
  keyName: string | undefined
  pace: Pace
  /** Hides the key, whoever says it. */
  redact(text: string): string
  /** How many characters at the end of a text may be the beginning of the key. */
  beginning(text: string): number
  /** Told of each try that is followed by another: a status, or what went wrong on the way. */
  retried(why: string): void
}

/** What a provider answers to a request that was not in time, or too many: it may do better. */
const AGAIN = new Set([408, 429, 500, 502, 503, 504, 529])
/** What is wrong with the request itself is the agent's to hear. */
const AGENTS = new Set([400, 413, 422])
const TRIES = 6
/** How long it may take to begin an answer, and to go on with it, in ms. */
const SILENCE_MS = 300_000
/** The longest pause between two tries, in ms. */
const LONGEST_PAUSE_MS = 60_000
/** How long all of an answer may take, in ms: longer than any client waits. */
const LONGEST_MS = 1_800_000
/** No answer is as long, in bytes. */
const MOST = 64_000_000

/** What is to be done around each try. */
export interface Trying {
  signal: AbortSignal
  /** Has a stream said its last word? Absent: its end alone says so. */
  isOver: ((said: string) => boolean) | undefined
  /** Before each try. @throws {Error} it is not to be made. */
  begin(): Promise<void>
  /** The try may have been answered, and paid for: nobody knows. */
  lost(): void
}

/** Why a try came to nothing. `sent`: the provider may have answered all the same. */
interface Trouble {
  why: string
  sent: boolean
}

/**
 * Has a provider answer. `askedAt`: when it was asked in the end, by `performance.now`. What is wrong with the provider is tried again, and then told as its failure and nobody else's.
 * @throws {Error} it does not answer.
 */
export async function askUpstream(
  request: ModelRequest,
  tokens: number,
  upstream: Upstream,
  trying: Trying,
): Promise<LiveAnswer & { askedAt: number; settle(tokens: number): void }> {
  const { signal } = trying
  const startedAt = performance.now()
  for (let tried = 1; ; tried++) {
    const turn = await upstream.pace.turn(tokens, signal)
    await trying.begin()
    const askedAt = performance.now()
    const answer = await ask(request, upstream, signal)
    const isTaken = answer instanceof Response && (answer.ok || AGENTS.has(answer.status))
    const came = isTaken ? await handedOn(answer, upstream, trying) : answer
    signal.throwIfAborted()
    if ('body' in came && !(came instanceof Response)) return { ...came, askedAt, settle: turn.settle }
    const trouble = came instanceof Response ? { why: `${came.status}`, sent: false } : came
    if (trouble.sent) trying.lost()
    const said = came instanceof Response ? await wordsOf(came, upstream) : ''
    if (came instanceof Response && !AGAIN.has(came.status)) throw new Error(refused(came.status, said, upstream))
    if (tried === TRIES) {
      const seconds = Math.round((performance.now() - startedAt) / 1_000)
      throw new Error(
        `${upstream.name} did not answer: ${trouble.why} at the last of ${TRIES} tries in ${seconds} s${said}`,
      )
    }
    upstream.retried(trouble.why)
    await pause(pauseBehind(answer, tried), signal)
  }
}

/** What goes wrong before a request is on its way. */
const UNSENT =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|(ERR_TLS|ERR_SSL|CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)_.*)$/

/** The answer, or why there is none. */
async function ask(
  request: ModelRequest,
  { url, credentials, redact }: Upstream,
  signal: AbortSignal,
): Promise<Response | Trouble> {
  const address = new URL(`${url.replace(/\/$/, '')}${request.path}`)
  for (const [name, value] of request.query) address.searchParams.append(name, value)
  const headers = [...request.headers, ...credentials, ['content-type', 'application/json']] as [string, string][]
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`nothing within ${SILENCE_MS / 1_000} s`)), SILENCE_MS)
  try {
    // Nobody but the provider itself is given the key.
    const how = { method: 'POST', headers, body: request.body, redirect: 'manual' } as const
    return await fetch(address, { ...how, signal: AbortSignal.any([signal, late.signal]) })
  } catch (thrown) {
    if (late.signal.aborted) return { why: messageOf(late.signal.reason), sent: true }
    return troubleOf(thrown, redact)
  } finally {
    clearTimeout(timer)
  }
}

function troubleOf(thrown: unknown, redact: Upstream['redact']): Trouble {
  const { cause } = Object(thrown) as { cause?: unknown }
  const { code } = Object(cause ?? thrown) as { code?: unknown }
  // What has no code is no trouble of a connection: a header that cannot be, say.
  return { why: redact(messageOf(cause ?? thrown)), sent: typeof code === 'string' && !UNSENT.test(code) }
}

function pauseBehind(answer: Response | Trouble, tried: number): number {
  const asked = answer instanceof Response ? Number(answer.headers.get('retry-after')) * 1_000 : 0
  const own = 500 * 2 ** (tried - 1) * (0.75 + Math.random() / 2)
  return Math.min(LONGEST_PAUSE_MS, asked > 0 ? asked : own)
}

function refused(status: number, said: string, { name, keyName }: Upstream): string {
  if (status === 401 || status === 403)
    return `${name} does not accept the key in ${keyName ?? 'no variable'} (${status})${said}`
  if (status === 404) return `${name} has no such model or address (404)${said}`
  return `${name} answered ${status}${said}`
}

async function wordsOf(answer: Response, { redact }: Upstream): Promise<string> {
  const text = await answer.text().catch(() => '')
  const words = visible(redact(text)).replace(/\s+/g, ' ').slice(0, 300)
  return words === '' ? '' : `: ${words}`
}

/** A good answer as it comes; of another one all of it, so that no part of the key is in it. */
async function handedOn(answer: Response, upstream: Upstream, trying: Trying): Promise<LiveAnswer | Trouble> {
  const { redact } = upstream
  const { status } = answer
  const headers = keptHeaders(answer.headers).map(([name, value]): [string, string] => [name, redact(value)])
  const isStream = answer.ok && /^text\/event-stream/i.test(answer.headers.get('content-type') ?? '')
  const body = (answer.body ?? new Blob([]).stream()).pipeThrough(watched(trying.signal))
  if (isStream) return { status, headers, body: body.pipeThrough(hidden(upstream)).pipeThrough(ended(trying.isOver)) }
  try {
    const text = redact(await new Response(body).text())
    if (answer.ok && !isJson(text)) return { why: `${status} with a body that is no JSON`, sent: true }
    const failure = answer.ok ? failureIn(piecesOf(text)) : undefined
    if (failure !== undefined) return { why: `${status} that tells of a failure (${brief(failure)})`, sent: true }
    return { status, headers, body: new Blob([text]).stream() }
  } catch (thrown) {
    return { ...troubleOf(thrown, redact), sent: true }
  }
}

/** As much of what a provider says as a message needs. */
function brief(words: string): string {
  return visible(words).slice(0, 200)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Passes what comes in time. @throws {Error} as it is read: nothing comes for too long, or too much. */
function watched(signal: AbortSignal): TransformStream<Uint8Array, Uint8Array> {
  const timers: NodeJS.Timeout[] = []
  const stop = () => timers.forEach(clearTimeout)
  let passed = 0
  const fail = (controller: TransformStreamDefaultController<Uint8Array>, why: string) => () => {
    stop()
    controller.error(new Error(`the provider ${why}`))
  }
  const watch = (controller: TransformStreamDefaultController<Uint8Array>) => {
    clearTimeout(timers[1])
    const silent = fail(controller, `said nothing for ${SILENCE_MS / 1_000} s in the middle of its answer`)
    timers[1] = setTimeout(silent, SILENCE_MS)
  }
  signal.addEventListener('abort', stop, { once: true })
  return new TransformStream({
    start: (controller) => {
      timers[0] = setTimeout(fail(controller, `was not through with its answer in ${LONGEST_MS / 1_000} s`), LONGEST_MS)
      watch(controller)
    },
    transform: (piece, controller) => {
      watch(controller)
      passed += piece.byteLength
      if (passed > MOST) fail(controller, `answers with more than ${MOST} bytes`)()
      else controller.enqueue(piece)
    },
    flush: stop,
  })
}

/** Passes all but the key, also where pieces cut it apart: what may be its beginning waits for what follows. */
function hidden({ redact, beginning }: Upstream): TransformStream<Uint8Array, Uint8Array> {
  let held = ''
  const pass = (text: string, controller: TransformStreamDefaultController<Uint8Array>) => {
    if (text !== '') controller.enqueue(Buffer.from(text, 'latin1'))
  }
  return new TransformStream({
    transform: (piece, controller) => {
      const text = redact(held + Buffer.from(piece).toString('latin1'))
      const waits = beginning(text)
      held = waits === 0 ? '' : text.slice(-waits)
      pass(text.slice(0, text.length - waits), controller)
    },
    flush: (controller) => pass(held, controller),
  })
}

/** Without it, no piece tells of a failure. */
const WORD = 'error'

/** @throws {Error} as it is read: it tells of a failure, or ends before its last word, as where something between ends it. */
function ended(isOver: Trying['isOver']): TransformStream<Uint8Array, Uint8Array> {
  const heard: Uint8Array[] = []
  return new TransformStream({
    transform: (piece, controller) => {
      const before = heard.at(-1)?.subarray(-WORD.length) ?? new Uint8Array()
      heard.push(piece)
      // Most pieces of most streams say nothing of the kind, and all before them were looked at.
      const failure = Buffer.concat([before, piece]).includes(WORD)
        ? failureIn(piecesOf(Buffer.concat(heard).toString('utf8')))
        : undefined
      if (failure === undefined) controller.enqueue(piece)
      else controller.error(new Error(`the provider failed in the middle of its answer: ${brief(failure)}`))
    },
    flush: (controller) => {
      if (isOver && !isOver(Buffer.concat(heard).toString('utf8')))
        controller.error(new Error('the provider ended its answer before its last word'))
    },
  })
}
