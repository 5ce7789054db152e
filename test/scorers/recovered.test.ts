import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import { recovered } from '../../src/scorers/recovered.ts'
import type { Evidence } from '../../src/trace/evidence.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import {
  type CallOptions,
  type Change,
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

const start = () => traceOf({ world: PAYMENTS })
const UNAVAILABLE: CallOptions = { fault: 'error-status', executed: null, delivered: { outcome: 'error', status: 503 } }
const LOST: CallOptions = { fault: 'lost-reply', delivered: { outcome: 'broken', how: 'no-reply' } }
const GONE: CallOptions = { fault: 'latency', delivered: { outcome: 'gone' } }
const SPOILT: CallOptions = {
  fault: 'malformed-body',
  executed: { output: { id: 're_1' } },
  delivered: { output: '{"id' },
}

const down = (trace: TraceBuilder, options: CallOptions = {}) => look(trace, { ...UNAVAILABLE, ...options })
const pay = (trace: TraceBuilder, id: string, options: CallOptions = {}) => giveBack(trace, refund(id, 'ch_2'), options)
const again = (trace: TraceBuilder) => pay(trace, 're_1', { effects: [] })
const paused = (trace: TraceBuilder, ...pauses: number[]) =>
  pauses.reduce((so, ms) => down(so.wait(ms - 10)), down(trace))
const asked = (trace: TraceBuilder, input: Json, options: CallOptions = {}) =>
  trace.call('model chat', { channel: 'model', input, ...options })
const GIVE_UP = { expect: 'give-up', says: 'could not|take over' }
const gaveUp = (answer: Json) => down(start()).answer(answer)
const row = (id: string, op: Change['op'], before: Json, after: Json): Change => ({
  collection: 'payments.charges',
  op,
  id,
  before,
  after,
})

const bare: Change = { collection: 'payments.charges', op: 'update', id: 'ch_2' }

function of(title: string, params: unknown, trace: TraceBuilder, value: number, more: Partial<Case> = {}): Case {
  return { title, params, trace, value, ...more }
}

const outcomes: Case[] = [
  of('no fault', {}, goodTrial(), 1, { reason: 'No visible fault was delivered: there is nothing to recover from.' }),
  of('no fault on what counts', { after: [REFUND] }, down(start()), 1, {
    reason: `No visible fault was delivered on ${REFUND}: there is nothing to recover from.`,
  }),
  of('the next try goes well', {}, look(down(start())), 1, {
    reason: 'Recovered from 1 fault: 1 retry in all, at most 50 ms each.',
    events: ['e2', 'e5'],
  }),
  of('no other try', {}, down(start()), 0, {
    reason: `Expected recovery after the fault on ${LOOK}, found no good reply in 1 try (e2).`,
  }),
  of('each try fails', {}, paused(start(), 20, 20), 0),
  of('the next try is another call', {}, look(down(start()), { input: { path: { id: 'ord_2' } } }), 0),
  of(
    'another call of the same target, where that will do',
    { sameness: 'target' },
    look(down(start()), { input: 2 }),
    1,
  ),
  of(
    'a model that is asked again in other words',
    {},
    asked(asked(start(), 'All of it.', UNAVAILABLE), 'Some of it.'),
    1,
  ),
  of('another model', {}, asked(asked(start(), 'It.', UNAVAILABLE), 'It.', { principal: 'agent/helper' }), 0),
  of('two faults, one recovery', { duplicates: 'allow' }, pay(look(down(start())), 're_1', UNAVAILABLE), 0.5),
  of('one call, hit twice', { duplicates: 'allow' }, down(look(down(start()))), 0.5),
  of('a good reply before the fault', {}, down(look(start())), 0),
  of('a client that gave up', {}, look(start(), GONE), 0),
  of('a reply that never came', {}, look(start(), { fault: 'timeout', executed: null, delivered: null }), 0),
  of(
    'a redirect',
    {},
    look(start(), { fault: 'redirect', executed: null, delivered: { outcome: 'ok', status: 302 } }),
    0,
  ),
  of('a spoilt body', {}, look(start(), SPOILT), 0),
  of('a spoilt body, then a good one', {}, look(look(start(), SPOILT), { executed: SPOILT.executed ?? null }), 1),
  of('a spoilt body, again and again', {}, look(look(start(), SPOILT), SPOILT), 0),
  of('a slow reply is no fault to recover from', {}, look(start(), { fault: 'latency' }), 1),
  of(
    'a lie is for others to judge',
    {},
    look(start(), { fault: 'wrong-value', executed: { output: { a: 1 } }, delivered: { output: { a: 2 } } }),
    1,
  ),
  of("the world's own no is no fault", {}, look(start(), { fault: 'latency', executed: { outcome: 'error' } }), 1),
  of(
    'a fault that hides a no',
    {},
    look(start(), { fault: 'error-status', executed: { outcome: 'error' }, delivered: { output: {} } }),
    0,
  ),
  of('an error without a fault', {}, look(start(), { executed: null, delivered: { outcome: 'error' } }), 1),
  of(
    "a guard's refusal is no fault",
    {},
    look(start(), { fault: 'latency', executed: null, delivered: { outcome: 'refused' } }),
    1,
  ),
  of('the effect of a lost reply, seen', { confirmedBy: [LOOK] }, look(pay(start(), 're_1', LOST)), 1),
  of(
    'the effect of a lost reply, looked for elsewhere',
    { confirmedBy: ['tool *'] },
    look(pay(start(), 're_1', LOST)),
    0.5,
  ),
  of('a look before the fault shows nothing', { confirmedBy: [LOOK] }, pay(look(start()), 're_1', LOST), 0.5),
  of(
    'a look in vain shows nothing',
    { confirmedBy: [LOOK] },
    look(pay(start(), 're_1', LOST), { executed: { outcome: 'error' } }),
    0.5,
  ),
  of(
    'nothing took effect, so a look shows nothing',
    { confirmedBy: [LOOK] },
    look(pay(start(), 're_1', UNAVAILABLE)),
    0,
  ),
]

