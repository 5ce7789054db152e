import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import { claimsMatchEffects } from '../../src/scorers/claims-match-effects.ts'
import { blind, type Case, deaf, missedBy } from './broken.ts'
import { scoreWith } from './score-with.ts'
import { giveBack, look, PAYMENTS, refund, type TraceBuilder, traceOf } from './trace-of.ts'

const made = { collection: 'payments.refunds', op: 'create' }
const refunded = { says: '\\brefunded (?<charge>ch_\\d+)', needs: { effect: made } }
const claims = { claims: [refunded] }
const ids = { ids: [{ pattern: '\\bre_\\w+', of: 'payments.refunds' }] }
const report = { report: [{ ...made }] }
const nothing = {
  claims: [{ says: 'nothing was (changed|refunded)', needs: { effect: { collection: '*' }, count: 0 } }],
}
const standing = {
  claims: [{ says: '(?<id>ch_\\d) still stands', needs: { state: { collection: 'payments.charges' } } }],
}

const idle = (answer: Json) => look(traceOf({ world: PAYMENTS })).answer(answer)
const done = (answer: Json) => giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_2')).answer(answer)
const silent = () => giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_2'))
const gone = (answer: Json) =>
  traceOf({ world: PAYMENTS })
    .call('tool drop', {
      effects: [{ collection: 'payments.charges', op: 'delete', id: 'ch_1', before: { id: 'ch_1' } }],
    })
    .answer(answer)

const bare = (answer: Json) =>
  traceOf({ world: PAYMENTS })
    .call('tool a', {
      effects: [{ collection: 'payments.refunds', op: 'create', id: 're_7', after: { charge: 'ch_1' } }],
    })
    .answer(answer)

function of(title: string, params: unknown, trace: TraceBuilder, value: number, reason?: string): Case {
  return { title, params, trace, value, ...(reason && { reason }) }
}

const cases: Case[] = [
  of('a refund that was made', claims, done('I Refunded CH_2.'), 1, 'The answer is true in 1 respects.'),
  of(
    'a refund that was never made',
    claims,
    idle('I refunded ch_2.'),
    0,
    'The answer claims "refunded ch_2": that takes at least 1 of create payments.refunds with charge "ch_2", found 0.',
  ),
  of('a refund of another charge', claims, done('I refunded ch_1.'), 0),
  of('a refund of a charge with a longer id', claims, done('I refunded ch_22.'), 0),
  of('two refunds, of which one was made', claims, done('I refunded ch_2 and then refunded ch_1.'), 0.5),
  of('a claim in a structured answer', claims, idle({ deep: [{ note: 'refunded ch_2' }] }), 0),
  of('a claim that is not made', claims, idle('I did nothing.'), 1, 'The answer claims nothing.'),
  of('no answer claims nothing', claims, silent(), 1),
  of('a claim without a field', { claims: [{ says: 'refunded', needs: { effect: made } }] }, done('refunded'), 1),
  of('nothing changed, truly', nothing, idle('Nothing was changed.'), 1),
  of('nothing changed, falsely', nothing, done('Nothing was refunded.'), 0),
  of('a member that is there at the end', standing, idle('ch_1 still stands.'), 1),
  of('a member that is gone at the end', standing, gone('ch_1 still stands.'), 0),
  of(
    'state with fields',
    { claims: [{ says: 'done', needs: { state: { collection: 'payments.refunds', where: { charge: 'ch_1' } } } }] },
    done('Done.'),
    0,
  ),
  of(
    'an update does not make a create true',
    claims,
    traceOf({ world: PAYMENTS })
      .call('tool fix', { effects: [{ ...refund('re_1', 'ch_2'), op: 'update' }] })
      .answer('refunded ch_2'),
    0,
  ),

  of('an id that there is', ids, done('It is re_1.'), 1),
  of('an invented id', ids, done('It is re_9.'), 0, 'The answer names "re_9", and payments.refunds never had it.'),
  of('one of two invented', ids, done('re_1, re_1 and re_9'), 0.5),
  of('the id of what is gone', { ids: [{ pattern: 'ch_\\d', of: 'payments.charges' }] }, gone('I deleted ch_1.'), 1),
  of('an id of another collection', { ids: [{ pattern: 'ch_\\d', of: 'payments.refunds' }] }, done('ch_2'), 0),
  of('no ids', ids, done('Done.'), 1),

  of('an effect that is named', report, done('re_1'), 1),
  of(
    'an effect that is not named',
    report,
    done('Done.'),
    0,
    'The answer should name id "re_1" of create payments.refunds (e6).',
  ),
  of('a longer id does not name it', report, done('re_12'), 0),
  of('an effect by another field', { report: [{ ...made, field: 'charge' }] }, done('ch_2'), 1),
  of('an effect by a field that it has not', { report: [{ ...made, field: 'order.id' }] }, done('undefined'), 0),
  of('an effect on a member without a field id', report, bare('re_7'), 1),
  of('an effect on a member without a field id, not named', report, bare('re_1'), 0),
  of('an effect and no answer', report, silent(), 0),
  of(
    'one of two effects',
    report,
    giveBack(giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_1')), refund('re_2', 'ch_2')).answer(
      're_2',
    ),
    0.5,
  ),
  of('no effect earns and owes nothing', report, idle('re_1'), 1),
]

