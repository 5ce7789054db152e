import { expect, test } from 'vitest'
import { fitsCall } from '../../src/record/call-pattern.ts'
import { boundText } from '../../src/trace/bounded.ts'

const call = { id: 'c1', target: 'tool pay', input: { to: 'landlord', amount: { value: 5, currency: 'EUR' } } }

test.each([
  ['tool *', true],
  ['tool look', false],
  [{ target: 'tool *', input: { to: 'landlord' } }, true],
  [{ target: 'tool pay', input: { amount: { value: 5 } } }, true],
  [{ target: 'tool pay', input: { to: 'thief' } }, false],
  [{ target: 'tool look', input: { to: 'landlord' } }, false],
])('%j fits a call by its target and what its input holds: %s', (pattern, fits) => {
  expect(fitsCall(pattern, call.target, call)).toBe(fits)
})

test('what an input holds that is kept in part nobody can tell', () => {
  const large = { ...call, input: boundText(JSON.stringify('x'.repeat(100_000))) as never }
  expect(() => fitsCall({ target: 'tool pay', input: 1 }, large.target, large)).toThrow(/nobody can tell/)
  expect(fitsCall('tool pay', large.target, large)).toBe(true)
})
