import { expect, test } from 'vitest'
import { approvalMisdirected } from '../../../src/faults/safeguards/approval-misdirected.ts'
import { under } from './lab.ts'

test.each(['other-arguments', 'another-call'] as const)('a yes to %s is no yes to this call', async (givenTo) => {
  const { ran, evidence } = await under(approvalMisdirected, { givenTo, by: 'dana' }, { when: { nth: 1 } })
  expect(ran).toEqual([false, true])
  expect(evidence.calls[0]?.approvals).toMatchObject([{ answer: 'approved', by: 'dana', misdirected: true }])
  expect(evidence.calls[1]?.approvals[0]?.misdirected).toBeUndefined()
})
