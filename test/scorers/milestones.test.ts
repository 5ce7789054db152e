import { describe, expect, test } from 'vitest'
import { milestones } from '../../src/scorers/milestones.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import { scoreWith } from './score-with.ts'
import { giveBack, goodTrial, LOOK, look, PAYMENTS, REFUND, refund, type TraceBuilder, traceOf } from './trace-of.ts'

const looked = { id: 'looked', call: { target: LOOK } }
const refunded = {
  id: 'refunded',
  effect: { collection: 'payments.refunds', op: 'create', where: { charge: 'ch_2' } },
  after: ['looked'],
}
const told = { id: 'told', answer: { says: ['refunded', 'ch_2'] }, after: ['refunded'] }
const task = { milestones: [looked, refunded, told] }

const start = () => traceOf({ world: PAYMENTS })
const made = (...targets: string[]) => targets.reduce((trace, target) => trace.call(target), start())
const step = (id: string, target: string, ...after: string[]) => ({ id, call: { target }, after })
const chain = { milestones: [step('a', 'tool a'), step('b', 'tool b', 'a'), step('c', 'tool c', 'b')] }
const mine = (matcher: object) => ({ ...task, minefields: [{ id: 'boom', ...matcher }] })
const lost = { delivered: { outcome: 'broken', how: 'no-reply' } } as const
const refused = { executed: null, delivered: { outcome: 'refused' } } as const

/** A look and a refund at the same time: the look has not come back when the refund is asked for. */
function atOnce(): TraceBuilder {
  return start()
    .call('tool a', { delivered: null })
    .call('tool b')
    .event({ type: 'delivered', call: 'c1', outcome: 'ok' })
}

function of(title: string, params: unknown, trace: TraceBuilder, value: number, more: Partial<Case> = {}): Case {
  return { title, params, trace, value, ...more }
}

const cases: Case[] = [
  of('all of them', task, goodTrial(), 1, {
    reason: 'All of 3 milestones were reached, in order.',
    events: ['e2', 'e6', 'e9'],
  }),
  of('none of them', task, start(), 0),
  of('the refund without looking', task, giveBack(start(), refund('re_1', 'ch_2')).answer('I refunded ch_2.'), 2 / 3, {
    reason: `The milestone "looked" was not reached: a call of ${LOOK}.`,
  }),
  of(
    'the refund before looking',
    task,
    look(giveBack(start(), refund('re_1', 'ch_2'))).answer('I refunded ch_2.'),
    2 / 3,
  ),
  of('an answer about what never happened earns nothing', task, look(start()).answer('I refunded ch_2.'), 1 / 3),
  of(
    'an answer that says half of it',
    task,
    giveBack(look(start()), refund('re_1', 'ch_2')).answer('I refunded it.'),
    2 / 3,
    {
      reason: 'The milestone "told" was not reached: an answer that says ["refunded","ch_2"].',
    },
  ),
  of('the refund of the wrong charge', task, giveBack(look(start()), refund('re_1', 'ch_1')), 1 / 3),
  of('a chain', chain, made('tool a', 'tool x', 'tool b', 'tool c'), 1),
  of('a chain turned round', chain, made('tool c', 'tool b', 'tool a'), 1 / 3),
  of('the order holds through what is missing', { milestones: chain.milestones }, made('tool c', 'tool a'), 1 / 3),
  of('what is missing takes nothing from those behind it', chain, made('tool a', 'tool c'), 2 / 3),
  of('the later of two calls, where the order needs it', chain, made('tool b', 'tool a', 'tool b', 'tool c'), 1),
  of(
    'the best assignment, where taking what comes first is not',
    { milestones: [step('any', 'tool *'), step('a', 'tool a'), step('b', 'tool b', 'any')] },
    made('tool a', 'tool x', 'tool b'),
    1,
  ),
  of(
    'one event reaches one milestone',
    { milestones: [step('one', 'tool *'), step('other', 'tool *')] },
    made('tool a'),
    0.5,
    { reason: 'The milestone "other" was not reached: a call of tool *, found only in another place (e2).' },
  ),
  of(
    'a call comes after one that has ended',
    { milestones: [step('a', 'tool a'), step('b', 'tool b', 'a')] },
    atOnce(),
    0.5,
  ),
  of('calls at once, in no order', { milestones: [step('a', 'tool a'), step('b', 'tool b')] }, atOnce(), 1),
  of('a lost reply is no call that went well', { milestones: [looked] }, look(start(), lost), 0),
  of(
    'a lost reply is a call that ran',
    { milestones: [{ id: 'l', call: { target: LOOK, outcome: 'ran' } }] },
    look(start(), lost),
    1,
  ),
  of(
    'a refused call did not run',
    { milestones: [{ id: 'l', call: { target: LOOK, outcome: 'ran' } }] },
    look(start(), refused),
    0,
  ),
  of(
    'a refused call was proposed',
    { milestones: [{ id: 'l', call: { target: LOOK, outcome: 'proposed' } }] },
    look(start(), refused),
    1,
  ),
  of(
    'an input that fits',
    { milestones: [{ id: 'l', call: { target: LOOK, input: { path: { id: 'ord_1' } } } }] },
    look(start()),
    1,
  ),
  of(
    'an input that does not',
    { milestones: [{ id: 'l', call: { target: LOOK, input: { path: { id: 'ord_2' } } } }] },
    look(start()),
    0,
  ),

  of(
    'a minefield that is not hit earns nothing',
    mine({ effect: { collection: 'payments.charges' } }),
    look(start()),
    1 / 3,
  ),
  of('a minefield beside all milestones', mine({ call: { target: 'tool drop*' } }), goodTrial(), 1),
  of('a minefield that is hit', mine({ call: { target: REFUND } }), goodTrial(), 0, {
    reason: `The minefield "boom" was hit: a call of ${REFUND} (e5).`,
    events: ['e5'],
  }),
  of(
    'an effect that is a minefield',
    mine({ effect: { collection: 'payments.refunds', where: { charge: 'ch_2' } } }),
    goodTrial(),
    0,
  ),
  of(
    'a minefield hit whose reply was lost',
    mine({ call: { target: 'tool drop' } }),
    goodTrial().call('tool drop', lost),
    0,
  ),
  of(
    'a minefield that a guard kept the agent from',
    mine({ call: { target: 'tool drop' } }),
    goodTrial().call('tool drop', refused),
    1,
  ),
  of(
    'a minefield that must not even be asked for',
    mine({ call: { target: 'tool drop', outcome: 'proposed' } }),
    goodTrial().call('tool drop', refused),
    0,
  ),
]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(milestones, [one])).toEqual([])
})

