import { describe, expect, test } from 'vitest'
import { efficiency } from '../../src/scorers/efficiency.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import { type CallOptions, type TraceBuilder, traceOf } from './trace-of.ts'

const made = (count: number, options: CallOptions = {}, trace: TraceBuilder = traceOf()) =>
  Array.from({ length: count }).reduce<TraceBuilder>(
    (built, _, index) => built.call('tool a', { input: index, ...options }),
    trace,
  )

const cases: Case[] = [
  {
    title: 'as many calls as the gold path',
    params: { gold: 4 },
    trace: made(4),
    value: 1,
    events: [],
    reason: 'Took 4 calls where the gold path has 4.',
  },
  { title: 'a shorter way is as good', params: { gold: 4 }, trace: made(3), value: 1 },
  {
    title: 'twice as many calls are half as good',
    params: { gold: 2 },
    trace: made(4),
    value: 0.5,
    events: ['e8', 'e11'],
    reason: 'Expected at most 2 calls, found 4 calls where the gold path has 2: an excess of 100 %.',
  },
  { title: 'one call more', params: { gold: 4 }, trace: made(5), value: 0.8 },
  { title: 'one call more, within the slack', params: { gold: 4, slack: 0.25 }, trace: made(5), value: 1 },
  { title: 'beyond the slack', params: { gold: 4, slack: 0.25 }, trace: made(10), value: 0.5 },
  {
    title: 'model turns are no calls',
    params: { gold: 1 },
    trace: made(1, {}, made(9, { channel: 'model' })),
    value: 1,
  },
  {
    title: 'model turns are steps',
    params: { gold: 5, count: 'steps' },
    trace: made(1, {}, made(9, { channel: 'model' })),
    value: 0.5,
  },
  {
    title: 'a call that met a fault is spared',
    params: { gold: 2 },
    trace: made(2, {}, made(2, { fault: 'lost-reply', delivered: { outcome: 'broken', how: 'reset' } })),
    value: 1,
  },
  {
    title: 'a lie spares nothing: the agent could not see it',
    params: { gold: 2 },
    trace: made(2, {}, made(2, { fault: 'wrong-value', delivered: { output: 1 } })),
    value: 0.5,
  },
  {
    title: 'a call that met a fault, counted like any other',
    params: { gold: 2, faulted: 'count' },
    trace: made(2, {}, made(2, { fault: 'lost-reply', delivered: { outcome: 'broken', how: 'reset' } })),
    value: 0.5,
  },
  { title: 'a refused call is a call', params: { gold: 1 }, trace: made(2, { executed: null }), value: 0.5 },
  { title: 'targets that do not count', params: { gold: 1, ignore: ['tool *'] }, trace: made(9), value: 1 },
]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(efficiency, [one])).toEqual([])
})

describe('a broken one is found out:', () => {
  test.for([
    ['deaf to the slack', deaf(efficiency, () => ({ slack: 0 }))],
    ['deaf to what counts', deaf(efficiency, () => ({ count: 'calls' as const }))],
    ['deaf to faults', deaf(efficiency, () => ({ faulted: 'count' as const }))],
    ['sparing where it must count', deaf(efficiency, () => ({ faulted: 'spare' as const }))],
    ['deaf to what to ignore', deaf(efficiency, () => ({ ignore: [] }))],
    ['with a gold path of its own', deaf(efficiency, ({ gold }) => ({ gold: gold + 1 }))],
    [
      'blind to what did not run',
      blind(efficiency, ({ calls }) => ({ calls: calls.filter(({ executed }) => executed) })),
    ],
    ['blind', blind(efficiency, () => ({ calls: [] }))],
  ] as const)('%s', async ([, broken]) => {
    expect(await missedBy(broken, cases)).not.toEqual([])
  })
})

test.for([[{}], [{ gold: 0 }], [{ gold: 1.5 }], [{ gold: 1, slack: -1 }], [{ gold: 1, excess: 2 }]])(
  '%j are no parameters',
  ([params]) => {
    expect(efficiency.params.safeParse(params).success).toBe(false)
  },
)
