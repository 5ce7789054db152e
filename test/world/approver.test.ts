import { describe, expect, test } from 'vitest'
import type { ApprovalRequest } from '../../src/boundary/approver.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { type ApproverSettings, scriptedApprover } from '../../src/world/approver.ts'

const REQUEST = { call: 'c1' } as ApprovalRequest

/** What it answers one time after the other, asked as the seam asks: 'ready approved'. */
async function answersOf(settings: Pick<ApproverSettings, 'answers'> & Partial<ApproverSettings>, times: number) {
  const clock = manualClock()
  const approver = scriptedApprover({ by: 'dana', afterMs: 0, ...settings }, clock)
  const said: string[] = []
  for (let place = 0; place < times; place++) {
    const ready = approver.ready?.()
    if (ready) {
      said.push(`ready ${ready.kind}`)
      continue
    }
    const waiting = new AbortController()
    const answer = approver.ask({ ...REQUEST }, waiting.signal, async (given) => given)
    await clock.advance(settings.afterMs ?? 0)
    waiting.abort(new Error('nobody waits any more'))
    said.push(
      `asked ${await answer.then(
        ({ kind }) => kind,
        () => 'silent',
      )}`,
    )
  }
  return said
}

describe('what a script is to say', () => {
  test('is ready in its order, except for what takes time or is taken back', async () => {
    const answers = ['approve', 'revoke', 'deny', 'silent', 'approve'] as const
    expect(await answersOf({ answers }, 6)).toEqual([
      ...['ready approved', 'asked approved', 'ready denied', 'asked silent', 'ready approved', 'ready approved'],
    ])
  })

  test('is not ready where it takes a while, or where code answers', async () => {
    expect(await answersOf({ answers: ['approve'], afterMs: 5 }, 1)).toEqual(['asked approved'])
    expect(await answersOf({ answers: () => 'deny' }, 1)).toEqual(['asked denied'])
  })
})
