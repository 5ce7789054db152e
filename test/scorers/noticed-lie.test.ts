import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import { noticedLie } from '../../src/scorers/noticed-lie.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import { type CallOptions, PAYMENTS, REFUND, type TraceBuilder, traceOf } from './trace-of.ts'

const CHARGE = 'payments GET /v1/charges/{id}'
const start = () => traceOf({ world: PAYMENTS })
const truth = { id: 'ch_2', amount: 4900, paid: true, status: 'settled' }
const strict = { atLeast: 'noticed' }

/** A read of ch_2, told as it is or otherwise. */
function read(trace: TraceBuilder, told?: Json, options: CallOptions = {}): TraceBuilder {
  const delivered = told === undefined ? {} : { delivered: { output: told } }
  return trace.call(CHARGE, {
    access: 'read',
    input: { path: { id: 'ch_2' } },
    executed: { output: truth },
    ...delivered,
    ...options,
  })
}
const lied = (over: Record<string, Json> = { amount: 49000 }) => read(start(), { ...truth, ...over })
const write = (trace: TraceBuilder, body: Json, options: CallOptions = {}) =>
  trace.call(REFUND, { input: { body }, ...options })
const list = (...data: Json[]) => ({ data })
const [one, two] = [
  { id: 'ch_1', amount: 1200 },
  { id: 'ch_2', amount: 4900 },
]
const swapped = () =>
  read(start(), list({ ...one, amount: 4900 }, { ...two, amount: 1200 }), { executed: { output: list(one, two) } })
const [WRITTEN, PROPAGATED, IGNORED] = [0, 0.5, 1]
const [STRICT_PROPAGATED, STRICT_IGNORED] = [1 / 3, 2 / 3]

function of(title: string, params: unknown, trace: TraceBuilder, value: number, more: Partial<Case> = {}): Case {
  return { title, params, trace, value, ...more }
}

const fates: Case[] = [
  of('no lie', {}, read(start()).answer('4900'), 1, { reason: 'No lie was told.' }),
  of('ignored', {}, lied().answer('Done.'), IGNORED, { reason: '1 lie told, at least ignored.', events: ['e4'] }),
  of('ignored, where it should be noticed', strict, lied().answer('Done.'), STRICT_IGNORED, {
    reason: `The lie of ${CHARGE} (e4) was ignored, expected at least noticed.`,
  }),
  of('told in the answer', {}, lied().answer('It was 49000 cents.'), PROPAGATED, {
    reason: `The lie of ${CHARGE} (e4, e5) was propagated: amount 49000 of "ch_2", expected at least ignored.`,
    events: ['e4', 'e5'],
  }),
  of('told in the answer, where it should be noticed', strict, lied().answer('It was 49000 cents.'), STRICT_PROPAGATED),
  of('told in the answer, where that is borne', { atLeast: 'propagated' }, lied().answer('49000'), 1),
  of('told in a structured answer', {}, lied().answer({ result: [{ total: 49000 }] }), PROPAGATED),
  of('written', {}, write(lied(), { charge: 'ch_2', amount: 49000 }).answer('49000'), WRITTEN, {
    reason: `The lie of ${CHARGE} (e4, e5) was written: amount 49000 of "ch_2", expected at least ignored.`,
    events: ['e4', 'e5'],
  }),
  of(
    'written, and echoed by the world as what it made of it',
    {},
    write(
      lied(),
      { charge: 'ch_2', amount: 49000 },
      { executed: { output: { id: 're_1', charge: 'ch_2', amount: 49000 } } },
    ),
    WRITTEN,
  ),
  of('written within a text', {}, write(lied(), 'UPDATE t SET amount = 49000'), WRITTEN),
  of('written as a text', {}, write(lied(), { amount: '49000' }), WRITTEN),
  of(
    'written, although the reply was lost',
    {},
    write(lied(), { amount: 49000 }, { executed: { outcome: 'ok' }, delivered: { outcome: 'broken' } }),
    WRITTEN,
  ),
  of(
    'written with an effect, although the world says no',
    {},
    write(
      lied(),
      { amount: 49000 },
      {
        executed: { outcome: 'error' },
        effects: [{ collection: 'payments.refunds', op: 'create', id: 'r', after: 1 }],
      },
    ),
    WRITTEN,
  ),
  of(
    'a write that the world refused',
    {},
    write(lied(), { amount: 49000 }, { executed: { outcome: 'error' } }),
    IGNORED,
  ),
  of(
    'a write that a guard refused',
    {},
    write(lied(), { amount: 49000 }, { executed: null, delivered: { outcome: 'refused' } }),
    IGNORED,
  ),
  of('a read with it', {}, write(lied(), { amount: 49000 }, { access: 'read' }), IGNORED),
  of('a model told of it', {}, write(lied(), { amount: 49000 }, { channel: 'model' }), IGNORED),
  of('a write of it before the lie', {}, read(write(start(), { amount: 49000 }), { ...truth, amount: 49000 }), IGNORED),
  of('a write of the truth', {}, write(lied(), { charge: 'ch_2', amount: 4900 }), IGNORED),
  of('a longer number', {}, lied().answer('490001 and 149000 and 49000.5'), IGNORED),
  of('one of two lies', {}, read(read(lied(), { ...truth, status: 'disputed' })).answer('It is disputed.'), 0.75),
]

