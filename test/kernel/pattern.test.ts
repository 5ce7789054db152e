import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fits, fitsAny } from '../../src/kernel/pattern.ts'

describe('a pattern', () => {
  test.for([
    ['payments POST /v1/refunds', 'payments POST /v1/refunds', true],
    ['payments POST /v1/refunds', 'payments POST /v1/refunds/re_1', false],
    ['payments POST *', 'payments POST /v1/refunds', true],
    ['payments POST *', 'payments GET /v1/refunds', false],
    ['* GET *', 'payments GET /v1/orders/{id}', true],
    ['*', '', true],
    ['*', 'line\nbreak', true],
    ['', '', true],
    ['', 'a', false],
    ['a*b', 'ab', true],
    ['a*b', 'xab', false],
    ['a*b', 'abx', false],
    ['a.c*', 'abc', false],
    ['/orders/{id}*', '/orders/{id}/items', true],
    ['(a|b)*', 'a', false],
    ['$^[x]\\*', '$^[x]\\y', true],
  ] as const)('%j fits %j: %s', ([pattern, text, answer]) => {
    expect(fits(pattern, text)).toBe(answer)
    // Compiled once, the same the second time.
    expect(fits(pattern, text)).toBe(answer)
  })

  test('without a star fits itself alone; with one it fits whatever stands there', () => {
    const plain = fc.string({ unit: 'binary' }).filter((text) => !text.includes('*'))
    fc.assert(
      fc.property(plain, plain, plain, (before, between, after) => {
        expect(fits(before, before)).toBe(true)
        expect(fits(before, `${before}x`)).toBe(false)
        expect(fits(`${before}*${after}`, `${before}${between}${after}`)).toBe(true)
      }),
    )
  })
})

test('one of several patterns, or a single one', () => {
  expect(fitsAny(['tool a', 'tool b*'], 'tool bc')).toBe(true)
  expect(fitsAny(['tool a', 'tool b'], 'tool bc')).toBe(false)
  expect(fitsAny([], 'tool a')).toBe(false)
  expect(fitsAny('tool *', 'tool a')).toBe(true)
})
