import { describe, expect, test } from 'vitest'
import { keyOf } from '../../../src/boundary/call.ts'
import { WholeBody } from '../../../src/boundary/wire.ts'
import { installFetch } from '../../../src/channels/http/fetch.ts'
import { readInput } from '../../../src/channels/http/input.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { fingerprint } from '../../../src/kernel/spellings.ts'

const request = (headers: Record<string, string>, method = 'POST') => ({
  method,
  url: new URL('https://shop.test/orders'),
  headers: [...new Headers(headers)],
  body: undefined,
})

const read = (headers: Record<string, string>, method?: string) => readInput(request(headers, method), { path: {} })

describe('headers of the client library', () => {
  test('are left out where they say what they always say', () => {
    const usual = {
      accept: '*/*',
      'content-type': 'application/json',
      host: 'shop.test',
      'content-length': '12',
      te: 'x',
    }
    expect(read({ ...usual, 'user-agent': 'node' }).input).toEqual({ path: {}, query: {}, headers: {}, body: null })
  })

  test('are kept where they say something else, and make no other call of it', () => {
    const odd = read({ 'user-agent': 'canary-7f3a', 'x-stainless-os': 'canary-7f3a', 'x-note': 'a' }).input
    expect(odd.headers).toEqual({ 'x-note': 'a' })
    expect(odd.plumbing).toEqual({ 'user-agent': 'canary-7f3a', 'x-stainless-os': 'canary-7f3a' })
    const plain = read({ 'x-note': 'a' }).input
    const key = (input: unknown) => keyOf('http', 'shop POST /orders', input as Json)
    expect(key(odd)).toBe(key(plain))
  })
})

test('what is called __proto__ is seen like any other', () => {
  const url = new URL('https://shop.test/orders?__proto__=a')
  const sent = { method: 'POST', url, headers: [['__proto__', 'b']] as const, body: new WholeBody('__proto__=c') }
  const form = { ...sent, headers: [...sent.headers, ['content-type', 'application/x-www-form-urlencoded'] as const] }
  const { query, headers, body } = readInput(form, { path: {} }).input
  expect([query, headers, body].map((seen) => JSON.stringify(seen))).toEqual([
    '{"__proto__":"a"}',
    '{"__proto__":"b"}',
    '{"__proto__":"c"}',
  ])
})

describe('credentials', () => {
  test('are fingerprints of the whole and of each word', () => {
    const words = read({ authorization: 'Bearer abc' }).input.headers.authorization?.slice('digest:'.length).split(' ')
    expect(words).toEqual(['Bearer abc', 'Bearer', 'abc'].map(fingerprint))
  })

  test('of one word have one, and a password has its own', () => {
    expect(read({ 'x-api-key': 'abc' }).input.headers['x-api-key']).toBe(`digest:${fingerprint('abc')}`)
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`
    expect(read({ authorization: basic }).input.headers.authorization).toContain(fingerprint('secret'))
    expect(JSON.stringify(read({ cookie: 'session=secret' }).input)).not.toContain('secret')
  })
})

describe('a request that names another method or path in a header', () => {
  test.each([
    ['X-HTTP-Method-Override', 'DELETE', true],
    ['x-http-method', 'delete', true],
    ['X-Method-Override', 'PATCH', true],
    ['X-Original-URL', '/admin', true],
    ['X-Rewrite-URL', '/orders', true],
    ['X-HTTP-Method-Override', 'post', false],
    ['X-Method', 'DELETE', false],
  ])('%s: %s is malformed: %s', (name, value, malformed) => {
    expect(read({ [name]: value }).malformed !== undefined).toBe(malformed)
  })
})

describe('what a fetch never sends', () => {
  const native = globalThis.fetch
  let served = 0
  const serve = async () => {
    served++
    return { kind: 'whole', head: { status: 200, headers: [] }, body: new WholeBody('served') } as const
  }
  installFetch({ open: () => {}, close: () => {}, note: () => {}, atClose: () => () => {}, serve })
  const patched = globalThis.fetch
  globalThis.fetch = native

  test.each([
    ['a body with GET', 'https://shop.test/', { body: 'x' }],
    ['a user in the URL', 'https://me:word@shop.test/', {}],
    ['a method that is no word', 'https://shop.test/', { method: 'GET /admin HTTP/1.1' }],
    ['a forbidden method', 'https://shop.test/', { method: 'TRACE' }],
  ])('%s is refused as by the real one', async (_, url, init) => {
    await expect(patched(url, init)).rejects.toThrow(TypeError)
    await expect(native(url, init)).rejects.toThrow(TypeError)
    expect(served).toBe(0)
  })

  test('an address in the query is no user', async () => {
    expect(await (await patched('https://shop.test/?to=a@b.test')).text()).toBe('served')
  })
})
