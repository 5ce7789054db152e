import { describe, expect, test } from 'vitest'
import { rightTools } from '../../src/scorers/right-tools.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import { traceOf } from './trace-of.ts'

const used = (...targets: string[]) => targets.reduce((trace, target) => trace.call(target), traceOf())
const failed = { executed: { outcome: 'error' } } as const
const refused = { executed: null, delivered: { outcome: 'refused' } } as const

const cases: Case[] = [
  {
    title: 'a required tool that was used',
    params: { required: ['tool look'] },
    trace: used('tool look', 'tool other'),
    value: 1,
    events: ['e2'],
    reason: 'The right tools were used, in all of 1 respects.',
  },
  {
    title: 'one of two required tools',
    params: { required: ['tool look', 'tool book'] },
    trace: used('tool look'),
    value: 0.5,
    reason: 'Expected a use of tool book, found no call of it.',
  },
  {
    title: 'the world says no',
    params: { required: ['tool book'] },
    trace: traceOf().call('tool book', failed),
    value: 0,
    events: ['e2'],
    reason: 'Expected a use of tool book, found only calls that were not carried out (e2).',
  },
  {
    title: 'a guard says no',
    params: { required: ['tool book'] },
    trace: traceOf().call('tool book', refused),
    value: 0,
  },
  {
    title: 'a lost reply is a use',
    params: { required: ['tool book'] },
    trace: traceOf().call('tool book', { delivered: { outcome: 'broken', how: 'no-reply' } }),
    value: 1,
  },
  {
    title: 'either of two ways',
    params: { alternatives: [['shop GET *', 'sql shop SELECT *']] },
    trace: used('shop GET /v1/prices'),
    value: 1,
  },
  {
    title: 'neither of two ways',
    params: { alternatives: [['shop GET *', 'tool search']] },
    trace: used('tool guess'),
    value: 0,
    reason: 'Expected a use of shop GET * or tool search, found no call of it.',
  },
  {
    title: 'a forbidden tool that was used',
    params: { forbidden: ['tool drop*'] },
    trace: used('tool look', 'tool drop_all'),
    value: 0,
    events: ['e5'],
    reason: 'Expected no call of tool drop*, found 1 (e5).',
  },
  {
    title: 'a forbidden tool that a guard refused: it was tried',
    params: { forbidden: ['tool drop*'] },
    trace: traceOf().call('tool drop_all', refused),
    value: 0,
  },
  {
    title: 'others, where nothing says what is allowed',
    params: { required: ['tool look'] },
    trace: used('tool look', 'tool any'),
    value: 1,
  },
  {
    title: 'one of four calls is of a tool that is not named',
    params: { required: ['tool look'], alternatives: [['tool a', 'tool b']], allowed: ['tool c'] },
    trace: used('tool look', 'tool b', 'tool c', 'tool any'),
    value: 2.75 / 3,
    reason: 'Expected no other tools, found tool any (e11).',
  },
  {
    title: 'no call, and none is wrong',
    params: { allowed: [] },
    trace: traceOf(),
    value: 1,
  },
  {
    title: 'a model turn is no tool',
    params: { allowed: [] },
    trace: traceOf().call('model chat', { channel: 'model' }),
    value: 1,
  },
]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(rightTools, [one])).toEqual([])
})

describe('a broken one is found out:', () => {
  test.for([
    ['deaf to what is required', deaf(rightTools, () => ({ required: [] }))],
    ['deaf to alternatives', deaf(rightTools, () => ({ alternatives: [] }))],
    ['deaf to what is forbidden', deaf(rightTools, () => ({ forbidden: [] }))],
    ['deaf to what is allowed', deaf(rightTools, () => ({ allowed: undefined }))],
    [
      'blind to what was only tried',
      blind(rightTools, ({ calls }) => ({ calls: calls.filter(({ executed }) => executed) })),
    ],
    [
      'blind to what the agent was told',
      blind(rightTools, ({ calls }) => ({ calls: calls.filter(({ delivered }) => delivered?.outcome !== 'broken') })),
    ],
    ['blind', blind(rightTools, () => ({ calls: [] }))],
  ] as const)('%s', async ([, broken]) => {
    expect(await missedBy(broken, cases)).not.toEqual([])
  })
})

test.for([[{}], [{ alternatives: [['one']] }], [{ required: [''] }], [{ tools: ['a'] }]])(
  '%j are no parameters',
  ([params]) => {
    expect(rightTools.params.safeParse(params).success).toBe(false)
  },
)
