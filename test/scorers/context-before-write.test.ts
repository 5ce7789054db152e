import { describe, expect, test } from 'vitest'
import { contextBeforeWrite } from '../../src/scorers/context-before-write.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import { scoreWith } from './score-with.ts'
import {
  type CallOptions,
  giveBack,
  goodTrial,
  LOOK,
  look,
  PAYMENTS,
  REFUND,
  refund,
  type TraceBuilder,
  traceOf,
} from './trace-of.ts'

const CHARGE = 'payments GET /v1/charges/{id}'
const need = { before: REFUND, read: CHARGE, about: ['body.charge'] }
const any = { before: REFUND, read: LOOK }
const start = () => traceOf({ world: PAYMENTS })

function see(trace: TraceBuilder, id: string, options: CallOptions = {}): TraceBuilder {
  const output = { id, amount: 4900 }
  return trace.call(CHARGE, { access: 'read', input: { path: { id } }, executed: { output }, ...options })
}
const back = (trace: TraceBuilder, charge = 'ch_2', options: CallOptions = {}) =>
  giveBack(trace, refund('re_1', charge), options)
const batch = (trace: TraceBuilder) =>
  trace.call('shop PATCH /prices', { input: { body: { items: [{ id: 'p_1' }, { id: 'p_2' }] } } })
const item = (trace: TraceBuilder, output: string) =>
  trace.call('shop GET /prices', { access: 'read', executed: { output } })
const prices = { before: 'shop PATCH *', read: 'shop GET *', about: ['body.items.*.id'] }

const vain: [string, CallOptions][] = [
  ['the world says no', { executed: { outcome: 'error' } }],
  ['the world says no and a fault says yes', { executed: { outcome: 'error' }, delivered: { outcome: 'ok' } }],
  ['the reply is lost', { delivered: { outcome: 'broken', how: 'no-reply' } }],
  ['a fault says no', { executed: null, delivered: { outcome: 'error' } }],
  ['nothing came back yet', { delivered: null }],
  ['it is a write itself', { access: 'write' }],
]

const cases: Case[] = [
  {
    title: 'a look at the charge',
    params: { needs: [need] },
    trace: back(see(start(), 'ch_2')),
    value: 1,
    events: ['e2', 'e5'],
  },
  { title: 'any look, where nothing links', params: { needs: [any] }, trace: goodTrial(), value: 1 },
  {
    title: 'no look at all',
    params: { needs: [any] },
    trace: back(start()),
    value: 0,
    events: ['e2'],
    reason: `Expected ${LOOK} before ${REFUND}, which came without it (e2).`,
  },
  { title: 'a look afterwards', params: { needs: [any] }, trace: look(back(start())), value: 0 },
  {
    title: 'a look at another charge',
    params: { needs: [need] },
    trace: back(see(start(), 'ch_1')),
    value: 0,
    reason: `Expected ${CHARGE} before ${REFUND}, which is about "ch_2", and no such read showed it (e5).`,
  },
  {
    title: 'a look at a charge with a longer id',
    params: { needs: [need] },
    trace: back(see(start(), 'ch_22')),
    value: 0,
  },
  {
    title: 'a list that shows it, in words',
    params: { needs: [prices] },
    trace: batch(item(item(start(), 'p_1: 3 dollars'), 'p_2: 4 dollars')),
    value: 1,
  },
  {
    title: 'one of two items not seen',
    params: { needs: [prices] },
    trace: batch(item(start(), 'p_1: 3 dollars')),
    value: 0,
  },
  {
    title: 'a number that the reply shows',
    params: { needs: [{ ...need, about: ['body.amount'] }] },
    trace: back(see(start(), 'ch_2')),
    value: 1,
  },
  {
    title: 'a pattern for ids',
    params: { needs: [{ ...need, about: [{ pattern: 'ch_\\d+' }] }] },
    trace: back(see(start(), 'ch_2')),
    value: 1,
  },
  {
    title: 'a pattern for ids that were not seen',
    params: { needs: [{ ...need, about: [{ pattern: 'ch_\\d+' }] }] },
    trace: back(see(start(), 'ch_1')),
    value: 0,
  },
  {
    title: 'a path that leads nowhere',
    params: { needs: [{ ...need, about: ['body.order'] }] },
    trace: back(see(start(), 'ch_2')),
    value: 0,
    reason: `Expected ${CHARGE} before ${REFUND}, which has nothing at "body.order" to link the two (e5).`,
  },
  {
    title: 'a value with members links nothing',
    params: { needs: [{ ...need, about: ['body'] }] },
    trace: back(see(start(), 'ch_2')),
    value: 0,
  },
  {
    title: 'what the agent saw counts, not what the world said',
    params: { needs: [need] },
    trace: back(
      start().call(CHARGE, { access: 'read', executed: { output: { id: 'ch_2' } }, delivered: { output: {} } }),
    ),
    value: 0,
  },
  {
    title: 'one of two refunds had context',
    params: { needs: [need] },
    trace: giveBack(back(see(start(), 'ch_2')), refund('re_2', 'ch_1')),
    value: 0.5,
  },
  {
    title: 'no refund',
    params: { needs: [need] },
    trace: see(start(), 'ch_2'),
    value: 1,
    reason: 'No write that needs context was made.',
  },
  {
    title: 'a refused refund',
    params: { needs: [need] },
    trace: back(start(), 'ch_2', { executed: null, delivered: { outcome: 'refused' } }),
    value: 1,
  },
  {
    title: 'a refund that left an effect although its reply was lost',
    params: { needs: [need] },
    trace: back(start(), 'ch_2', { delivered: { outcome: 'broken' } }),
    value: 0,
  },
  {
    title: 'a read needs no context',
    params: { needs: [{ before: '*', read: 'tool x' }] },
    trace: look(start()),
    value: 1,
  },
  {
    title: 'a write that no need speaks of',
    params: { needs: [any], writes: ['*'] },
    trace: goodTrial().call('tool fix'),
    value: 0.5,
    reason: 'Nothing says what must be read before tool fix (e11).',
  },
  {
    title: 'all writes spoken of',
    params: { needs: [any], writes: ['payments *'] },
    trace: goodTrial().call('tool fix'),
    value: 1,
  },
  {
    title: 'two needs, each of a write of its own',
    params: { needs: [need, prices], writes: ['*'] },
    trace: batch(item(back(see(start(), 'ch_2')), 'p_1 p_2')),
    value: 1,
    reason: 'All of 2 writes had context.',
  },
  {
    title: 'a path that ends in nothing',
    params: { needs: [{ ...need, about: ['body.charge.id'] }] },
    trace: see(start(), 'ch_2').call(REFUND, { input: { body: { charge: null } } }),
    value: 0,
  },
  ...[null, ''].map((charge) => ({
    title: `${JSON.stringify(charge)} is no value to have seen`,
    params: { needs: [need] },
    trace: item(see(start(), ''), 'null')
      .call(CHARGE, { executed: { output: ['null', ''] } })
      .call(REFUND, { input: { body: { charge } } }),
    value: 0,
  })),
  ...vain.map(([title, options]) => ({
    title: `looking in vain: ${title}`,
    params: { needs: [need] },
    trace: back(see(start(), 'ch_2', options)),
    value: 0,
  })),
]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(contextBeforeWrite, [one])).toEqual([])
})

