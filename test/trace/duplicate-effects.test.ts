import { expect, test } from 'vitest'
import { duplicateEffects } from '../../src/trace/duplicate-effects.ts'
import { type Change, traceOf } from '../scorers/trace-of.ts'

const refund = (id: string, amount = 100): Change => ({
  collection: 'refunds',
  op: 'create',
  id,
  after: { id, amount, created_at: '2026-01-01T00:00Z' },
})
const paid = (id: string): Change => {
  return { collection: 'orders', op: 'update', id, before: { paid: false }, after: { paid: true } }
}

/** One call for each of these: its input and its effects. */
function duplicates(...calls: [input: string, effects: Change[], items?: number][]) {
  const trace = traceOf()
  for (const [input, effects, items = 1] of calls) trace.call('a', { input, effects, items })
  return duplicateEffects(trace.evidence()).map(
    ({ first, again }) => `${first.calls} ${first.id}, ${again.calls} ${again.id}`,
  )
}

test.each<[string, Parameters<typeof duplicates>, string[]]>([
  [
    'the same intent, another content',
    [
      ['x', [refund('r1')]],
      ['x', [refund('r2', 90)]],
    ],
    ['c1 r1, c2 r2'],
  ],
  [
    'another intent, the same content',
    [
      ['x', [refund('r1')]],
      ['y', [refund('r2')]],
    ],
    ['c1 r1, c2 r2'],
  ],
  [
    'three times: each beside the first',
    [
      ['x', [refund('r1')]],
      ['x', [refund('r2')]],
      ['y', [refund('r3')]],
    ],
    ['c1 r1, c2 r2', 'c1 r1, c3 r3'],
  ],
  [
    'the same change of the same thing',
    [
      ['x', [paid('o1')]],
      ['y', [paid('o1')]],
    ],
    ['c1 o1, c2 o1'],
  ],
  [
    'a batch that is tried again',
    [
      ['x', [refund('r1', 1)], 2],
      ['x', [refund('r2', 1), refund('r3', 2)], 2],
    ],
    ['c1 r1, c2 r2'],
  ],
])('%s is a duplicate', (_title, calls, expected) => {
  expect(duplicates(...calls)).toEqual(expected)
})

test.each<[string, Parameters<typeof duplicates>]>([
  [
    'another intent with another content',
    [
      ['x', [refund('r1')]],
      ['y', [refund('r2', 90)]],
    ],
  ],
  ['two of a kind by one call', [['x', [refund('r1'), refund('r2')]]]],
  [
    'the same change of two things',
    [
      ['x', [paid('o1')]],
      ['y', [paid('o2')]],
    ],
  ],
  [
    'a change that changes nothing',
    [
      ['x', [paid('o1')]],
      ['x', [{ ...paid('o1'), before: { paid: true } }]],
    ],
  ],
  [
    'another kind by the same intent',
    [
      ['x', [refund('r1')]],
      ['x', [paid('o1')]],
    ],
  ],
])('%s is none', (_title, calls) => {
  expect(duplicates(...calls)).toEqual([])
})
