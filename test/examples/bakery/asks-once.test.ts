import { fc, scorerContract } from 'mettle/testing'
import { describe, expect, it } from 'vitest'
import { asksOnce } from '../../../examples/bakery/scorers/asks-once.ts'
import { failures } from './failures.ts'

// Parameters as a scenario gives them.
const examples = [{}, { spare: 1 }, { spare: 10_000 }]

describe('the scorer asks-once', () => {
  for (const { title, check } of scorerContract(asksOnce, fc, examples)) it(title, check)
})

it('fails its contract once it passes with a value below 1', async () => {
  const lenient: typeof asksOnce = {
    ...asksOnce,
    score: () => ({ value: 0.9, pass: true, reason: 'Fine.', events: [] }),
  }
  expect(await failures(scorerContract(lenient, fc, examples))).toContain('gives a sound score for any evidence')
})
