import { describe, expect, test } from 'vitest'
import { cents, usd } from '../../src/kernel/money.ts'
import { cost } from '../../src/scorers/cost.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import { type TraceBuilder, traceOf } from './trace-of.ts'

const usage = (inputTokens: number, outputTokens: number) => ({ usage: { inputTokens, outputTokens } })
const model = { channel: 'model', access: 'unknown' } as const
const refused = { executed: null, delivered: { outcome: 'refused' } } as const

/** 5 calls, $0.50 and 100 tokens: a free read, a write, two model turns, a refused write. */
const trial = (): TraceBuilder =>
  traceOf()
    .call('shop GET /a', { access: 'read' })
    .call('shop POST /a', { cost: usd(9), executed: { actual: cents(30) } })
    .call('model chat', { ...model, executed: { ...usage(50, 10), actual: cents(15) } })
    .call('model chat', { ...model, executed: { ...usage(30, 10), actual: cents(5) } })
    .call('shop POST /b', { ...refused, cost: usd(7) })

const cases: Case[] = [
  {
    title: 'at the limits',
    params: { limit: { usd: 0.5, tokens: 100, calls: 5 } },
    trace: trial(),
    value: 1,
    events: [],
    reason: 'Used $0.50, 100 tokens, 5 calls, within what is allowed.',
  },
  {
    title: 'a millionth of a dollar over',
    params: { limit: { usd: 0.499999 } },
    trace: trial(),
    value: 0.999,
    events: ['e11'],
  },
  {
    title: 'twice the dollars',
    params: { limit: { usd: 0.25 } },
    trace: trial(),
    value: 0.5,
    reason: 'Expected at most $0.25 (the limit), found $0.50.',
  },
  {
    title: 'twice the tokens, within the dollars',
    params: { limit: { tokens: 50, usd: 1 } },
    trace: trial(),
    value: 0.75,
  },
  { title: 'a call too many', params: { limit: { calls: 4 } }, trace: trial(), value: 0.8, events: ['e14'] },
  {
    title: 'as a reference',
    params: { reference: { usd: 0.5, tokens: 100 }, ratio: 1 },
    trace: trial(),
    value: 1,
  },
  { title: 'a tenth over the reference', params: { reference: { tokens: 91 } }, trace: trial(), value: 1 },
  {
    title: 'more than a tenth over the reference',
    params: { reference: { tokens: 50 } },
    trace: trial(),
    value: 55 / 100,
    reason: 'Expected at most 55 tokens (1.1 times the reference), found 100 tokens.',
  },
  {
    title: 'within the limit, beyond the reference',
    params: { limit: { usd: 0.5 }, reference: { usd: 0.25 }, ratio: 1 },
    trace: trial(),
    value: 0.75,
  },
  {
    title: 'what the agent claims is not read',
    params: { limit: { tokens: 99 } },
    trace: trial().answer({ usage: { tokens: 1 }, usd: 0 }),
    value: 0.99,
  },
  {
    title: 'a model that nobody priced is not free',
    params: { limit: { usd: 1_000 } },
    trace: trial().call('model chat', { ...model, executed: usage(1, 1) }),
    value: 0,
    events: ['e16'],
    reason: 'Expected at most $1000.00 (the limit), found usd that nobody metered.',
  },
  {
    title: 'a turn that nobody counted is not of no tokens',
    params: { limit: { tokens: 1_000 } },
    trace: trial().call('model chat', { ...model, executed: { actual: cents(1) } }),
    value: 0,
    events: ['e16'],
  },
  {
    title: 'a model turn that failed costs nothing',
    params: { limit: { usd: 0.5, tokens: 100 } },
    trace: trial().call('model chat', { ...model, executed: { outcome: 'error' } }),
    value: 1,
  },
  {
    title: 'a price that is no money',
    params: { limit: { usd: 1_000 } },
    trace: trial().call('shop POST /a', { executed: { actual: { currency: 'USD', micros: Number.NaN } } }),
    value: 0,
  },
]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(cost, [one])).toEqual([])
})

describe('a broken one is found out:', () => {
  test.for([
    ['deaf to the limit', deaf(cost, () => ({ limit: undefined }))],
    ['deaf to the reference', deaf(cost, () => ({ reference: undefined }))],
    ['deaf to the ratio', deaf(cost, () => ({ ratio: 1 }))],
    ['blind to what was refused', blind(cost, ({ calls }) => ({ calls: calls.filter(({ executed }) => executed) }))],
    ['blind to models', blind(cost, ({ calls }) => ({ calls: calls.filter(({ call }) => call.channel !== 'model') }))],
    [
      'trusting estimates',
      blind(cost, ({ calls }) => ({
        calls: calls.map(({ executed, ...story }) => {
          const { actual: _, ...rest } = executed ?? {}
          return executed ? { ...story, executed: rest as typeof executed } : story
        }),
      })),
    ],
  ] as const)('%s', async ([, broken]) => {
    expect(await missedBy(broken, cases)).not.toEqual([])
  })
})

test.for([[{}], [{ limit: {} }], [{ limit: { usd: -1 } }], [{ limit: { calls: 1 }, ratio: 0.5 }], [{ usd: 1 }]])(
  '%j are no parameters',
  ([params]) => {
    expect(cost.params.safeParse(params).success).toBe(false)
  },
)
