import { expect, test } from 'vitest'
import { guardHangs } from '../../../src/faults/safeguards/guard-hangs.ts'
import { under } from './lab.ts'

test('a guard that never answers is waited for in no real time, and denies', async () => {
  const { ran, failed, evidence } = await under(guardHangs, {}, { when: { nth: 1 } })
  expect({ ran, failed }).toEqual({ ran: [false, true], failed: ['it had not answered after 30000 ms'] })
  expect(evidence.calls[0]?.delivered?.outcome).toBe('refused')
})
