import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { HttpWorld } from '../../../../src/boundary/http-world.ts'
import type { Reply } from '../../../../src/boundary/reply.ts'
import { createSeam } from '../../../../src/boundary/seam.ts'
import { type HttpOutput, type HttpRequest, headerOf, jsonOutput, WholeBody } from '../../../../src/boundary/wire.ts'
import { channels } from '../../../../src/channels/index.ts'
import { systemClock } from '../../../../src/kernel/clock.ts'
import type { TraceEvent } from '../../../../src/trace/event.ts'

/** Every byte there is, in an order that is no text in any encoding, three times. */
export const BYTES = new Uint8Array(768).map((_, at) => (at * 167 + 13) % 256)

export const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Tells what arrived by its digest, and hands out bytes: as they are and compressed, with two cookies. */
async function answer(request: HttpRequest): Promise<HttpOutput> {
  const { headers, url, body } = request
  if (url.pathname === '/upload') return jsonOutput(200, { digest: digestOf(body?.bytes ?? new Uint8Array()) })
  if (url.pathname === '/form') {
    const type = { 'content-type': headerOf(headers, 'content-type') ?? '' }
    const form = await new Response(body?.bytes ?? null, { headers: type }).formData()
    const file = new Uint8Array(await (form.get('file') as File).arrayBuffer())
    return jsonOutput(200, { digest: digestOf(file), name: String(form.get('name')) })
  }
  const zipped = url.pathname === '/zip'
  return {
    status: 200,
    headers: [
      ['content-type', 'application/octet-stream'],
      ['set-cookie', 'a=1; Path=/'],
      ['set-cookie', 'b=2, 3; Expires=Thu, 01 Jan 2026 00:00:00 GMT'],
      ...(zipped ? [['content-encoding', 'gzip'] as const] : []),
    ],
    body: new WholeBody(zipped ? gzipSync(BYTES) : BYTES),
  }
}

/** What a world that took bodies for text would do to them. */
function asText<B extends HttpOutput['body'] | undefined>(body: B): B | WholeBody {
  return body instanceof WholeBody ? new WholeBody(body.text) : body
}

/** A trial with that world. `lossy` is the control: bodies pass through it as texts, both ways. */
export function openBytes(lossy: boolean) {
  const events: TraceEvent[] = []
  const write = (event: TraceEvent) => void events.push(event)
  const seam = createSeam({
    ...{ channels, guards: [], injector: { draw: () => [] }, approver: undefined, clock: systemClock() },
    ...{ signal: new AbortController().signal, maxCalls: 100, write, stop: () => {} },
  })
  const execute = async (request: HttpRequest): Promise<Reply<HttpOutput>> => {
    const output = await answer(lossy ? { ...request, body: asText(request.body) } : request)
    return { kind: 'ok', output: lossy ? { ...output, body: asText(output.body) } : output }
  }
  const http: HttpWorld = {
    route: (method, url) => {
      if (url.host !== 'bytes.test') return undefined
      return { target: `bytes ${method}`, access: 'write', path: {}, declare: () => ({ items: 1 }), execute }
    },
  }
  return { http, seam, principal: 'agent', note: write, events }
}
