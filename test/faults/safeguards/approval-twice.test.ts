import { expect, test } from 'vitest'
import { approvalTwice } from '../../../src/faults/safeguards/approval-twice.ts'
import { under } from './lab.ts'

test('a yes that was used is no yes to the next call', async () => {
  const { ran, evidence } = await under(approvalTwice, { by: 'dana' }, { calls: 3 })
  expect(ran).toEqual([true, false, false])
  expect(evidence.calls.map(({ approvals }) => approvals[0]?.misdirected)).toEqual([undefined, true, true])
})

test('the first yes is the person’s own', async () => {
  const denies = { ask: async () => ({ kind: 'denied', by: 'dana' }) as const }
  expect((await under(approvalTwice, {}, { approver: denies })).ran).toEqual([false, false])
  expect((await under(approvalTwice)).ran).toEqual([true, false])
})