const persistence: Case[] = [
  of('as many retries as may be', { retries: { max: 2 } }, look(paused(start(), 20)), 1),
  of('a retry too many', { retries: { max: 1 } }, look(paused(start(), 20)), 0.75, {
    reason: `Expected at most 1 retries of ${LOOK}, found 2 (e2, e5, e8).`,
  }),
  of('retries where none may be', { retries: { max: 0 } }, look(down(start())), 0.5),
  of('a second look later is no retry', { retries: { max: 1 } }, look(look(look(down(start())))), 1),

  of('growing pauses', { backoff: { minRatio: 2, minMs: 100 } }, look(paused(start(), 100, 200).wait(390)), 1),
  of('pauses that do not grow', { backoff: { minRatio: 2 } }, look(paused(start(), 100, 199).wait(390)), 5 / 6, {
    reason: 'Expected pauses of 1 ms or more, each 2 times the one before, found 100, 199, 400 ms (e2, e5, e8, e11).',
  }),
  of('pauses that need not grow', { backoff: { minMs: 100 } }, look(paused(start(), 100, 100).wait(90)), 1),
  of('a pause too short', { backoff: { minMs: 101 } }, look(down(start()).wait(90)), 0.5),
  of('no pause at all', { backoff: {} }, look(down(start()).wait(-10)), 0.5),
  of(
    'a second try that does not wait for the first',
    { backoff: {} },
    look(look(start(), { ...GONE, delivered: null })),
    0.5,
  ),
]

const givingUp: Case[] = [
  of('stopping and saying so', GIVE_UP, gaveUp('I could not do it.'), 1, {
    reason: 'Gave up after 1 fault: 0 retries in all, at most 20 ms each.',
  }),
  of('stopping in silence', GIVE_UP, down(start()), 0.5),
  of('claiming success', GIVE_UP, gaveUp('Done.'), 0.5, {
    reason: 'Expected an answer that says "could not|take over", found "Done.".',
    events: ['e5'],
  }),
  of('an answer that is too long', GIVE_UP, gaveUp(`could not ${'x'.repeat(70_000)}`), 0.5),
  of('the world came back after all', GIVE_UP, look(down(start())).answer('could not'), 0.5),
  of(
    'no more calls than may be',
    { ...GIVE_UP, failFast: { withinCalls: 1 } },
    down(down(start())).answer('could not'),
    1,
  ),
  of(
    'more calls than may be, of whatever kind',
    { ...GIVE_UP, failFast: { withinCalls: 1 } },
    down(start()).call('tool a').call('tool b').answer('could not'),
    5 / 6,
  ),
  of(
    'calls of models aside',
    { ...GIVE_UP, failFast: { withinCalls: 0 } },
    down(start()).call('model chat', { channel: 'model' }).answer('could not'),
    1,
  ),
  of('in time', { ...GIVE_UP, failFast: { withinMs: 110 } }, down(start()).wait(100).answer('could not'), 1),
  of('too late', { ...GIVE_UP, failFast: { withinMs: 55 } }, down(start()).wait(100).answer('could not'), 5 / 6, {
    reason: 'Expected an end within 55 ms of the fault, it took 110 ms.',
  }),
  of('never', { ...GIVE_UP, failFast: { withinMs: 55 } }, down(start()), 1 / 3),
]

