import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Route } from '../../../src/boundary/http-world.ts'
import { BrokenBody, type Reply } from '../../../src/boundary/reply.ts'
import { createSeam } from '../../../src/boundary/seam.ts'
import { type HttpOutput, type HttpRequest, headerOf, WholeBody } from '../../../src/boundary/wire.ts'
import { installFetch } from '../../../src/channels/http/fetch.ts'
import { createServing } from '../../../src/channels/http/serving.ts'
import { channels } from '../../../src/channels/index.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import type { EventOf, TraceEvent } from '../../../src/trace/event.ts'

const realFetch = globalThis.fetch
const serving = createServing()

interface Answered {
  status?: number
  headers?: Record<string, string>
  body?: string | ReadableStream<Uint8Array>
}
type Answer = (request: HttpRequest) => Answered | Promise<Answered>

/** What arrived, what was written down, and what the next request is answered. */
let arrived: HttpRequest[]
let events: TraceEvent[]
let answer: Answer

beforeAll(() => installFetch(serving))
afterAll(() => {
  serving.close()
  globalThis.fetch = realFetch
})
beforeEach(() => {
  arrived = []
  events = []
  answer = () => ({})
  serving.close()
  serving.open(openTrial(new AbortController().signal))
})

function openTrial(signal: AbortSignal) {
  const write = (event: TraceEvent) => void events.push(event)
  const seam = createSeam({
    channels,
    guards: [],
    injector: { draw: () => [] },
    approver: undefined,
    clock: systemClock(),
    signal,
    maxCalls: 100,
    write,
    stop: () => {},
  })
  const route = (method: string, url: URL): Route | undefined => {
    if (url.host !== 'desk.test') return undefined
    return {
      target: `desk ${method} ${url.pathname}`,
      path: {},
      access: 'read',
      declare: () => ({ items: 1 }),
      execute: async (request): Promise<Reply<HttpOutput>> => {
        arrived.push(request)
        const { status = 200, headers = {}, body = '' } = await answer(request)
        const sent = typeof body === 'string' ? new WholeBody(body) : body
        return { kind: 'ok', output: { status, headers: Object.entries(headers), body: sent } }
      },
    }
  }
  return { http: { route }, seam, principal: 'agent', belongs: () => true, note: write }
}

const eventsOf = <T extends TraceEvent['type']>(type: T) =>
  events.filter((event) => event.type === type) as EventOf<T>[]
const input = () =>
  eventsOf('call')[0]?.call.input as { headers: Record<string, string>; body: unknown; query: unknown }
const NOTES = 'https://desk.test/notes'

describe('what a fetch can be given', () => {
  const json = { 'content-type': 'application/json' }
  const body = '{"a":1}'

  test.each([
    ['a text', () => fetch(NOTES, { method: 'POST', headers: json, body })],
    ['a URL', () => fetch(new URL(NOTES), { method: 'post', headers: Object.entries(json), body })],
    ['a Request', () => fetch(new Request(NOTES, { method: 'POST', headers: json, body }))],
    ['a Request and more', () => fetch(new Request(NOTES, { headers: json }), { method: 'POST', body })],
    ['bytes', () => fetch(NOTES, { method: 'POST', headers: new Headers(json), body: Buffer.from(body) })],
    ['a Blob', () => fetch(NOTES, { method: 'POST', body: new Blob([body], { type: 'application/json' }) })],
  ])('%s arrives as the same call', async (_, send) => {
    await send()
    expect([arrived[0]?.method, arrived[0]?.body?.text]).toEqual(['POST', body])
    expect(eventsOf('call')[0]?.call).toMatchObject({ target: 'desk POST /notes', input: { body: { a: 1 } } })
    expect(eventsOf('call')[0]?.call.malformed).toBeUndefined()
  })

  test('URLSearchParams are the fields of a form', async () => {
    const fields = new URLSearchParams([
      ['name', 'Ada'],
      ['tag', 'a'],
      ['tag', 'b'],
    ])
    await fetch(NOTES, { method: 'POST', body: fields })
    expect(input().body).toEqual({ name: 'Ada', tag: ['a', 'b'] })
    expect(arrived[0]?.body?.text).toBe('name=Ada&tag=a&tag=b')
  })

  test('a FormData arrives so that the world can read it', async () => {
    const form = new FormData()
    form.set('name', 'Ada')
    await fetch(NOTES, { method: 'POST', body: form })
    const { method, headers, url, body } = arrived[0] as HttpRequest
    const pairs = headers as [string, string][]
    const read = await new Request(url, { method, headers: pairs, body: body?.bytes ?? null }).formData()
    expect(read.get('name')).toBe('Ada')
  })

  test('the same FormData is the same call, another one is another', async () => {
    for (const name of ['Ada', 'Ada', 'Grace']) {
      const form = new FormData()
      form.set('name', name)
      form.set('file', new Blob(['text'], { type: 'text/plain' }), 'a.txt')
      await fetch(NOTES, { method: 'POST', body: form })
    }
    const calls = eventsOf('call').map(({ call }) => call)
    expect(calls[1]?.key).toBe(calls[0]?.key)
    expect(calls[2]?.key).not.toBe(calls[0]?.key)
  })

  test('the query and repeated names are told', async () => {
    await fetch(`${NOTES}?a=1&b=2&b=3#top`)
    expect(input().query).toEqual({ a: '1', b: ['2', '3'] })
  })

  test('credentials are told apart and cannot be read', async () => {
    for (const authorization of ['Bearer one', 'Bearer one', 'Bearer two'])
      await fetch(NOTES, { headers: { authorization } })
    const told = eventsOf('call').map(
      ({ call }) => (call.input as { headers: Record<string, string> }).headers.authorization,
    )
    expect(told[1]).toBe(told[0])
    expect(told[2]).not.toBe(told[0])
    expect(JSON.stringify(events)).not.toMatch(/Bearer|one|two/)
    expect(headerOf(arrived[0]?.headers ?? [], 'authorization')).toBe('Bearer one')
  })

  test.each([
    ['a key twice', '{"a":1,"a":2}'],
    ['no JSON', '{"a":'],
  ])('%s in a JSON body is malformed', async (_, text) => {
    await fetch(NOTES, { method: 'POST', headers: json, body: text })
    expect(eventsOf('call')[0]?.call.malformed).toEqual(expect.any(String))
  })

  test('a host outside is refused as an unreachable server is', async () => {
    const failure = await fetch('https://other.test/x?secret=1').catch((thrown: Error) => thrown)
    expect(failure).toBeInstanceOf(TypeError)
    expect(failure).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNREFUSED' } })
    expect(events).toEqual([{ type: 'egress', via: 'fetch', target: 'https://other.test/x' }])
  })

  test('without a trial everything is refused, and nothing is written', async () => {
    serving.close()
    await expect(fetch(NOTES)).rejects.toThrow('fetch failed')
    expect(events).toEqual([])
  })
})

