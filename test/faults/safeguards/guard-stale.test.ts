import { expect, test } from 'vitest'
import { guardStale } from '../../../src/faults/safeguards/guard-stale.ts'
import { under } from './lab.ts'

test('the guard is not told what came of the call', async () => {
  const settled: string[][] = []
  // The sound one beside it is the second to start.
  const guard = () => {
    const mine: string[] = []
    settled.push(mine)
    return {
      decide: () => ({ kind: 'allow', reason: 'yes' }) as const,
      settle: (call: { id: string }) => void mine.push(call.id),
    }
  }
  await under(guardStale, {}, { when: { nth: 1 }, guard })
  expect(settled.toSorted((a, b) => a.length - b.length)).toEqual([['c2'], ['c1', 'c2']])
})

test('a guard that counts what it is told of lets too much through', async () => {
  const guard = () => {
    let done = 0
    return {
      decide: () => (done < 1 ? { kind: 'allow', reason: 'yes' } : { kind: 'deny', reason: 'once only' }) as never,
      settle: () => void done++,
    }
  }
  expect((await under(undefined, {}, { guard })).ran).toEqual([true, false])
  const { ran, evidence } = await under(guardStale, {}, { guard })
  expect(ran).toEqual([true, true])
  expect(evidence.calls[1]?.sound).toMatchObject([{ decision: 'deny' }])
})
