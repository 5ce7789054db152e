import { expect, test } from 'vitest'
import { guardSilent } from '../../../src/faults/safeguards/guard-silent.ts'
import { under } from './lab.ts'

test('no verdict is no yes', async () => {
  const { ran, failed } = await under(guardSilent, {}, { when: { nth: 1 } })
  expect({ ran, failed }).toEqual({ ran: [false, true], failed: ['it answered undefined, which is no decision'] })
})