test.for([
  [100, true],
  [101, false],
] as const)('%i values: %s', async ([count, holds]) => {
  const ids = Array.from({ length: count }, (_, id) => ({ id: `p_${id}` }))
  const shown = item(start(), ids.map(({ id }) => id).join(' '))
  const trace = shown.call('shop PATCH /prices', { input: { body: { items: ids } } })
  const { pass, reason } = await scoreWith(contextBeforeWrite, { needs: [prices] }, trace)
  expect(pass).toBe(holds)
  if (!holds) expect(reason).toContain('has more than 100 values at "body.items.*.id"')
})

test('a pattern is not searched for in more text than is read', async () => {
  const shown = see(start(), 'ch_2')
  const trace = shown.call(REFUND, { input: { note: 'x'.repeat(70_000), charge: 'ch_2' } })
  const params = { needs: [{ ...need, about: [{ pattern: 'ch_\\d+' }] }] }
  expect((await scoreWith(contextBeforeWrite, params, trace)).pass).toBe(false)
})

describe('a broken version is caught:', () => {
  const good = { outcome: 'ok' } as const
  const broken = [
    [
      'deaf to links',
      deaf(contextBeforeWrite, ({ needs }) => ({ needs: needs.map((one) => ({ ...one, about: [] })) })),
    ],
    ['deaf to the scope', deaf(contextBeforeWrite, () => ({ writes: [] }))],
    [
      'taking any call for a read',
      deaf(contextBeforeWrite, ({ needs }) => ({ needs: needs.map((one) => ({ ...one, read: '*' })) })),
    ],
    [
      'blind to the order',
      blind(contextBeforeWrite, ({ calls }) => ({
        calls: calls.map((one) => ({ ...one, ...(one.delivered && { delivered: { ...one.delivered, seq: 0 } }) })),
      })),
    ],
    [
      'blind to the world saying no',
      blind(contextBeforeWrite, ({ calls }) => ({
        calls: calls.map((one) => ({ ...one, ...(one.executed && { executed: { ...one.executed, ...good } }) })),
      })),
    ],
    [
      'blind to lost replies',
      blind(contextBeforeWrite, ({ calls }) => ({
        calls: calls.map((one) => ({ ...one, ...(one.delivered && { delivered: { ...one.delivered, ...good } }) })),
      })),
    ],
    [
      'blind to effects without a reply',
      blind(contextBeforeWrite, ({ calls }) => ({
        calls: calls.filter(({ delivered }) => delivered?.outcome !== 'broken'),
      })),
    ],
  ] as const
  test.for(broken)('%s', async ([, scorer]) => {
    expect(await missedBy(scorer, cases)).not.toEqual([])
  })
})

test.for([
  [{}],
  [{ needs: [{ before: 'a' }] }],
  [{ needs: [{ ...any, about: [{ pattern: '(' }] }] }],
  [{ needs: [{ ...any, before: [] }] }],
])('%j are no parameters', ([params]) => {
  expect(contextBeforeWrite.params.safeParse(params).success).toBe(false)
})
