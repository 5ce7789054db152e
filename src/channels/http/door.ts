import type { Route } from '../../boundary/http-world.ts'
import { BrokenBody, hasBody, isHttpOutput, type Output, type Reply } from '../../boundary/reply.ts'
import type { Door, Seen } from '../../boundary/seam.ts'
import { type BodyEnd, type BodyEnded, watchBody } from '../../boundary/watch-body.ts'
import { type HeaderList, type HttpOutput, type HttpRequest, isWhole, WholeBody, without } from '../../boundary/wire.ts'
import type { Json } from '../../kernel/json.ts'
import { type Delivered, isBodiless } from './delivered.ts'
import { withInput } from './input.ts'

/** Headers that tell a client what to do next, and by whose clock. */
const TELLING = new Set([
  'retry-after',
  'location',
  'content-type',
  'x-ratelimit-remaining',
  'www-authenticate',
  'date',
])
const EMPTY = new WholeBody('')

/** Carries an HTTP call across the seam. A body that is under way when `signal` aborts fails with its reason. */
export function httpDoor(route: Route, request: HttpRequest, signal?: AbortSignal): Door<Delivered> {
  return {
    execute: (call, changed) => route.execute(changed ? changedRequest(route, request, call.input) : request, call),
    read: readOutput,
    render: (reply, streamed) => {
      if (reply.kind === 'broken') return renderBroken(reply, request, streamed, signal)
      const output = reply.output
      if (!isHttpOutput(output)) throw new TypeError('Failed to deliver: the reply is not an HTTP reply.')
      return renderAnswer(output, request, streamed, signal)
    },
  }
}

type Streamed = (seen: Seen) => void

/** @throws {Error} only the world knows how to read its body, and nobody how to write another one. */
function changedRequest({ readBody, target }: Route, request: HttpRequest, input: Json): HttpRequest {
  if (readBody) throw new Error(`the body of ${target} cannot be changed: choose a fault that changes the reply`)
  return withInput(request, input)
}

function renderAnswer(output: HttpOutput, request: HttpRequest, streamed: Streamed, signal?: AbortSignal) {
  const { status, headers } = output
  const answer = { outcome: status >= 400 ? 'error' : 'ok', status, headers: telling(headers) } as const
  const head = { status, headers }
  if (isWhole(output.body)) {
    // The answer to a HEAD has no body, whatever the world's handler gave.
    const body = request.method === 'HEAD' || isBodiless(status) ? EMPTY : output.body
    return { seen: { ...answer, output: body.json }, give: (): Delivered => ({ kind: 'whole', head, body }) }
  }
  const ended: BodyEnded = (end, passed, bounded, bytes) => {
    // Some clients stop reading at the event that says that it is the last.
    const gotAll = end === 'cancelled' && bytes === output.streamBytes?.()
    streamed(streamedSeen(answer, gotAll ? 'complete' : end, bounded ?? passed.json))
  }
  const body = watchBody(output.body, ended, undefined, signal)
  return { seen: 'streaming' as const, give: (): Delivered => ({ kind: 'stream', head, body }) }
}

function streamedSeen(head: Omit<Seen, 'outcome'> & { outcome: 'ok' | 'error' }, end: BodyEnd, output: Json): Seen {
  if (end === 'failed') return { ...head, outcome: 'broken', how: 'truncated', output }
  return end === 'cancelled' ? { ...head, outcome: 'gone', output } : { ...head, output }
}

type BrokenReply = Extract<Reply, { kind: 'broken' }>

/** One that is truncated says how long it would have been, and is a stream that breaks off before. */
function renderBroken(reply: BrokenReply, request: HttpRequest, streamed: Streamed, signal?: AbortSignal) {
  const whole = reply.how === 'truncated' && wholeOf(reply.of)
  if (whole) {
    const { status, body } = whole
    const length = ['content-length', String(body.bytes.byteLength)] as const
    const headers = [...without(whole.headers, 'content-length', 'transfer-encoding'), length]
    const cut = breakingOff(body.bytes.subarray(0, reply.afterBytes ?? 0))
    return renderAnswer({ status, headers, body: cut }, request, streamed, signal)
  }
  const how = reply.how === 'no-reply' ? 'no-reply' : 'reset'
  return { seen: { outcome: 'broken', how: reply.how } as const, give: (): Delivered => ({ kind: 'broken', how }) }
}

function wholeOf(reply: Reply | undefined): { status: number; headers: HeaderList; body: WholeBody } | undefined {
  if (!reply || reply.kind === 'broken' || !isHttpOutput(reply.output)) return undefined
  const { status, headers, body } = reply.output
  return isWhole(body) ? { status, headers, body } : undefined
}

function breakingOff(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false
  return new ReadableStream({
    pull: (controller) => {
      if (sent || bytes.byteLength === 0) return controller.error(new BrokenBody())
      sent = true
      controller.enqueue(bytes)
    },
  })
}

/** The first of each, as clients read them. */
function telling(headers: HeaderList): Record<string, string> {
  const told: Record<string, string> = {}
  for (const [name, value] of headers) {
    if (TELLING.has(name)) told[name] ??= value
  }
  return told
}

function readOutput(output: Output, streamed?: WholeBody): Json {
  if (!hasBody(output)) return output.content
  return isWhole(output.body) ? output.body.json : (streamed?.json ?? null)
}
