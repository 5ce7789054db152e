import { expect, test } from 'vitest'
import { guardMissing } from '../../../src/faults/safeguards/guard-missing.ts'
import { under } from './lab.ts'

test('a guard that is not there denies', async () => {
  const { ran, failed } = await under(guardMissing, {}, { when: { nth: 1 } })
  expect({ ran, failed }).toEqual({ ran: [false, true], failed: [expect.stringContaining('is not a function')] })
})
