import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRows } from '../../../src/world/databases/journal/exact-json.ts'

/** Texts of numbers as PostgreSQL's json may hold them, with whether a double is the same number, written the same way. */
const numbers = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.nat({ max: 10 ** 9 }),
    fc.nat({ max: 10 ** 9 }),
    fc.constantFrom('', '.5', '.25000000000000001', 'e30', 'E-7'),
  )
  .map(([sign, high, low, end]) => `${sign}${1 + high}${low % 3 === 0 ? '' : low}${end}`)

const words = fc.constantFrom('3e8f', '1234567890123456789', 'a": 1e5, "b', '[12345678901234567', 'plain')
const spaces = fc.constantFrom('', ' ', '\n ')

test('a number that a double cannot hold is a text wherever it stands, and texts are what they were', () => {
  const leaf = fc.oneof(
    numbers,
    words.map((word) => JSON.stringify(word)),
  )
  fc.assert(
    fc.property(leaf, leaf, leaf, spaces, (one, two, three, space) => {
      const text = `{"a":${space}${one},${space}"b":${space}[${space}${two},${space}${three}]}`
      expect(parseRows(text)).toEqual({ a: exact(one), b: [exact(two), exact(three)] })
      expect(parseRows(one)).toEqual(exact(one))
    }),
  )
})

function exact(text: string): unknown {
  const value = JSON.parse(text) as unknown
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return typeof value === 'number' && String(value) !== plain ? text : value
}
