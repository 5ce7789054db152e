import { expect, test } from 'vitest'
import { plainRefusal } from '../../src/boundary/refusal.ts'

test('a refusal of an API', () => {
  const limited = { status: 429, code: 'rate_limited', message: 'Slow down' }
  expect(plainRefusal(limited)).toEqual({ error: { code: 'rate_limited', message: 'Slow down' } })
})
