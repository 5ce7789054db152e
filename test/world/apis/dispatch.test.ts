import fc from 'fast-check'
import {
  bypass,
  delay,
  getResponse,
  HttpResponse,
  type HttpResponseResolver,
  http,
  passthrough,
  type RequestHandler,
} from 'msw'
import { sse } from 'msw/sse'
import { describe, expect, test, vi } from 'vitest'
import { type Executing, executing } from '../../../src/boundary/current.ts'
import { LightRequest } from '../../../src/kernel/light/request.ts'
import { defineApi } from '../../../src/world/apis/define.ts'
import { type Asked, dispatch } from '../../../src/world/apis/dispatch.ts'
import { installLightAnswers } from '../../../src/world/apis/light-answers.ts'
import { buildRouter } from '../../../src/world/apis/router.ts'

/** By these msw's own code knows what a response is. */
const MARKS = Reflect.ownKeys(HttpResponse.json({}))
installLightAnswers()
// msw prints what an sse() handler does, and makes none where nothing could read it.
for (const print of ['log', 'groupCollapsed'] as const) vi.spyOn(console, print).mockImplementation(() => {})
globalThis.EventSource ??= class {} as never

const ORIGIN = 'https://shop.test'
const CALL: Executing = { call: 'c1', effect: () => {} }

interface Sent {
  method: string
  url: string
  headers: Record<string, string>
  body: string | undefined
}

const sent = (path: string, { method = 'GET', headers = {}, body }: Partial<Sent> = {}): Sent => ({
  ...{ method, url: `${ORIGIN}${path}`, headers, body },
})

/** Answers by our own dispatch, as a call of a trial does. */
async function ours(handler: RequestHandler, { method, url, headers, body }: Sent): Promise<Response | undefined> {
  const router = buildRouter({ shop: defineApi({ handlers: [handler] }) })
  const found = router.find(method, new URL(url))
  if (!found?.route) return undefined
  const bytes = body === undefined ? undefined : new TextEncoder().encode(body)
  const asked: Asked = {
    id: 'c1',
    params: found.route.isPlain ? found.path : undefined,
    hasCookies: 'cookie' in headers,
    request: new LightRequest(found.url.href, { method, headers }, bytes),
  }
  return executing.run(CALL, () => dispatch(handler, asked))
}

/** Answers by msw itself. */
async function theirs(handler: RequestHandler, { method, url, headers, body }: Sent): Promise<Response | undefined> {
  const bytes = body === undefined ? null : new TextEncoder().encode(body)
  return getResponse([handler], new Request(url, { method, headers, body: bytes }))
}

/** What a client would see, and what the resolver saw, request by request. */
async function answers(make: (log: (seen: unknown) => void) => RequestHandler, requests: Sent[], answer: typeof ours) {
  const seen: unknown[] = []
  const handler = make((one) => seen.push(one))
  for (const request of requests) {
    try {
      seen.push(await told(await answer(handler, request)))
    } catch (thrown) {
      seen.push(['threw', String(thrown)])
    }
    seen.push(['used', handler.isUsed])
  }
  // What a handler does when its answer was read may take a turn more.
  await new Promise((resolve) => setImmediate(resolve))
  return seen
}

async function told(response: Response | undefined): Promise<unknown> {
  if (!(response instanceof Response)) return ['nothing', response]
  const { status, statusText, type, headers } = response
  const kind = response instanceof HttpResponse
  const marks = MARKS.flatMap((mark) => (mark in response ? [[String(mark), Reflect.get(response, mark)]] : []))
  const body = await response.bytes().then(
    (bytes) =>
      Buffer.from(bytes)
        .toString('latin1')
        .replace(/----formdata-undici-\d+/g, 'boundary'),
    (thrown) => String(thrown),
  )
  const list = [...headers].map(([name, value]) => [name, value.replace(/----formdata-undici-\d+/, 'boundary')])
  return { status, statusText, type, kind, marks, headers: list, body }
}