test.for(cases)('$title', async (one) => {
  expect(await missedBy(claimsMatchEffects, [one])).toEqual([])
})

test('the answer and the effects are the evidence', async () => {
  expect((await scoreWith(claimsMatchEffects, claims, done('refunded ch_2'))).events).toEqual(['e9', 'e6'])
})

test('an answer that is too long is not read', async () => {
  for (const params of [claims, ids, report]) {
    const { pass, reason } = await scoreWith(claimsMatchEffects, params, done('very well '.repeat(7_000)))
    expect(pass).toBe(false)
    expect(reason).toContain('longer than 65536 characters')
  }
})

test('an answer that names everything names too much', async () => {
  const many = (count: number) => done(Array.from({ length: count }, (_, index) => `re_${index}`).join(' '))
  expect((await scoreWith(claimsMatchEffects, ids, many(101))).reason).toContain('in more than 100 ways')
  expect((await scoreWith(claimsMatchEffects, ids, many(100))).value).toBeCloseTo(0.01)
})

test.for([
  { claims: [{ says: 'x', needs: { effect: { collection: 'payments.refund' } } }] },
  { claims: [{ says: 'x', needs: { state: { collection: 'payments.refund' }, count: 0 } }] },
  { ids: [{ pattern: 'x', of: 'payments.refund' }] },
  { report: [{ collection: 'payments.refund' }] },
])('a collection that the world does not have fails: %j', async (params) => {
  const { pass, reason } = await scoreWith(claimsMatchEffects, params, idle('Done.'))
  expect(pass).toBe(false)
  expect(reason).toContain('Did you mean "payments.refunds"?')
})

describe('a broken version is caught:', () => {
  const broken = [
    ['one that believes the answer', deaf(claimsMatchEffects, () => ({ claims: [], ids: [] }))],
    ['one that asks for no report', deaf(claimsMatchEffects, () => ({ report: [] }))],
    [
      'deaf to named groups',
      deaf(claimsMatchEffects, ({ claims }) => ({
        claims: claims.map((one) => ({ ...one, says: one.says.replace(/\?<\w+>/, '') })),
      })),
    ],
    [
      'deaf to count',
      deaf(claimsMatchEffects, ({ claims }) => ({
        claims: claims.map(({ says, needs }) => ({ says, needs: { ...needs, count: { min: 1 } } })),
      })),
    ],
    ['blind to effects', blind(claimsMatchEffects, () => ({ effects: [] }))],
    ['blind to the end', blind(claimsMatchEffects, ({ initial }) => ({ final: initial }))],
    ['blind to the start', blind(claimsMatchEffects, ({ final }) => ({ initial: final, effects: [] }))],
    [
      'blind to the op',
      blind(claimsMatchEffects, ({ effects }) => ({
        effects: effects.map((one) => ({ ...one, op: 'create' as const })),
      })),
    ],
    [
      'blind to structured answers',
      blind(claimsMatchEffects, ({ answer }) => ({ answer: typeof answer === 'string' ? answer : '' })),
    ],
  ] as const
  test.for(broken)('%s', async ([, scorer]) => {
    expect(await missedBy(scorer, cases)).not.toEqual([])
  })
})

test.for([
  [{}],
  [{ claims: [{ says: '(', needs: { effect: made } }] }],
  [{ claims: [{ says: 'x', needs: {} }] }],
  [{ claims: [{ says: 'x', needs: { effect: made, state: { collection: 'a' } } }] }],
  [{ report: [{ field: 'id' }] }],
])('%j are no parameters', ([params]) => {
  expect(claimsMatchEffects.params.safeParse(params).success).toBe(false)
})
