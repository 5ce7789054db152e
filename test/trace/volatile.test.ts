import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, type Json } from '../../src/kernel/json.ts'
import { isVolatile, steadyText, withoutVolatile } from '../../src/trace/volatile.ts'

test.for([
  'idempotency_key',
  'Idempotency-Key',
  'idempotencyKey',
  'X-Request-Id',
  'requestId',
  'traceparent',
  'created_at',
  'NONCE',
])('%s is volatile', (name) => {
  expect(isVolatile(name)).toBe(true)
})

test.for(['amount', 'id', 'charge', 'key', 'timeout', 'nowhere', '', '__proto__', 'constructor'])(
  '%s is not',
  (name) => {
    expect(isVolatile(name)).toBe(false)
  },
)

describe('a value without its volatile members', () => {
  test('lacks them at any depth', () => {
    const value = { a: [{ nonce: 1, b: 2 }], headers: { 'idempotency-key': 'x', accept: 'y' }, timestamp: 5 }
    expect(withoutVolatile(value)).toEqual({ a: [{ b: 2 }], headers: { accept: 'y' } })
  })

  test('has its white space folded in strings, not in names', () => {
    expect(withoutVolatile({ ' a ': '  x \n\t y ' })).toEqual({ ' a ': 'x y' })
  })

  test('keeps a member named __proto__, and gains no prototype from it', () => {
    const value = withoutVolatile(JSON.parse('{"__proto__":{"amount":1}}'))
    expect(JSON.stringify(value)).toBe('{"__proto__":{"amount":1}}')
    expect((value as { amount?: number }).amount).toBeUndefined()
  })

  test('is not looked at where agents nest deeper than calls can be', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(JSON.stringify(withoutVolatile(deep))).toContain('nested deeper')
  })

  test('is a copy, the same when done twice', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = JSON.parse(text) as Json
        const once = withoutVolatile(value)
        expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)))
        expect(withoutVolatile(once)).toEqual(once)
      }),
    )
  })

  test('has the same text as what is written without making it', () => {
    const name = fc.constantFrom('a', 'b ', 'timestamp', 'Request-Id', '__proto__', 'é')
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, -0, 1e21, '', ' x \n\t y ', '\ufeffa', '\ud800', 'x y'),
        fc.array(tie('value')),
        fc.dictionary(name, tie('value')),
      ),
    }))
    fc.assert(
      fc.property(value, (one) => {
        expect(steadyText(one as Json)).toBe(canonical(withoutVolatile(one as Json)))
      }),
    )
    const deep = JSON.parse(`${'['.repeat(300)}1${']'.repeat(300)}`) as Json
    expect(steadyText(deep)).toBe(canonical(withoutVolatile(deep)))
  })
})