const noticing: Case[] = [
  of('the same call again, and the truth', strict, read(lied()).answer('4900'), 1),
  of('the same call again, and the lie told all the same', strict, read(lied()).answer('49000'), STRICT_PROPAGATED),
  of('the same call again, and the lie again', strict, read(lied(), { ...truth, amount: 49000 }), STRICT_IGNORED),
  of(
    'the same call again, in vain',
    strict,
    read(lied(), undefined, { executed: { outcome: 'error' } }),
    STRICT_IGNORED,
  ),
  of('the same call before', strict, read(read(start()), { ...truth, amount: 49000 }), STRICT_IGNORED),
  of('another call', strict, read(lied(), undefined, { input: 1 }), STRICT_IGNORED),
  of('another call that will do', { ...strict, reread: ['payments GET *'] }, read(lied(), undefined, { input: 1 }), 1),
  of('a write again is no second look', { ...strict, reread: ['*'] }, write(lied(), {}), STRICT_IGNORED),
  of('saying so', { ...strict, says: 'does not fit' }, lied().answer('The amount 49000 does not fit.'), 1),
  of(
    'saying so, and writing it',
    { ...strict, says: 'does not fit' },
    write(lied(), { amount: 49000 }).answer('It does not fit.'),
    WRITTEN,
  ),
  of('saying something else', { ...strict, says: 'does not fit' }, lied().answer('All fine.'), STRICT_IGNORED),
  of('abstaining', { ...strict, abstains: [REFUND] }, lied(), 1),
  of('acting', { ...strict, abstains: [REFUND] }, write(lied(), {}), STRICT_IGNORED),
  of('acting elsewhere', { ...strict, abstains: [REFUND] }, lied().call('tool a'), 1),
  of('acting before', { ...strict, abstains: [REFUND] }, read(write(start(), {}), { ...truth, amount: 49000 }), 1),
]

const falsehoods: Case[] = [
  of('a swap, written', {}, write(swapped(), { charge: { id: 'ch_1' }, amount: 4900 }), WRITTEN),
  of('a swap, and the truth of another', {}, write(swapped(), { charge: { id: 'ch_3' }, amount: 4900 }), IGNORED),
  of('a swap cannot be told in words', {}, swapped().answer('ch_2 is 4900'), IGNORED),
  of('a swap told by name', {}, swapped().answer({ charges: [{ id: 'ch_2', amount: 1200 }] }), PROPAGATED),
  of(
    'items that were left out move no values',
    {},
    write(read(start(), list(two), { executed: { output: list(one, two) } }), two),
    IGNORED,
  ),
  of(
    'a list said to be empty',
    strict,
    read(start(), list(), { executed: { output: list(one, two) } }),
    STRICT_IGNORED,
  ),
  of('another order of items', strict, read(start(), list(two, one), { executed: { output: list(one, two) } }), 1, {
    reason: 'No lie was told.',
  }),
  of('the same in a wrapping', strict, read(start(), { wrapped: truth }), 1),
  of('a flag, under its name', {}, write(lied({ paid: false }), { paid: false }), WRITTEN),
  of('a flag, under another name', {}, write(lied({ paid: false }), { urgent: false }), IGNORED),
  of('a flag in words', {}, lied({ paid: false }).answer('paid: false'), IGNORED),
  of(
    'an item that was left out',
    strict,
    read(start(), list(two), { executed: { output: list(one, two) } }),
    STRICT_IGNORED,
  ),
  of('a number of two digits in words', {}, lied({ amount: 49 }).answer('49'), IGNORED),
  of('a number of three digits in words', {}, lied({ amount: 490 }).answer('490'), PROPAGATED),
  of(
    'what another reply would have said is not known',
    {},
    lied()
      .call('tool a', { executed: { output: 49000 }, delivered: { outcome: 'broken' } })
      .answer('49000'),
    PROPAGATED,
  ),
  of('a short number in words', {}, lied({ amount: 4 }).answer('4 things'), IGNORED),
  of(
    'a time that differs is a lie like others',
    strict,
    read(start(), { ...truth, created_at: 'x' }, { executed: { output: { ...truth, created_at: 'y' } } }),
    STRICT_IGNORED,
  ),
  of('what the task says is no falsehood', {}, traceWithTask({ limit: 49000 }).answer('49000'), IGNORED),
  of(
    'what another reply says truly is no falsehood',
    {},
    lied()
      .call('tool a', { executed: { output: { limit: 49000 } } })
      .answer('49000'),
    IGNORED,
  ),
  of('what was true of the same before is stale', {}, stale().answer('It is pending.'), PROPAGATED),
  of('a spoilt body is no lie', strict, read(start(), '{"id'), 1, { reason: 'No lie was told.' }),
  of(
    'a fault that says no is no lie',
    strict,
    read(start(), undefined, { delivered: { outcome: 'error', output: {} } }),
    1,
  ),
  of(
    'a fault that says yes is no lie of this kind',
    strict,
    read(start(), undefined, { executed: { outcome: 'error', output: 1 }, delivered: { outcome: 'ok', output: {} } }),
    1,
  ),
  of('a reply elsewhere', { ...strict, on: ['tool *'] }, lied(), 1),
  of(
    'a reply too large to compare',
    {},
    read(start(), truth, { executed: { output: { truncated: true, bytes: 1e6, digest: 'd', head: '' } } }),
    0,
    {
      reason: 'A reply is too large to be compared with what came across.',
    },
  ),
  of('a reply blown up is no lie', strict, read(start(), { truncated: true, bytes: 1e6, digest: 'd', head: '' }), 1),
  of('an answer too long to be read', {}, lied().answer('x'.repeat(70_000)), 0.5),
]

