import { executing } from '../../boundary/current.ts'
import type { Ended, Reply } from '../../boundary/reply.ts'
import type { Spoken } from '../../boundary/spoken.ts'
import { type HttpOutput, type HttpRequest, headerOf, WholeBody } from '../../boundary/wire.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Json } from '../../kernel/json.ts'
import type { AnswerHead, ModelRequest, Piece } from './exchange.ts'
import type { LiveDoor } from './live/door.ts'
import { piecesOf } from './pieces.ts'
import { type Exchange, pieceOf } from './recorded/cassette.ts'
import type { Replay } from './recorded/replay.ts'
import type { Wire } from './wires/define.ts'

// Models that are not made up: what they answer is a provider's own, byte for byte, now or when it was recorded.

/** What is made of an answer when all of it is there. */
export type Heed = (pieces: ReturnType<typeof piecesOf>) => Ended

/** What is made of the part of an answer that has come by now. */
export type Hear = (pieces: ReturnType<typeof piecesOf>) => Spoken

/** What a request says to a provider: what says who asks is left out. `told`: its body, where it is another one than the agent's. */
export function requestTo(
  model: string,
  { url, headers, body }: HttpRequest,
  { wire, told, name }: { wire: Wire; told?: Json; name?: string | undefined },
): ModelRequest {
  const query = [...url.searchParams].filter(([name]) => !wire.secrets?.includes(name))
  const said = wire.provider.headers.flatMap((name): [string, string][] => {
    const value = headerOf(headers, name)
    return value === undefined ? [] : [[name, value]]
  })
  return {
    ...{ model, wire: wire.name, query, ...(name !== undefined && name !== model && { name }) },
    // The version stands where the provider's API begins.
    path: url.pathname.replace(/^\/v\d+(?:alpha|beta)?(?=\/)/, ''),
    headers: said,
    body: told === undefined ? (body?.text ?? '') : JSON.stringify(told),
  }
}

/** Answers as the provider did, in its time. @throws {Error} nothing such was recorded. */
export async function fromRecorded(
  request: ModelRequest,
  { replay, clock, signal }: { replay: Replay; clock: Clock; signal: AbortSignal },
  heed: Heed,
): Promise<Reply<HttpOutput>> {
  const exchange = replay.take(request)
  const pieces = exchange.pieces.map(pieceOf)
  const text = Buffer.concat(pieces.map(({ bytes }) => bytes)).toString('utf8')
  const startedAt = clock.now()
  const until = (atMs: number) => clock.sleep(Math.max(0, startedAt + atMs - clock.now()), signal)
  if (!isStreamed(exchange)) await until(pieces.at(-1)?.atMs ?? 0)
  else await until(pieces[0]?.atMs ?? 0)
  const output = isStreamed(exchange) ? inTime(pieces, until) : { body: new WholeBody(text) }
  return replyOf(exchange, output, exchange.status < 400 ? heed(piecesOf(text)) : {})
}

/** Has the provider answer. @throws {Error} it does not. */
export async function fromLive(
  request: ModelRequest,
  { live, signal, isOver, hear }: { live: LiveDoor; signal: AbortSignal; isOver: Wire['isOver']; hear: Hear },
  heed: Heed,
): Promise<Reply<HttpOutput>> {
  executing.getStore()?.leaving?.()
  const answer = await live.ask(request, signal)
  if (!isStreamed(answer)) {
    const text = await new Response(answer.body).text()
    return replyOf(answer, { body: new WholeBody(text) }, answer.status < 400 ? heed(piecesOf(text)) : {})
  }
  const { body, passed, bytes } = overheard(answer.body)
  let ended: Ended | undefined
  // Clients close a stream behind the event that says so: its end is where they stop.
  const end = () => {
    ended ??= heed(piecesOf(passed()))
    return ended
  }
  const streamBytes = () => (isOver?.(passed()) ? bytes() : undefined)
  const output = { status: answer.status, headers: answer.headers, body, streamBytes }
  return { kind: 'ok', output, ended: end, soFar: () => hear(piecesOf(passed())) }
}

type Body = Pick<HttpOutput, 'body' | 'streamBytes'>

function replyOf({ status, headers }: AnswerHead, body: Body, ended: Ended): Reply<HttpOutput> {
  const output = { status, headers, ...body }
  return status < 400 ? { kind: 'ok', output, ...ended } : { kind: 'error', output }
}

/** Only a good answer comes as a stream to anybody. */
function isStreamed({ status, headers }: AnswerHead | Exchange): boolean {
  return status < 400 && /^text\/event-stream/i.test(headerOf(headers, 'content-type') ?? '')
}

function inTime(pieces: readonly Piece[], until: (atMs: number) => Promise<void>): Body {
  let at = 0
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = pieces[at++]
        if (!piece) return controller.close()
        await until(piece.atMs)
        controller.enqueue(piece.bytes)
      },
    },
    { highWaterMark: 0 },
  )
  const streamBytes = pieces.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  return { body, streamBytes: () => streamBytes }
}

/** A body, and the text of what has passed of it. */
function overheard(body: ReadableStream<Uint8Array>) {
  const heard: Uint8Array[] = []
  const listening = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      heard.push(piece)
      controller.enqueue(piece)
    },
  })
  return {
    body: body.pipeThrough(listening),
    passed: () => Buffer.concat(heard).toString('utf8'),
    bytes: () => heard.reduce((sum, { byteLength }) => sum + byteLength, 0),
  }
}
