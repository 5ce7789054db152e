import { expect, test } from 'vitest'
import { guardClock } from '../../../src/faults/safeguards/guard-clock.ts'
import { under } from './lab.ts'

/** Open until a minute after the start. */
const guard: NonNullable<Parameters<typeof under>[2]>['guard'] = ({ clock }) => {
  const until = clock.now() + 60_000
  return {
    decide: () => (clock.now() < until ? { kind: 'allow', reason: 'in time' } : { kind: 'deny', reason: 'too late' }),
  }
}

test('the guard reads another time, from the call on that it is asked about', async () => {
  expect((await under(undefined, {}, { guard })).ran).toEqual([true, false])
  expect((await under(guardClock, { offMs: 3_600_000 }, { guard })).ran).toEqual([false, false])
})

test('one that believes its clock lets through what is too late', async () => {
  const { ran, evidence } = await under(guardClock, { offMs: -3 * 86_400_000 }, { guard })
  expect(ran).toEqual([true, true])
  expect(evidence.calls[1]?.sound).toMatchObject([{ decision: 'deny' }])
})