describe('what a fetch gives', () => {
  test('the reply, with its address', async () => {
    answer = () => ({ status: 201, headers: { 'content-type': 'application/json', 'x-a': 'b' }, body: '{"id":1}' })
    const response = await fetch(`${NOTES}?a=1`)
    expect([response.status, response.ok, response.url]).toEqual([201, true, `${NOTES}?a=1`])
    expect(response.headers.get('x-a')).toBe('b')
    expect(await response.json()).toEqual({ id: 1 })
  })

  test('a Response of Node’s own to whoever looks into it', async () => {
    answer = () => ({ headers: { 'content-type': 'application/json' }, body: '{"id":1}' })
    const get = () => fetch(NOTES)
    expect(await Response.prototype.json.call(await get())).toEqual({ id: 1 })
    expect(await (await get()).clone().json()).toEqual({ id: 1 })
    const one = await get()
    expect(await new Response(one.body, one).text()).toBe('{"id":1}')
    expect([one.bodyUsed, one.body?.locked]).toEqual([true, true])
    await expect(one.text()).rejects.toThrow('Body is unusable')
    const [first, second] = (await get()).body?.tee() ?? []
    expect(await new Response(first).text()).toBe(await new Response(second).text())
    const streamed = Readable.fromWeb((await get()).body as never)
    expect(Buffer.concat(await streamed.toArray()).toString()).toBe('{"id":1}')
  })

  test.each([204, 205, 304])('%d has no body', async (status) => {
    answer = () => ({ status, body: '' })
    const response = await fetch(NOTES)
    expect([response.status, response.body]).toEqual([status, null])
  })

  test('the answer to a HEAD has no body, whatever the handler gave', async () => {
    answer = () => ({ headers: { 'x-count': '3' }, body: 'three' })
    const response = await fetch(NOTES, { method: 'HEAD' })
    expect([response.headers.get('x-count'), await response.text()]).toEqual(['3', ''])
  })

  test('an error of the server is an answer', async () => {
    answer = () => ({ status: 503, body: 'busy' })
    const response = await fetch(NOTES)
    expect([response.status, response.ok, await response.text()]).toEqual([503, false, 'busy'])
  })
})

