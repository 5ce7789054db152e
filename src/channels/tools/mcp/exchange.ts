import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Broken } from '../../../boundary/reply.ts'

/** A larger request is refused, in bytes: who sends it must not be able to take this process with it. */
export const LARGEST = 64 * 1_048_576

/** One HTTP request and what becomes of its answer. */
export interface Exchange {
  request: Request
  /** Breaks it as a network would. What is left of a truncated answer goes out once there is one. */
  break(broken: Broken): void
  /** Hands over an answer, unless the transport broke. */
  answer(response: Response): Promise<void>
  /** Resolves when it is broken: it may never be answered. */
  readonly broke: Promise<void>
}

/** Resolves with undefined where the request is too large: that is told. */
export async function openExchange(incoming: IncomingMessage, response: ServerResponse): Promise<Exchange | undefined> {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('The client has gone'))
  })
  const body = await bodyOf(incoming)
  if (!body) {
    response.writeHead(413, { connection: 'close' }).end('The request is too large.\n')
    return undefined
  }
  let broken: Broken | undefined
  const { promise: broke, resolve: tellBroken } = Promise.withResolvers<void>()
  return {
    broke,
    request: requestOf(incoming, body, gone.signal),
    break: (how) => {
      broken = how
      tellBroken()
      if (how.how === 'reset') response.socket?.resetAndDestroy()
    },
    answer: (answer) => send(answer, response, () => broken),
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.byteLength
    if (size > LARGEST) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function requestOf({ method = 'GET', url, headers }: IncomingMessage, body: Buffer, signal: AbortSignal): Request {
  const given = new Headers()
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) given.set(name, String(value))
  return new Request(new URL(url ?? '/', 'http://127.0.0.1'), {
    method,
    headers: given,
    signal,
    ...(body.byteLength > 0 && method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
  })
}

/** Whether it breaks is known when there is something to say: a stream may be open by then. */
async function send(answer: Response, response: ServerResponse, broken: () => Broken | undefined): Promise<void> {
  const { status, headers, body } = answer
  response.writeHead(status, Object.fromEntries(headers))
  if (!body) return void response.end()
  response.flushHeaders()
  const reader = body.getReader()
  // Whoever writes it must learn that nobody reads it any more.
  response.once('close', () => void reader.cancel().catch(() => {}))
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const how = broken()
    if (how) return how.how === 'truncated' ? cutShort(next.value, reader, { response, how }) : undefined
    response.write(next.value)
  }
  response.end()
}

/** As much of what is left as the break says, half of it where it says nothing, then nothing more. */
async function cutShort(
  first: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { response, how }: { response: ServerResponse; how: Broken },
): Promise<void> {
  const left = [first]
  for (let next = await reader.read(); !next.done; next = await reader.read()) left.push(next.value)
  const whole = Buffer.concat(left)
  const most = Math.max(0, whole.byteLength - 1)
  const part = whole.subarray(0, Math.min(how.afterBytes ?? whole.byteLength >> 1, most))
  response.write(part, () => response.socket?.destroy())
}
