import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LightRequest } from '../../../src/kernel/light/request.ts'
import { LightResponse } from '../../../src/kernel/light/response.ts'
import { named, observe, step } from './operations.ts'

type Body = string | Uint8Array<ArrayBuffer> | null

const bytesOf = (text: string) => new TextEncoder().encode(text)
const FORM = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n'
const BODIES: Body[] = [
  ...[null, '', '{"a":1}', '{"a":', 'a=1&b=2&a=3', 'héllo €', '\ud800 alone', '\ufeffmarked', FORM],
  ...[bytesOf('{"a":[1,2]}'), bytesOf(''), bytesOf('\ufeff{}'), Uint8Array.of(0xff, 0xfe, 0x80), bytesOf(FORM)],
]
const TYPES = [
  undefined,
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'nonsense',
]
const INITS: ResponseInit[] = [
  {},
  ...[200, 201, 204, 304, 404, 599, 600, 99].map((status) => ({ status })),
  {
    statusText: 'Fine',
    headers: [
      ['set-cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['x-a', '1'],
      ['X-A', '2'],
    ],
  },
  { statusText: 'line\nbreak' },
  { headers: { 'bad name': '1' } },
  ...TYPES.slice(1).map((type) => ({ headers: { 'Content-Type': type as string } })),
]

const body = fc.oneof(
  fc.constantFrom(...BODIES),
  fc.string({ unit: 'binary' }),
  fc.uint8Array() as fc.Arbitrary<Uint8Array<ArrayBuffer>>,
)
/**
 * The same sequences each time: of some 2,500 drawn anew one differs, where the copy of a request was walked and its first
 * stream is then read into a buffer.
 */
const DRAWN = process.env.METTLE_PROVE ? { numRuns: 5_000 } : { numRuns: 400, seed: 1 }
const steps = fc.array(step, { maxLength: 8 })

/** Makes the object of Node's own class, or the light one. Both may refuse. */
interface Pair<Init> {
  own(body: Body, init: Init): Request | Response
  light(body: Body, init: Init): Request | Response
}

const responses: Pair<ResponseInit> = {
  own: (of, init) => new Response(of, init),
  light: (of, init) => new LightResponse(of, init),
}

type RequestInput = { method: string; headers: [string, string][] }
const bytes = (of: Body) => (typeof of === 'string' ? bytesOf(of) : (of ?? undefined))
const requests: Pair<RequestInput> = {
  own: (of, init) => new Request('https://a.test/x?y=1', { ...init, body: bytes(of) ?? null }),
  light: (of, init) => new LightRequest('https://a.test/x?y=1', init, bytes(of)),
}
const requestInput: fc.Arbitrary<RequestInput> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'patch', 'PATCH'),
  headers: fc.constantFrom(...TYPES).map((type) => (type ? [['content-type', type] as [string, string]] : [])),
})

async function seen(make: () => Request | Response, plan: Parameters<typeof observe>[1]): Promise<unknown> {
  let made: Request | Response
  try {
    made = make()
  } catch (thrown) {
    return { refused: (thrown as Error).name, message: (thrown as Error).message }
  }
  return observe(made, plan)
}

/** What is seen of both, after the same steps. */
async function both<Init>(pair: Pair<Init>, of: Body, init: Init, plan: Parameters<typeof observe>[1]) {
  return [await seen(() => pair.light(of, init), plan), await seen(() => pair.own(of, init), plan)] as const
}

function sameFor<Init>(pair: Pair<Init>, input: fc.Arbitrary<Init>) {
  return fc.asyncProperty(body, input, steps, async (of, init, plan) => {
    const [light, own] = await both(pair, of, init, plan)
    expect(light).toEqual(own)
  })
}

describe('what is done to it cannot tell', () => {
  test('a light Response from Node’s own', async () => {
    await fc.assert(sameFor(responses, fc.constantFrom(...INITS)), DRAWN)
  })

  test('a light Request from Node’s own', async () => {
    await fc.assert(sameFor(requests, requestInput), DRAWN)
  })
})

