import { expect, test } from 'vitest'
import { approvalLate } from '../../../src/faults/safeguards/approval-late.ts'
import { under } from './lab.ts'

test('a yes that comes when its time is over is none', async () => {
  const { ran, evidence } = await under(approvalLate, { by: 'dana' }, { when: { nth: 1 } })
  expect(ran).toEqual([false, true])
  expect(evidence.calls[0]?.approvals).toMatchObject([{ answer: 'silent', waitedMs: 60_000 }])
})
