import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprint, spellingPattern, spellingsOf } from '../../src/kernel/spellings.ts'

test('every spelling is found by its pattern, as it is and within JSON within JSON', () => {
  const text = fc.string({ unit: 'binary', minLength: 4, maxLength: 20 })
  fc.assert(
    fc.property(text, fc.nat({ max: 3 }), (secret, depth) => {
      for (const spelling of spellingsOf(secret)) {
        let written = `x${spelling}y`
        for (let level = 0; level < depth; level++) written = JSON.stringify(written)
        expect(written).toMatch(new RegExp(spellingPattern(spelling)))
      }
    }),
  )
})

test('a secret with half a character has spellings as well', () => {
  expect(spellingsOf('abcd\ud800').size).toBeGreaterThan(4)
})

test('no spelling is shorter than four characters', () => {
  expect([...spellingsOf('ab')].every(({ length }) => length >= 4)).toBe(true)
})

test('a fingerprint tells two secrets apart and neither itself', () => {
  expect(fingerprint('one')).toMatch(/^[0-9a-f]{8}$/)
  expect(fingerprint('one')).not.toBe(fingerprint('two'))
})