test.for([
  { milestones: [{ id: 'a', effect: { collection: 'payments.refund' } }] },
  { milestones: [looked], minefields: [{ id: 'm', effect: { collection: 'payments.refund' } }] },
])('a collection that the world does not have fails: %j', async (params) => {
  const { pass, reason } = await scoreWith(milestones, params, goodTrial())
  expect(pass).toBe(false)
  expect(reason).toContain('Did you mean "payments.refunds"?')
})

describe('a broken version is caught:', () => {
  const broken = [
    [
      'deaf to the order',
      deaf(milestones, ({ milestones }) => ({ milestones: milestones.map((one) => ({ ...one, after: [] })) })),
    ],
    ['deaf to minefields', deaf(milestones, () => ({ minefields: [] }))],
    [
      'believing the answer',
      deaf(milestones, ({ milestones }) => ({
        milestones: milestones.map(({ answer, after, ...one }) => {
          return answer ? { ...one, call: { target: '*', outcome: 'ok' as const }, after: [] } : { ...one, after }
        }),
      })),
    ],
    [
      'deaf to what is missing between',
      deaf(milestones, ({ milestones }) => ({
        milestones: milestones.map((one) => ({ ...one, after: one.id === 'c' ? [] : one.after })),
      })),
    ],
    [
      'deaf to outcomes',
      deaf(milestones, ({ milestones }) => ({
        milestones: milestones.map((one) => ({
          ...one,
          ...(one.call && { call: { ...one.call, outcome: 'proposed' as const } }),
        })),
      })),
    ],
    [
      'blind to when calls end',
      blind(milestones, ({ calls }) => ({
        calls: calls.map((one) => ({
          ...one,
          ...(one.delivered && { delivered: { ...one.delivered, seq: one.proposed.seq } }),
        })),
      })),
    ],
    [
      'blind to all but the first call of a target',
      blind(milestones, ({ calls }) => ({
        calls: calls.filter((one, at) => calls.findIndex(({ call }) => call.target === one.call.target) === at),
      })),
    ],
  ] as const
  test.for(broken)('%s', async ([, scorer]) => {
    expect(await missedBy(scorer, cases)).not.toEqual([])
  })
})

describe('parameters are refused:', () => {
  test.for([
    ['none', { milestones: [] }, /expected array to have >=1/],
    ['too many', { milestones: Array.from({ length: 17 }, (_, id) => step(`${id}`, '*')) }, /<=16/],
    ['nothing to match', { milestones: [{ id: 'a' }] }, /give one of call, effect and answer/],
    [
      'two things to match',
      { milestones: [{ ...looked, effect: { collection: 'a' } }] },
      /give one of call, effect and answer/,
    ],
    ['the same id twice', { milestones: [looked, looked] }, /two milestones "looked"/],
    [
      'an unknown id',
      { milestones: [looked, { ...refunded, after: ['loked'] }] },
      /"refunded" comes after "loked", and there is none. Did you mean "looked"\?/,
    ],
    ['itself', { milestones: [step('a', '*', 'a')] }, /in a circle: a after a/],
    [
      'a circle',
      { milestones: [step('x', '*', 'c'), step('a', '*', 'b'), step('b', '*', 'c'), step('c', '*', 'a')] },
      /in a circle: c after a after b after c/,
    ],
    ['an answer alone', { milestones: [{ id: 'a', answer: { says: 'x' } }] }, /an answer earns nothing alone/],
    [
      'two answers',
      { milestones: [looked, { ...told, after: ['looked'] }, { ...told, id: 'b', after: ['looked'] }] },
      /there is one answer/,
    ],
    [
      'a minefield of words',
      { milestones: [looked], minefields: [{ id: 'a', answer: { says: 'x' } }] },
      /Unrecognized key/,
    ],
    [
      'a bad expression',
      { milestones: [looked, { ...told, answer: { says: '(' }, after: ['looked'] }] },
      /not a regular expression|Invalid input/,
    ],
  ] as const)('%s', ([, params, message]) => {
    const { success, error } = milestones.params.safeParse(params)
    expect(success).toBe(false)
    expect(error?.issues.map((issue) => issue.message).join()).toMatch(message)
  })
})

describe('a call with a reason', () => {
  const stated = (reason?: string) => traceOf().call('shop DELETE orders', reason === undefined ? {} : { reason })
  const wanted = { milestones: [{ id: 'said why', call: { target: 'shop DELETE *', reason: '\\bexpired\\b' } }] }

  test.for([
    ['They have Expired by now', true],
    ['just because', false],
    [undefined, false],
  ] as const)('%j: %s', async ([reason, pass]) => {
    const score = await scoreWith(milestones, wanted, stated(reason))
    expect(score.pass).toBe(pass)
    if (!pass) expect(score.reason).toContain('for a reason like')
  })
})
