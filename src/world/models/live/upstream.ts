import { messageOf } from '../../../kernel/errors.ts'
import { visible } from '../../../kernel/visible.ts'
import { keptHeaders, type ModelRequest } from '../exchange.ts'
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
/** No answer is as long, in bytes. */
const MOST = 64_000_000

/**
 * Has a provider answer. `askedAt`: when it was asked in the end, by `performance.now`. What is wrong with the provider is tried again, and then told as its failure and nobody else's.
 * @throws {Error} it does not answer.
 */
export async function askUpstream(
  request: ModelRequest,
  tokens: number,
  upstream: Upstream,
  signal: AbortSignal,
): Promise<LiveAnswer & { askedAt: number; settle(tokens: number): void }> {
  const startedAt = performance.now()
  for (let tried = 1; ; tried++) {
    const turn = await upstream.pace.turn(tokens, signal)
    const askedAt = performance.now()
    const answer = await ask(request, upstream, signal)
    signal.throwIfAborted()
    if (answer instanceof Response && (answer.ok || AGENTS.has(answer.status))) {
      return { ...(await handedOn(answer, upstream, signal)), askedAt, settle: turn.settle }
    }
    const why = answer instanceof Response ? `${answer.status}` : answer
    const said = answer instanceof Response ? await wordsOf(answer, upstream) : ''
    if (answer instanceof Response && !AGAIN.has(answer.status)) throw new Error(refused(answer.status, said, upstream))
    if (tried === TRIES) {
      const seconds = Math.round((performance.now() - startedAt) / 1_000)
      throw new Error(`${upstream.name} did not answer: ${why} at the last of ${TRIES} tries in ${seconds} s${said}`)
    }
    upstream.retried(why)
    await pause(pauseBehind(answer, tried), signal)
  }
}

/** The answer, or why there is none. */
async function ask(request: ModelRequest, { url, credentials, redact }: Upstream, signal: AbortSignal) {
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
    const { cause } = Object(thrown) as { cause?: unknown }
    return redact(messageOf(late.signal.aborted ? late.signal.reason : (cause ?? thrown)))
  } finally {
    clearTimeout(timer)
  }
}

function pauseBehind(answer: Response | string, tried: number): number {
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
async function handedOn(answer: Response, { redact }: Upstream, signal: AbortSignal): Promise<LiveAnswer> {
  const { status } = answer
  const headers = keptHeaders(answer.headers).map(([name, value]): [string, string] => [name, redact(value)])
  const isStream = answer.ok && /^text\/event-stream/i.test(answer.headers.get('content-type') ?? '')
  if (isStream && answer.body) return { status, headers, body: answer.body.pipeThrough(watched(redact, signal)) }
  const text = redact(await answer.text())
  return { status, headers, body: new Blob([text]).stream() }
}

/** Passes what comes in time, without the key. @throws {Error} as it is read: nothing comes for too long, or too much. */
function watched(redact: (text: string) => string, signal: AbortSignal): TransformStream<Uint8Array, Uint8Array> {
  let timer: NodeJS.Timeout | undefined
  let passed = 0
  const watch = (controller: TransformStreamDefaultController<Uint8Array>) => {
    clearTimeout(timer)
    const late = new Error(`the provider said nothing for ${SILENCE_MS / 1_000} s in the middle of its answer`)
    timer = setTimeout(() => controller.error(late), SILENCE_MS)
  }
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  return new TransformStream({
    start: watch,
    transform: (piece, controller) => {
      watch(controller)
      passed += piece.byteLength
      if (passed > MOST) throw new Error(`the provider answers with more than ${MOST} bytes`)
      const text = Buffer.from(piece).toString('latin1')
      const hidden = redact(text)
      controller.enqueue(hidden === text ? piece : Buffer.from(hidden, 'latin1'))
    },
    flush: () => clearTimeout(timer),
  })
}
