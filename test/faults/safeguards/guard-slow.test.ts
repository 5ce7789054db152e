import { expect, test } from 'vitest'
import { guardSlow } from '../../../src/faults/safeguards/guard-slow.ts'
import { under } from './lab.ts'

test('an answer that comes past its time-out is none', async () => {
  const { ran, failed } = await under(guardSlow, { afterMs: 45_000 }, { when: { nth: 1 } })
  expect({ ran, failed }).toEqual({ ran: [false, true], failed: ['it had not answered after 30000 ms'] })
})

test('one that comes in time is one', async () => {
  const { ran, failed, evidence } = await under(guardSlow, { afterMs: 20_000 })
  expect({ ran, failed }).toEqual({ ran: [true, true], failed: [] })
  const [{ proposed, executed }] = evidence.calls as [(typeof evidence.calls)[number]]
  expect((executed?.at ?? 0) - proposed.at).toBeGreaterThanOrEqual(20_000)
})