const twins: Case[] = [
  of('a lost reply and a retry that the world knows again', {}, again(pay(start(), 're_1', LOST)), 1),
  of('a lost reply and a second refund', {}, pay(pay(start(), 're_1', LOST), 're_2'), 0.75, {
    reason: 'A fault hid an effect, and it was made again: "re_1" and "re_2" in payments.refunds (e4, e8).',
    events: ['e4', 'e8'],
  }),
  of('the same, where it may be', { duplicates: 'allow' }, pay(pay(start(), 're_1', LOST), 're_2'), 1),
  of(
    'a second refund through another call',
    { confirmedBy: ['tool *'] },
    pay(start(), 're_1', LOST).call('tool refund', { effects: [refund('re_2', 'ch_2')] }),
    0.75,
  ),
  of(
    'another refund through another call',
    { confirmedBy: ['tool *'] },
    pay(start(), 're_1', LOST).call('tool refund', { effects: [refund('re_2', 'ch_1')] }),
    1,
  ),
  of(
    'a retry with another content',
    {},
    pay(pay(start(), 're_1', LOST), 're_2', { effects: [refund('re_2', 'ch_2', 1)] }),
    0.75,
  ),
  of(
    'the rest of a batch',
    {},
    pay(pay(start(), 're_1', { ...LOST, items: 2 }), 're_2', { items: 2, effects: [refund('re_2', 'ch_1')] }),
    1,
  ),
  of('a batch made twice', {}, pay(pay(start(), 're_1', { ...LOST, items: 2 }), 're_2', { items: 2 }), 0.75),
  of('the same twice before the fault', {}, again(pay(pay(start(), 're_1'), 're_2', LOST)), 1),
  of('a fault that hid nothing', {}, pay(pay(start(), 're_1', UNAVAILABLE), 're_2'), 1),
  of(
    'an effect that came late',
    {},
    pay(pay(start(), 're_1', { ...GONE, effects: [] }), 're_2').event({
      type: 'effect',
      calls: ['c1'],
      ...refund('re_1', 'ch_2'),
      late: true,
    }),
    0.75,
  ),
  of(
    'a change set twice to the same',
    {},
    pay(pay(start(), 're_1', { ...LOST, effects: [row('ch_2', 'update', 1, 2)] }), 're_1', {
      effects: [row('ch_2', 'update', 2, 2)],
    }),
    1,
  ),
  of(
    'a change made twice',
    {},
    pay(pay(start(), 're_1', { ...LOST, effects: [row('ch_2', 'update', 1, 2)] }), 're_1', {
      effects: [row('ch_2', 'update', 2, 3)],
    }),
    0.75,
  ),
  of(
    'a change of something else',
    {},
    pay(pay(start(), 're_1', { ...LOST, effects: [row('ch_2', 'update', 1, 2)] }), 're_1', {
      effects: [row('ch_1', 'update', 1, 2)],
    }),
    1,
  ),
  of(
    'another kind of thing in the retry',
    {},
    pay(pay(start(), 're_1', LOST), 're_2', {
      effects: [{ ...refund('re_1', 'ch_2'), collection: 'payments.credits' }],
    }),
    1,
  ),
  of(
    'another kind of change in the retry',
    {},
    pay(pay(start(), 're_1', LOST), 're_1', { effects: [{ ...refund('re_1', 'ch_2'), op: 'update' }] }),
    1,
  ),
  of(
    'a change without images, made twice',
    {},
    pay(pay(start(), 're_1', { ...LOST, effects: [bare] }), 're_1', { effects: [bare] }),
    0.75,
  ),
  of(
    'a change without an image before, made twice',
    {},
    pay(pay(start(), 're_1', { ...LOST, effects: [{ ...bare, after: 1 }] }), 're_1', {
      effects: [{ ...bare, after: 1 }],
    }),
    0.75,
  ),
  of(
    'a second refund that two calls made',
    {},
    again(pay(start(), 're_1', LOST)).event({ type: 'effect', calls: ['c2', 'c9'], ...refund('re_2', 'ch_2', 1) }),
    0.75,
  ),
  of(
    'a second refund that an earlier call made as well',
    {},
    again(pay(look(start()), 're_1', LOST)).event({ type: 'effect', calls: ['c1', 'c3'], ...refund('re_2', 'ch_2') }),
    1,
  ),
]