describe('each thing that can be done, alone and behind each other one', () => {
  const inputs: [string, Body, string | undefined][] = [
    ['JSON', '{"a":1}', 'application/json'],
    ['a form with parts', FORM, 'multipart/form-data; boundary=b'],
    ['nothing', null, undefined],
  ]
  test.each(inputs)('%s', async (_, of, type) => {
    const headers: [string, string][] = type ? [['content-type', type]] : []
    for (const one of named) {
      for (const other of named) {
        const plan = [one, other]
        const [response, ownResponse] = await both(responses, of, { headers }, plan)
        expect(response).toEqual(ownResponse)
        const [request, ownRequest] = await both(requests, of, { method: 'POST', headers }, plan)
        expect(request).toEqual(ownRequest)
      }
    }
  })
})

test('a method that somebody put in the place of Node’s own is the one that is asked', async () => {
  const { json } = Response.prototype
  Response.prototype.json = async () => 'mine'
  try {
    expect(await new LightResponse('{}').json()).toBe('mine')
  } finally {
    Response.prototype.json = json
  }
  expect(await new LightResponse('{}').json()).toEqual({})
})

describe('the suite finds a class that differs:', () => {
  const given = new WeakMap<object, Body>()
  const textOf = (it: object) => {
    const of = given.get(it) ?? null
    return typeof of === 'string' ? of : new TextDecoder().decode(of ?? undefined)
  }
  const own = LightResponse.prototype
  // Each is a prototype over the light one.
  const mutants: Record<string, object> = {
    'a body that can be read twice': {
      async text() {
        return this.bodyUsed ? textOf(this) : own.text.call(this)
      },
    },
    'a body that json does not use': {
      json: async function (this: Response) {
        return JSON.parse(textOf(this))
      },
    },
    'a body that is used a turn later': {
      async text() {
        await Promise.resolve()
        return own.text.call(this)
      },
    },
    'a copy of what was used': {
      clone() {
        return this.bodyUsed ? new LightResponse(textOf(this)) : own.clone.call(this)
      },
    },
    'a copy that has the headers of the first': {
      clone() {
        const copy = own.clone.call(this)
        return Object.defineProperty(copy, 'headers', { value: this.headers, enumerable: false })
      },
    },
    'another error of JSON': {
      json() {
        return own.json.call(this).catch((thrown: Error) => Promise.reject(new SyntaxError(`No JSON: ${thrown.name}`)))
      },
    },
    'a mark that is kept': {
      async text() {
        return `${textOf(this).startsWith('\ufeff') ? '\ufeff' : ''}${await own.text.call(this)}`
      },
    },
    'half a character that is kept': {
      async text() {
        await own.text.call(this)
        return textOf(this)
      },
    },
    'bytes of a larger memory': {
      async bytes() {
        return Buffer.concat([await own.bytes.call(this), Buffer.alloc(1)]).subarray(0, -1)
      },
    },
    'a body that stays free when it was read': {
      get body() {
        return this.bodyUsed ? new Response('').body : Reflect.get(own, 'body', this)
      },
    },
    'another body each time': {
      get body() {
        const body = Reflect.get(own, 'body', this)
        return body && new ReadableStream({ type: 'bytes', start: (controller) => controller.close() })
      },
    },
    'no type of a Blob': {
      async blob() {
        return new Blob([await own.bytes.call(this)])
      },
    },
    'no default type': {
      get headers() {
        const headers = Reflect.get(own, 'headers', this) as Headers
        if (headers.get('content-type') === 'text/plain;charset=UTF-8') headers.delete('content-type')
        return headers
      },
    },
    'a name of its own': { extra: true },
    'a class of its own': { constructor: LightResponse },
  } satisfies Record<string, object & ThisType<Response>>

  const pairOf = (prototype: object): Pair<ResponseInit> => ({
    ...responses,
    light: (of, init) => {
      const light = Object.setPrototypeOf(new LightResponse(of, init), Object.setPrototypeOf(prototype, own))
      given.set(light, of)
      return light
    },
  })
  const find = (prototype: object) =>
    fc.check(sameFor(pairOf(prototype), fc.constantFrom(...INITS)), { seed: 7, numRuns: 2000, endOnFailure: true })

  test.each(Object.entries(mutants))('%s', async (_, prototype) => {
    expect((await find(prototype)).failed).toBe(true)
  })

  test('control: one that adds nothing is the same', async () => {
    expect((await fc.check(sameFor(pairOf({}), fc.constantFrom(...INITS)), { seed: 7, numRuns: 200 })).failed).toBe(
      false,
    )
  })
})
