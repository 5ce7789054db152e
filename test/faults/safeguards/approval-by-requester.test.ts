import { expect, test } from 'vitest'
import { approvalByRequester } from '../../../src/faults/safeguards/approval-by-requester.ts'
import { under } from './lab.ts'

test('whoever asks cannot say yes', async () => {
  const { ran, evidence } = await under(approvalByRequester, {}, { when: { nth: 1 } })
  expect(ran).toEqual([false, true])
  expect(evidence.calls[0]?.approvals).toMatchObject([{ answer: 'approved', by: 'agent' }])
})

test('a guard that does not look who says yes lets the call through', async () => {
  const guard = () => ({
    decide: () => ({
      kind: 'hold' as const,
      reason: 'may it?',
      timeoutMs: 1_000,
      resolve: ({ kind }: { kind: string }) =>
        ({ kind: kind === 'approved' ? 'allow' : 'deny', reason: kind }) as never,
    }),
  })
  expect((await under(approvalByRequester, {}, { guard })).ran).toEqual([true, true])
})