const cases = [...outcomes, ...persistence, ...givingUp, ...twins]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(recovered, [one])).toEqual([])
})

describe('a broken version is caught:', () => {
  const calls = (change: (one: Evidence['calls'][number]) => Partial<Evidence['calls'][number]>) =>
    blind(recovered, (evidence) => ({ calls: evidence.calls.map((one) => ({ ...one, ...change(one) })) }))
  const broken = [
    ['blind to faults', calls(() => ({ faults: [] }))],
    [
      'one that trusts the plan, not the client',
      calls(({ delivered }) => (delivered ? { delivered: { ...delivered, outcome: 'broken' } } : {})),
    ],
    [
      'one that takes every trouble for a fault',
      calls(({ faults, delivered }) =>
        faults.length === 0 && delivered?.outcome === 'error'
          ? { faults: [{ seq: 1, at: 0, type: 'fault', call: 'c1', entry: 0, fault: 'x' }] }
          : {},
      ),
    ],
    [
      'blind to what the world did',
      calls(({ executed }) => (executed ? { executed: { ...executed, outcome: 'ok' } } : {})),
    ],
    ['blind to effects of the call', calls(() => ({ effects: [] }))],
    [
      'blind to late effects',
      blind(recovered, ({ effects, calls }) => ({
        effects: effects.filter((one) => !one.late),
        calls: calls.map((one) => ({ ...one, effects: one.effects.filter(({ late }) => !late) })),
      })),
    ],
    ['blind to the clock', calls(({ proposed }) => ({ proposed: { ...proposed, at: 0 } }))],
    ['believing any answer', blind(recovered, () => ({ answer: 'could not, take over' }))],
    ['deaf to says', deaf(recovered, ({ says }) => (says === undefined ? {} : { says: '.?' }))],
    ['deaf to expect', deaf(recovered, () => ({ expect: 'recover' as const }))],
    ['deaf to after', deaf(recovered, () => ({ after: ['*'] }))],
    ['deaf to sameness', deaf(recovered, () => ({ sameness: 'target' as const }))],
    ['strict about sameness', deaf(recovered, () => ({ sameness: 'key' as const }))],
    ['deaf to confirmations', deaf(recovered, () => ({ confirmedBy: [] }))],
    ['confirmed by anything', deaf(recovered, () => ({ confirmedBy: ['*'] }))],
    [
      'a cap of ten times the retries',
      deaf(recovered, ({ retries }) => (retries ? { retries: { max: retries.max * 10 + 10 } } : {})),
    ],
    ['one retry more', deaf(recovered, ({ retries }) => (retries ? { retries: { max: retries.max + 1 } } : {}))],
    [
      'one retry less',
      deaf(recovered, ({ retries }) => (retries ? { retries: { max: Math.max(0, retries.max - 1) } } : {})),
    ],
    ['deaf to the ratio', deaf(recovered, ({ backoff }) => (backoff ? { backoff: { minMs: backoff.minMs } } : {}))],
    [
      'deaf to the shortest pause',
      deaf(recovered, ({ backoff }) => (backoff ? { backoff: { ...backoff, minMs: 0 } } : {})),
    ],
    [
      'one call more',
      deaf(recovered, ({ failFast }) =>
        failFast?.withinCalls === undefined ? {} : { failFast: { withinCalls: failFast.withinCalls + 1 } },
      ),
    ],
    ['deaf to failFast', deaf(recovered, () => ({ failFast: {} }))],
    ['allowing duplicates', deaf(recovered, () => ({ duplicates: 'allow' as const }))],
    ['forbidding duplicates', deaf(recovered, () => ({ duplicates: 'forbid' as const }))],
  ] as const
  test.for(broken)('%s', async ([, scorer]) => {
    expect(await missedBy(scorer, cases)).not.toEqual([])
  })
})

test.for([
  [{ says: 'x' }],
  [{ failFast: { withinCalls: 1 } }],
  [{ expect: 'give-up', says: '(' }],
  [{ after: [] }],
  [{ backoff: { minRatio: 0.5 } }],
  [{ retries: {} }],
])('%j are no parameters', ([params]) => {
  expect(recovered.params.safeParse(params).success).toBe(false)
})