/** A handler of every kind, and what is asked of it. */
type Case = [(log: (seen: unknown) => void) => RequestHandler, ...Sent[]]

const get = (resolver: HttpResponseResolver, options = {}) => http.get(`${ORIGIN}/x`, resolver, options)
const answer =
  (give: () => unknown): Case[0] =>
  () =>
    get((() => give()) as HttpResponseResolver)
const post =
  (read: (request: Request) => unknown): Case[0] =>
  (log) =>
    http.post(`${ORIGIN}/x`, async ({ request }) => {
      log(await read(request))
      return HttpResponse.json({ used: request.bodyUsed })
    })
const params =
  (path: string): Case[0] =>
  (log) =>
    http.get(`${ORIGIN}${path}`, (info) => void log({ ...info.params }))
const X = sent('/x')
const JSON_POST = sent('/x', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":[1,"ü"]}' })
const FORM_POST = sent('/x', {
  ...{ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1&b=2&a=3' },
})
const form = () => {
  const data = new FormData()
  data.set('a', '1')
  return data
}
const stream = () =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
      controller.close()
    },
  })
const circular: { self?: unknown } = {}
circular.self = circular

const cases: Record<string, Case> = {
  json: [answer(() => HttpResponse.json({ a: [1, 'ü'] })), X],
  'json that is changed': [
    answer(() => {
      const response = HttpResponse.json({ a: 1 }, { status: 201 })
      response.headers.set('x-more', 'yes')
      return response
    }),
    X,
  ],
  'json that is read, and given all the same': [
    answer(async () => {
      const response = HttpResponse.json({ a: 1 })
      await response.clone().text()
      return response
    }),
    X,
  ],
  'json that was read': [
    answer(async () => {
      const response = HttpResponse.json({ a: 1 })
      await response.text()
      return response
    }),
    X,
  ],
  'json that another response is made of': [
    answer(() => {
      const response = HttpResponse.json({ a: 1 }, { status: 202 })
      return new Response(response.body, response)
    }),
    X,
  ],
  ...Object.fromEntries(
    [0, 100, 199, 204, 304, 404.5, 599, 600].map((status): [string, Case] => [
      `json with the status ${status}`,
      [answer(() => HttpResponse.json({ a: 1 }, { status })), X],
    ]),
  ),
  'json of undefined': [answer(() => HttpResponse.json(undefined)), X],
  'json of null': [answer(() => HttpResponse.json(null, { status: 404 })), X],
  'json of half a character': [answer(() => HttpResponse.json('\ud800')), X],
  'json of a circle': [answer(() => HttpResponse.json(circular)), X],
  'json of a BigInt': [answer(() => HttpResponse.json(1n as never)), X],
  'json with headers': [
    answer(() =>
      HttpResponse.json(
        {},
        {
          status: 201,
          headers: [
            ['X-A', '1'],
            ['x-a', '2'],
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ],
        },
      ),
    ),
    X,
  ],
  'json with a type and a length': [
    answer(() =>
      HttpResponse.json({}, { headers: { 'Content-Type': 'application/problem+json', 'Content-Length': '9' } }),
    ),
    X,
  ],
  'json with a status text': [answer(() => HttpResponse.json({}, { status: 418, statusText: 'Short and stout' })), X],
  'json with a status of no body': [answer(() => HttpResponse.json({}, { status: 204 })), X],
  'json with a status of its own': [answer(() => HttpResponse.json({}, { status: 999 })), X],
  'json with a status below': [answer(() => HttpResponse.json({}, { status: 101 })), X],
  'json of another type': [answer(() => HttpResponse.json({}, { type: 'opaque' } as ResponseInit)), X],
  'json with a header that is none': [answer(() => HttpResponse.json(circular, { headers: { 'bad name': '1' } })), X],
  text: [answer(() => HttpResponse.text('héllo')), X],
  'no text': [answer(() => HttpResponse.text()), X],
  'a marked text': [answer(() => HttpResponse.text('\ufeffmarked')), X],
  'an empty text': [answer(() => HttpResponse.text('')), X],
  xml: [answer(() => HttpResponse.xml('<a/>')), X],
  html: [answer(() => HttpResponse.html('<p>', { headers: { 'content-type': 'text/plain' } })), X],
  bytes: [answer(() => HttpResponse.arrayBuffer(Uint8Array.of(1, 0, 255).buffer)), X],
  'a form': [answer(() => HttpResponse.formData(form())), X],
  'a new HttpResponse': [answer(() => new HttpResponse('a', { status: 202 })), X],
  'a plain Response': [answer(() => new Response('a', { headers: { 'x-a': '1' } })), X],
  'Response.json': [answer(() => Response.json({ a: 1 })), X],
  'a redirect': [answer(() => Response.redirect(`${ORIGIN}/y`, 307)), X],
  'an error of the network': [answer(() => HttpResponse.error()), X],
  'a stream': [answer(() => new HttpResponse(stream(), { headers: { 'content-type': 'text/event-stream' } })), X],
  'passed through': [answer(() => passthrough()), X],
  nothing: [answer(() => undefined), X],
  'something else': [answer(() => ({ status: 200 })), X],
  'a changed answer': [
    answer(() => {
      const response = HttpResponse.json({ a: 1 })
      response.headers.set('x-a', '1')
      return new HttpResponse(response.body, response)
    }),
    X,
  ],
  'an answer that was read': [
    answer(async () => {
      const response = HttpResponse.json({ a: 1 })
      await response.json()
      return response
    }),
    X,
  ],
  'an answer of which a copy was read': [
    answer(async () => {
      const response = HttpResponse.json({ a: 1 })
      await response.clone().json()
      return response
    }),
    X,
  ],
  'a response that is thrown': [
    answer(() => {
      throw HttpResponse.json({ error: 'no' }, { status: 403 })
    }),
    X,
  ],
  'an error that is thrown': [
    answer(() => {
      throw new Error('broken handler')
    }),
    X,
  ],
  once: [() => get(() => HttpResponse.json(1), { once: true }), X, X],
  'a generator': [
    () =>
      get(function* () {
        yield HttpResponse.json(1)
        yield HttpResponse.text('two')
        return HttpResponse.json(3)
      } as HttpResponseResolver),
    ...[X, X, X, X, X],
  ],
  'an async generator, once': [
    () =>
      get(
        async function* () {
          yield HttpResponse.json(1)
          await delay(1)
          return HttpResponse.json(2)
        } as HttpResponseResolver,
        { once: true },
      ),
    ...[X, X, X],
  ],
  'a generator that ends with nothing': [
    () =>
      get(function* () {
        yield HttpResponse.json(1)
      } as HttpResponseResolver),
    ...[X, X, X],
  ],
  'a delay': [
    () =>
      get(async () => {
        await delay(2)
        return HttpResponse.json(1)
      }),
    X,
  ],
  'what it is given': [
    (log) =>
      http.get(`${ORIGIN}/o/:id/l/:line`, (info) => {
        const { params, cookies, requestId, request } = info
        log([Object.keys(info).sort(), { ...params }, Object.getPrototypeOf(params), cookies, typeof requestId])
        log([request.method, request.url, [...request.headers], request.body, request.signal.aborted])
      }),
    sent('/o/a%20b/l/1?q=1&q=2', { headers: { 'X-A': '1', cookie: 'a=1; b="x%20y"' } }),
    sent('/o/%C3%BC/l/2'),
  ],
  'optional parameters': [params('/o/:id?'), sent('/o/7'), sent('/o'), sent('/o/7/8')],
  'a parameter in a word': [params('/o/:id.json'), sent('/o/7.json'), sent('/o/7.xml')],
  'a parameter twice': [params('/o/:id/:id'), sent('/o/7/8')],
  'repeated parameters': [params('/files/:path+'), sent('/files/a/b%20c'), sent('/files')],
  'a wildcard': [params('/files/*/end'), sent('/files/a/b/end'), sent('/files/a')],
  'a word with a space': [params('/a b/:id'), sent('/a%20b/1')],
  'a handler with a query': [params('/o?q=1'), sent('/o'), sent('/o?q=2')],
  'the text': [post((request) => request.text()), JSON_POST],
  'the JSON': [post((request) => request.json()), JSON_POST, FORM_POST],
  'the bytes': [post(async (request) => [...(await request.bytes())]), JSON_POST],
  'the form': [post(async (request) => [...(await request.formData())]), FORM_POST, JSON_POST],
  'the Blob': [post(async (request) => (await request.blob()).type), JSON_POST],
  'a copy first': [post(async (request) => [await request.clone().text(), await request.json()]), JSON_POST],
  'no body': [post((request) => request.text()), sent('/x', { method: 'POST' })],
  'the body twice': [post(async (request) => [await request.text(), await request.text()]), JSON_POST],
  bypass: [
    post(async (request) => {
      const other = bypass(request, { headers: { 'x-a': '1' } })
      return [[...other.headers], await other.text(), request.bodyUsed]
    }),
    JSON_POST,
  ],
  'a new Request of it': [post((request) => new Request(request, { method: 'PUT' }).text()), JSON_POST],
  finalize: [
    (log) =>
      get(({ finalize }) => {
        finalize(() => log('first'))
        finalize(async () => log('last comes first'))
        return HttpResponse.json(1)
      }),
    ...[X, X],
  ],
  'finalize behind a stream': [
    (log) =>
      get(({ finalize }) => {
        finalize(() => log('the stream was read'))
        return new HttpResponse(stream())
      }),
    X,
  ],
  'finalize behind an error': [
    (log) =>
      get(({ finalize }) => {
        finalize(() => log('cleaned'))
        throw new Error('broken')
      }),
    X,
  ],
  'finalize in a generator': [
    (log) =>
      get(function* ({ finalize }) {
        finalize(() => log('it is over'))
        yield HttpResponse.json(1)
        return HttpResponse.json(2)
      } as HttpResponseResolver),
    ...[X, X, X],
  ],
  'server-sent events': [
    () =>
      sse(`${ORIGIN}/x`, ({ client }) => {
        client.send({ data: 'one' })
        client.close()
      }),
    sent('/x', { headers: { accept: 'text/event-stream' } }),
    X,
  ],
}

