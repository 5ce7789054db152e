import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import { type HeaderList, type HttpRequest, headerOf, jsonOutput, WholeBody } from '../../src/boundary/wire.ts'
import { httpDoor } from '../../src/channels/http/door.ts'
import { partialWrite } from '../../src/faults/partial-write.ts'
import type { Json } from '../../src/kernel/json.ts'
import { openLab } from './lab.ts'

const PRICES = ['p1', 'p2', 'p3', 'p4']
const request = (body: Json) => ({ path: {}, query: { expand: ['a', 'b', 'c', 'd', 'e'] }, headers: {}, body })
const pricesOf = ({ input }: Call) => (input as { body: { prices: Json[] } }).body.prices

/** A shop that counts the prices that it wrote. */
function openShop(share = 0.5) {
  const wrote: Json[] = []
  const lab = openLab([{ fault: partialWrite, params: { share } }], {
    body: (call) => {
      wrote.push(...pricesOf(call))
      return JSON.stringify({ ok: true, updated: pricesOf(call).length, version: 2 })
    },
    content: ({ input }) => {
      wrote.push(...(input as { prices: Json[] }).prices)
      return 'done'
    },
  })
  return { lab, wrote }
}

test('the world writes a part, and the client is told that all was written', async () => {
  const { lab, wrote } = openShop()
  const seen = await lab.send('http', 'shop POST /prices', { input: request({ prices: PRICES }) })
  expect(wrote).toEqual(['p1', 'p2'])
  expect(JSON.parse(seen.text)).toEqual({ ok: true, updated: 4, version: 2 })
  expect(lab.story()).toMatchObject({
    call: { input: request({ prices: PRICES }) },
    executed: { input: request({ prices: ['p1', 'p2'] }), output: { updated: 2 } },
    delivered: { output: { updated: 4 } },
  })
  const symptom = '2 of 4 were written, the client was told of success'
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom }])
})

test('a tool is given a part of its list', async () => {
  const { lab, wrote } = openShop()
  expect((await lab.send('tool', 'tool set_prices', { input: { prices: PRICES } })).text).toBe('"done"')
  expect(wrote).toEqual(['p1', 'p2'])
  expect(lab.records()).toMatchObject([{ state: 'delivered' }])
})

test.each([
  [0, 1],
  [0.25, 1],
  [0.8, 3],
  [1, 3],
])('with a share of %d, %i of 4 are written: never none, never all', async (share, count) => {
  const { lab, wrote } = openShop(share)
  await lab.send('http', 'shop POST /prices', { input: request({ prices: PRICES }) })
  expect(wrote).toHaveLength(count)
})

test('the longest list of the body is the one that is cut, at any depth', async () => {
  const seen: Json[] = []
  const body = (call: Call) => {
    seen.push((call.input as { body: Json }).body)
    return '{}'
  }
  const lab = openLab([{ fault: partialWrite }], { body })
  const input = { tags: ['x', 'y'], batch: { rows: [1, 2, 3, 4] } }
  await lab.send('http', 'x', { input: request(input) })
  expect(seen).toEqual([{ tags: ['x', 'y'], batch: { rows: [1, 2] } }])
})

describe('nothing is claimed', () => {
  test.each<[string, Json]>([
    ['without a list', { amount: 1 }],
    ['for one thing', { prices: ['p1'] }],
    ['without a body', null],
  ])('%s', async (_title, body) => {
    const lab = openLab([{ fault: partialWrite }])
    await lab.send('http', 'x', { input: request(body) })
    expect(lab.ran()).toBe(1)
    expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
  })

  test('where the world refused', async () => {
    const lab = openLab([{ fault: partialWrite }], { status: 422 })
    await lab.send('http', 'x', { input: request({ prices: PRICES }) })
    expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
  })

  test('on a read', async () => {
    const lab = openLab([{ fault: partialWrite }])
    await lab.send('http', 'x', { input: request({ prices: PRICES }), access: 'read' })
    expect(lab.records()).toMatchObject([{ schedule: [] }])
  })
})

describe('an HTTP request is written anew', () => {
  const run = async (contentType: string, body: Json) => {
    const seen: { body: string | undefined; length: string | null; own: string | null }[] = []
    const execute = async ({ body: sent, headers }: HttpRequest) => {
      const header = (name: string) => headerOf(headers, name) ?? null
      seen.push({ body: sent?.text, length: header('content-length'), own: header('x-own') })
      return { kind: 'ok', output: jsonOutput(200, null) } as const
    }
    const headers: HeaderList = [
      ['content-type', contentType],
      ['content-length', '999'],
      ['x-own', 'y'],
    ]
    const original = { method: 'POST', url: new URL('https://x.test/'), headers, body: new WholeBody('what it was') }
    await httpDoor({ execute } as never, original).execute({ input: request(body) } as never, true)
    return seen[0]
  }

  test.each<[string, string, Json, string | undefined]>([
    ['JSON', 'application/json', { a: [1] }, '{"a":[1]}'],
    ['a form', 'application/x-www-form-urlencoded', { a: ['1', '2'], b: 'x y' }, 'a=1&a=2&b=x+y'],
    ['a text', 'text/plain', 'hello', 'hello'],
    ['nothing', 'application/json', null, undefined],
  ])('as %s', async (_title, contentType, body, text) => {
    expect(await run(contentType, body)).toEqual({ body: text, length: null, own: 'y' })
  })

  test('and left alone where nothing was changed', async () => {
    const seen: unknown[] = []
    const execute = async (got: unknown) => {
      seen.push(got)
      return { kind: 'ok', output: jsonOutput(200, null) } as const
    }
    const body = new WholeBody('what it was')
    const original = { method: 'POST', url: new URL('https://x.test/'), headers: [], body }
    await httpDoor({ execute } as never, original).execute({ input: request({}) } as never)
    expect(seen).toEqual([original])
  })
})