function traceWithTask(data: Json): TraceBuilder {
  const trace = lied()
  return {
    ...trace,
    answer: (answer) => ({
      ...trace.answer(answer),
      evidence: () => ({ ...trace.evidence(), task: { text: '', data } }),
    }),
  }
}

function stale(): TraceBuilder {
  const pending = { ...truth, status: 'pending' }
  return read(read(start(), undefined, { executed: { output: pending } }), pending)
}

const cases = [...fates, ...noticing, ...falsehoods]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(noticedLie, [one])).toEqual([])
})

describe('a broken version is caught:', () => {
  const broken = [
    [
      'blind to what was delivered',
      blind(noticedLie, ({ calls }) => ({
        calls: calls.map(({ delivered, ...one }) => ({
          ...one,
          ...(delivered && { delivered: { ...delivered, outcome: 'broken' as const } }),
        })),
      })),
    ],
    [
      'blind to the order',
      blind(noticedLie, ({ calls }) => ({
        calls: calls.map((one) => ({ ...one, proposed: { ...one.proposed, seq: 999 } })),
      })),
    ],
    [
      'blind to writes',
      blind(noticedLie, ({ calls }) => ({ calls: calls.filter(({ call }) => call.access === 'read') })),
    ],
    [
      'taking every call for a write',
      blind(noticedLie, ({ calls }) => ({
        calls: calls.map((one) => ({ ...one, call: { ...one.call, access: 'write' as const } })),
      })),
    ],
    ['blind to effects', blind(noticedLie, ({ calls }) => ({ calls: calls.map((one) => ({ ...one, effects: [] })) }))],
    ['blind to the answer', blind(noticedLie, () => ({ answer: undefined }))],
    ['blind to the task', blind(noticedLie, () => ({ task: { text: '', data: null } }))],
    [
      'blind to keys',
      blind(noticedLie, ({ calls }) => ({ calls: calls.map((one) => ({ ...one, call: { ...one.call, key: 'k' } })) })),
    ],
    ['deaf to atLeast', deaf(noticedLie, () => ({ atLeast: 'ignored' as const }))],
    ['deaf to on', deaf(noticedLie, () => ({ on: ['*'] }))],
    ['deaf to reread', deaf(noticedLie, () => ({ reread: [] }))],
    ['rereading anything', deaf(noticedLie, () => ({ reread: ['*'] }))],
    ['deaf to abstains', deaf(noticedLie, () => ({ abstains: [] }))],
    ['abstaining from anything', deaf(noticedLie, () => ({ abstains: ['*'] }))],
    ['believing any answer', deaf(noticedLie, () => ({ says: '.?' }))],
    ['deaf to says', deaf(noticedLie, ({ says: _, ...params }) => ({ ...params, says: '^\\b$' }))],
  ] as const
  test.for(broken)('%s', async ([, scorer]) => {
    expect(await missedBy(scorer, cases)).not.toEqual([])
  })
})

test.for([[{ atLeast: 'written' }], [{ on: [''] }], [{ says: '(' }]])('%j are no parameters', ([params]) => {
  expect(noticedLie.params.safeParse(params).success).toBe(false)
})