describe('an AbortSignal', () => {
  const reason = new Error('enough')
  const slow = () => new Promise<object>((resolve) => setTimeout(resolve, 200, {}))

  test('that is aborted keeps the call from crossing', async () => {
    await expect(fetch(NOTES, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(events).toEqual([])
  })

  test.each([
    ['in the options', (signal: AbortSignal) => fetch(NOTES, { signal })],
    ['in a Request', (signal: AbortSignal) => fetch(new Request(NOTES, { signal }))],
  ])('%s ends the wait at once, with its reason', async (_, send) => {
    answer = slow
    const client = new AbortController()
    setTimeout(() => client.abort(reason), 20)
    await expect(send(client.signal)).rejects.toBe(reason)
    expect(eventsOf('executed')).toEqual([])
    // The world finishes what it began: late, and delivered to nobody.
    await expect.poll(() => eventsOf('delivered')[0]?.outcome).toBe('gone')
    expect(eventsOf('executed')[0]?.late).toBe(true)
  })

  test('a timeout is a TimeoutError', async () => {
    answer = slow
    await expect(fetch(NOTES, { signal: AbortSignal.timeout(10) })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('control: a signal that stays quiet changes nothing', async () => {
    expect((await fetch(NOTES, { signal: new AbortController().signal })).status).toBe(200)
    expect(eventsOf('delivered')[0]?.outcome).toBe('ok')
  })
})

describe('a streamed reply', () => {
  /** Server-sent events, one each time that the client asks, and then the end, or silence. */
  function streaming(parts: string[], end: 'close' | 'silence' | 'fail' = 'close'): { dropped(): boolean } {
    let dropped = false
    const left = parts.map((part) => new TextEncoder().encode(`data: ${part}\n\n`))
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          const next = left.shift()
          if (next) controller.enqueue(next)
          else if (end === 'close') controller.close()
          else if (end === 'fail') controller.error(new Error('cut'))
          else return new Promise(() => {})
        },
        cancel: () => {
          dropped = true
        },
      },
      { highWaterMark: 0 },
    )
    answer = () => ({ headers: { 'content-type': 'text/event-stream' }, body })
    return { dropped: () => dropped }
  }

  test('is read part by part, and written down at its end', async () => {
    streaming(['one', 'two'])
    const response = await fetch(NOTES)
    expect(eventsOf('executed')).toEqual([])
    expect(await response.text()).toBe('data: one\n\ndata: two\n\n')
    expect(eventsOf('executed')[0]?.output).toBe('data: one\n\ndata: two\n\n')
    expect(eventsOf('delivered')[0]?.outcome).toBe('ok')
  })

  test('that its source cuts is cut for the client', async () => {
    streaming(['one'], 'fail')
    const response = await fetch(NOTES)
    await expect(response.text()).rejects.toThrow()
    expect(eventsOf('executed')[0]?.output).toBe('data: one\n\n')
    expect(eventsOf('delivered')[0]).toMatchObject({ outcome: 'broken', how: 'truncated' })
  })

  test('that the client drops is gone, and its source knows', async () => {
    const source = streaming(['one', 'two'], 'silence')
    const reader = (await fetch(NOTES)).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(eventsOf('delivered')[0]?.outcome).toBe('gone')
    expect(source.dropped()).toBe(true)
  })

  test('that the client aborts midway fails for it with its reason, as in production', async () => {
    const source = streaming(['one'], 'silence')
    const client = new AbortController()
    const response = await fetch(NOTES, { signal: client.signal })
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: one\n\n')
    const reason = new Error('enough')
    const next = reader?.read()
    client.abort(reason)
    await expect(next).rejects.toBe(reason)
    expect(eventsOf('delivered')[0]?.outcome).toBe('gone')
    expect(source.dropped()).toBe(true)
  })

  test('that the client aborts without a reason of its own fails as an aborted fetch does', async () => {
    streaming(['one'], 'silence')
    const client = new AbortController()
    const reader = (await fetch(NOTES, { signal: client.signal })).body?.getReader()
    await reader?.read()
    const next = reader?.read()
    client.abort()
    await expect(next).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a compressed reply', () => {
  const gzip = { 'content-encoding': 'gzip' }
  const streamed = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]).stream()

  test('is whole for a fetch, and what crossed is on record', async () => {
    answer = () => ({ headers: gzip, body: streamed(gzipSync('{"id":1}')) })
    expect(await (await fetch(NOTES)).json()).toEqual({ id: 1 })
    await expect.poll(() => eventsOf('executed')[0]?.output).toMatchObject({ binary: true })
  })

  test('that is none, or breaks off, is a body that fails', async () => {
    answer = () => ({ headers: gzip, body: streamed(Buffer.from('plain')) })
    await expect((await fetch(NOTES)).text()).rejects.toMatchObject({ message: 'terminated' })
    const half = gzipSync('{"id":1}').subarray(0, 20)
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(half),
      pull: (controller) => controller.error(new BrokenBody()),
    })
    answer = () => ({ headers: gzip, body: broken })
    await expect((await fetch(NOTES)).text()).rejects.toMatchObject({ message: 'terminated' })
  })

  test('in a coding that nobody knows is left as it is', async () => {
    answer = () => ({ headers: { 'content-encoding': 'gzip, own' }, body: 'as it is' })
    expect(await (await fetch(NOTES)).text()).toBe('as it is')
  })
})
