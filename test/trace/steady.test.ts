import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, type Json } from '../../src/kernel/json.ts'
import type { Skip } from '../../src/kernel/match-json.ts'
import { steady, steadyText } from '../../src/trace/steady.ts'

const noNonce: Skip = (name) => name === 'nonce'

describe('a value without what is left out', () => {
  test('lacks it at any depth', () => {
    expect(steady({ a: [{ nonce: 1, b: 2 }], nonce: 5 }, noNonce)).toEqual({ a: [{ b: 2 }] })
  })

  test('has its white space folded in strings, not in names', () => {
    expect(steady({ ' a ': '  x \n\t y ' })).toEqual({ ' a ': 'x y' })
  })

  test('keeps a member named __proto__, and gains no prototype from it', () => {
    const value = steady(JSON.parse('{"__proto__":{"amount":1}}'))
    expect(JSON.stringify(value)).toBe('{"__proto__":{"amount":1}}')
    expect((value as { amount?: number }).amount).toBeUndefined()
  })

  test('is not looked at where agents nest deeper than calls can be', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(JSON.stringify(steady(deep))).toContain('nested deeper')
  })

  test('is a copy, the same when done twice', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = JSON.parse(text) as Json
        const once = steady(value, noNonce)
        expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)))
        expect(steady(once, noNonce)).toEqual(once)
      }),
    )
  })

  test('has the same text as what is written without making it', () => {
    const name = fc.constantFrom('a', 'b ', 'nonce', 'Request-Id', '__proto__', 'é')
    const below: Skip = (member, above) => member === 'nonce' && above?.name === 'a'
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, -0, 1e21, '', ' x \n\t y ', '\ufeffa', '\ud800', 'x y'),
        fc.array(tie('value')),
        fc.dictionary(name, tie('value')),
      ),
    }))
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, noNonce, below), (one, skip) => {
        expect(steadyText(one as Json, skip)).toBe(canonical(steady(one as Json, skip)))
      }),
    )
    const deep = JSON.parse(`${'['.repeat(300)}1${']'.repeat(300)}`) as Json
    expect(steadyText(deep)).toBe(canonical(steady(deep)))
  })
})