describe('a handler is answered as msw answers:', () => {
  test.each(Object.entries(cases))('%s', async (_, [make, ...requests]) => {
    expect(await answers(make, requests, ours)).toEqual(await answers(make, requests, theirs))
  })
})

test('parameters are those that msw finds, and a path fits where msw says that it does', async () => {
  const word = fc.constantFrom('o', 'v1', 'a-b', 'x.y', '7', 'ü', 'a b', '%', 'a:b', '*')
  const part = fc.oneof(word, fc.constantFrom(':id', ':name', ':line', ':path*'))
  const path = (parts: string[]) => `/${parts.join('/')}`
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 4 }), fc.array(word, { maxLength: 4 }), async (template, words) => {
      const asked = sent(path(words.map(encodeURIComponent)))
      expect(await answers(params(path(template)), [asked], ours)).toEqual(
        await answers(params(path(template)), [asked], theirs),
      )
    }),
    { numRuns: 1000 },
  )
})

describe('an answer', () => {
  const isLight = (response: Response) => Object.getPrototypeOf(response) !== HttpResponse.prototype

  test('to a call is light', async () => {
    expect(executing.run(CALL, () => isLight(HttpResponse.json(1)))).toBe(true)
  })

  test('of code that answers no call is msw’s own', () => {
    expect(isLight(HttpResponse.json(1))).toBe(false)
  })
})
