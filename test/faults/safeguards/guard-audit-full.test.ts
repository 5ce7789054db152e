import { expect, test } from 'vitest'
import { guardAuditFull } from '../../../src/faults/safeguards/guard-audit-full.ts'
import { swallowing, under } from './lab.ts'

test.each([
  ['full', 'ENOSPC'],
  ['failing', 'EIO'],
] as const)('nobody can be told (%s), and the call does not run', async (how, code) => {
  const { ran, failed } = await under(guardAuditFull, { how }, { when: { nth: 1 } })
  expect({ ran, failed }).toEqual({ ran: [false, true], failed: [expect.stringContaining(code)] })
})

test('a guard that acts without telling lets the call through', async () => {
  const guard = swallowing(({ alert }) => alert('somebody acts'))
  expect((await under(undefined, {}, { guard })).ran).toEqual([false, false])
  expect((await under(guardAuditFull, {}, { guard })).ran).toEqual([true, true])
})
