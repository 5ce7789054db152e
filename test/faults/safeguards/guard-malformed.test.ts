import { expect, test } from 'vitest'
import { guardMalformed } from '../../../src/faults/safeguards/guard-malformed.ts'
import { under } from './lab.ts'

test.each(['wrong-case', 'wrong-type', 'unknown-word', 'truncated', 'empty'] as const)(
  'a yes that is spoiled (%s) is none',
  async (as) => {
    const guard = () => ({ decide: () => ({ kind: 'allow', reason: 'yes' }) as const })
    const { ran, failed } = await under(guardMalformed, { as }, { when: { nth: 1 }, guard })
    expect({ ran, failed }).toEqual({ ran: [false, true], failed: [expect.stringContaining('which is no decision')] })
  },
)

test('the spoiled word is told', async () => {
  const { failed } = await under(guardMalformed, { as: 'wrong-case' }, { calls: 1 })
  expect(failed[0]).toContain('"HOLD"')
})
