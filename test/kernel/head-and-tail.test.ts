import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutMiddle, keepEnds } from '../../src/kernel/head-and-tail.ts'

test('a short text is as it was; of a long one both ends are left, and the rest is counted', () => {
  expect(cutMiddle('as it is', 8)).toBe('as it is')
  expect(cutMiddle(`first ${'x'.repeat(5_000)} last`, 40)).toMatch(
    /^first x+ … \(4,971 characters left out\) … x+ last$/,
  )
})

test('no character is torn', () => {
  const whole = fc.string({ unit: 'grapheme', minLength: 20, maxLength: 80 })
  fc.assert(fc.property(whole, fc.integer({ min: 4, max: 20 }), (text, most) => cutMiddle(text, most).isWellFormed()))
})

test('what comes in pieces is cut as the whole would be', () => {
  const pieces = fc.array(fc.string({ maxLength: 30 }), { maxLength: 20 })
  fc.assert(
    fc.property(pieces, fc.integer({ min: 4, max: 60 }), (parts, most) => {
      const ends = keepEnds(most)
      for (const part of parts) ends.add(part)
      expect(ends.text()).toBe(cutMiddle(parts.join(''), most))
    }),
  )
})
