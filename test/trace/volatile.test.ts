import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import { steady } from '../../src/trace/steady.ts'
import { isVolatileHeader, readVolatile, VOLATILE_HEADERS } from '../../src/trace/volatile.ts'

const BOOK = { channel: 'tool', target: 'tool book' } as const
const REFUND = { channel: 'http', target: 'payments POST /v1/refunds' } as const

test.for(['Idempotency-Key', 'X-Request-Id', 'x_correlation_id', 'traceparent', 'NONCE', 'Date'])(
  'the header %s tells one try from the next',
  (name) => {
    expect(isVolatileHeader(name)).toBe(true)
  },
)

test.for(['if-match', 'x-tenant', 'time', 'authorization', '', '__proto__'])('the header %s does not', (name) => {
  expect(isVolatileHeader(name)).toBe(false)
})

test.for([
  'time',
  'timestamp',
  'now',
  'uuid',
  'guid',
  'nonce',
  'created_at',
  'idempotency_key',
  'requestId',
  'plumbing',
])('an argument is not noise for being called %s', (name) => {
  const volatile = readVolatile()
  for (const input of [{ [name]: 1 }, { headers: { [name]: 1 } }, [{ [name]: 1 }]]) {
    expect(steady(input, volatile.input(BOOK))).toEqual(input)
  }
  const request = { path: {}, query: { [name]: '1' }, body: { [name]: 1, headers: { [name]: 1 } } }
  expect(steady(request, volatile.input(REFUND))).toEqual(request)
  expect(steady({ [name]: 1 }, volatile.output(REFUND))).toEqual({ [name]: 1 })
  expect(steady({ [name]: 1 }, volatile.member('payments.refunds'))).toEqual({ [name]: 1 })
})

test('of a request, its headers that name it are, and what the client says of itself', () => {
  const headers = { 'idempotency-key': 'k1', 'x-request-id': '7', 'if-match': 'e' }
  const input = { path: {}, headers, plumbing: { 'user-agent': 'x' }, body: { 'idempotency-key': 'k1' } }
  const kept = { path: {}, headers: { 'if-match': 'e' }, body: { 'idempotency-key': 'k1' } }
  expect(steady(input, readVolatile().input(REFUND))).toEqual(kept)
  // Control: a tool that takes headers as arguments takes them as arguments.
  expect(steady(input, readVolatile().input(BOOK))).toEqual(input)
})

test.for<[string, string, Json]>([
  ['a name, at any depth', 'ref', { body: { lines: [{}], b: {} } }],
  ['a name below another', 'b.ref', { body: { lines: [{ ref: 1 }], b: {}, ref: 1 } }],
  ['a name in a list', 'lines.ref', { body: { lines: [{}], b: { ref: 1 }, ref: 1 } }],
  ['a path from the top', 'body.lines.ref', { body: { lines: [{}], b: { ref: 1 }, ref: 1 } }],
  ['a name at a target', 'payments POST * ref', { body: { lines: [{}], b: {} } }],
  ['a name at another', 'payments GET * ref', { body: { lines: [{ ref: 1 }], b: { ref: 1 }, ref: 1 } }],
])('what a scenario names is left out: %s', ([, entry, kept]) => {
  const input = { body: { lines: [{ ref: 1 }], b: { ref: 1 }, ref: 1 } }
  expect(steady(input, readVolatile([entry]).input(REFUND))).toEqual(kept)
})

test('a collection has its own, and an answer what is named everywhere', () => {
  const volatile = readVolatile(['payments.refunds made', 'shop.* at', 'note'])
  const value = { made: 1, at: 1, note: 1, x: 1 }
  expect(steady(value, volatile.member('payments.refunds'))).toEqual({ at: 1, x: 1 })
  expect(steady(value, volatile.member('shop.orders'))).toEqual({ made: 1, x: 1 })
  expect(steady(value, volatile.answer)).toEqual({ made: 1, at: 1, x: 1 })
})

test('the page lists the headers', () => {
  const page = readFileSync(resolve('docs/volatile.md'), 'utf8')
  const [, list = ''] = /The headers, compared [^:]*: ([^.]*)\./s.exec(page) ?? []
  expect(list.split(/,\s+/)).toEqual(VOLATILE_HEADERS.map((name) => `\`${name}\``))
})
