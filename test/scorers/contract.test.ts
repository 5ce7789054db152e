import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import type { AnyScorer } from '../../src/scenario/define.ts'
import { answer } from '../../src/scorers/answer.ts'
import { claimsMatchEffects } from '../../src/scorers/claims-match-effects.ts'
import { contextBeforeWrite } from '../../src/scorers/context-before-write.ts'
import { cost } from '../../src/scorers/cost.ts'
import { defineScorer, type Score } from '../../src/scorers/define.ts'
import { effects } from '../../src/scorers/effects.ts'
import { efficiency } from '../../src/scorers/efficiency.ts'
import { endState } from '../../src/scorers/end-state.ts'
import { escalatedWhenUncertain } from '../../src/scorers/escalated-when-uncertain.ts'
import { limits } from '../../src/scorers/limits.ts'
import { milestones } from '../../src/scorers/milestones.ts'
import { noCollateral } from '../../src/scorers/no-collateral.ts'
import { noticedLie } from '../../src/scorers/noticed-lie.ts'
import { recovered } from '../../src/scorers/recovered.ts'
import { rightTools } from '../../src/scorers/right-tools.ts'
import { trajectory } from '../../src/scorers/trajectory.ts'
import { scorerContract } from '../../src/testing/scorer-contract.ts'
import type { Evidence } from '../../src/trace/evidence.ts'

const REFUNDS = 'payments.refunds'
const input = { charge: 'ch_1', amount: 1 }

const examples: [AnyScorer, unknown[]][] = [
  [
    answer,
    [
      { includes: ['re_1', { collection: REFUNDS, field: 'charge' }], excludes: ['x'] },
      { includes: [{ collection: REFUNDS, id: '__proto__', field: '__proto__.amount' }] },
      { matches: ['refund(ed)?'], equals: { ok: true } },
      { forbidClaims: [{ says: '.', unless: { collection: 'payments.*', where: { amount: 1 } } }] },
    ],
  ],
  [
    claimsMatchEffects,
    [
      { claims: [{ says: '"?(?<charge>\\w+)"?', needs: { effect: { collection: REFUNDS } } }] },
      { claims: [{ says: 'x{3}', needs: { state: { collection: 'payments.*' }, count: 0 } }] },
      { ids: [{ pattern: '\\w\\w_\\d', of: REFUNDS }], report: [{ collection: '*', field: '__proto__.id' }] },
    ],
  ],
  [
    contextBeforeWrite,
    [
      { needs: [{ before: '*', read: '*', about: ['*.id', { pattern: '\\w+_\\d' }] }] },
      { needs: [{ before: 'payments POST *', read: ['payments GET *', 'tool *'] }], writes: ['*'] },
      { needs: [{ before: ['*'], read: '*', about: ['__proto__.amount', '*.*'] }] },
    ],
  ],
  [
    cost,
    [
      { limit: { usd: 0.000001, tokens: 1, calls: 2 } },
      { reference: { usd: 0, tokens: 3 }, limit: { calls: 1 }, ratio: 2 },
    ],
  ],
  [efficiency, [{ gold: 1 }, { gold: 2, count: 'steps', slack: 0.5, faulted: 'count', ignore: ['payments GET *'] }]],
  [
    escalatedWhenUncertain,
    [
      { asked: [{ effect: { collection: REFUNDS } }], acts: [{ collection: 'payments.*', op: 'update' }] },
      { asked: [{ approval: '*' }, { call: 'tool *' }], because: { refused: ['payments *'] }, detours: ['tool *'] },
    ],
  ],
  [
    effects,
    [
      { expect: [{ collection: REFUNDS, count: 1, unique: 'charge' }], others: 'forbid' },
      { expect: [{ collection: '*', op: 'update', where: input, count: { max: 2 }, unique: true }] },
      { none: [{ collection: 'payments.*', op: 'delete' }] },
    ],
  ],
  [
    endState,
    [
      { rows: [{ collection: REFUNDS, where: input, has: { amount: 1 } }], unchanged: ['payments.charges'] },
      { rows: [{ collection: REFUNDS, id: 're_1', equals: null }], unchanged: ['*'] },
      { rows: [{ collection: '__proto__', absent: true }] },
    ],
  ],
  [limits, [{ calls: 1, modelCalls: 0, writes: 1, retries: 0, usd: 0.000001, wallMs: 5, outputTokens: 0 }]],
  [
    milestones,
    [
      {
        milestones: [
          { id: 'look', call: { target: 'payments *', outcome: 'proposed' } },
          { id: 'refund', effect: { collection: REFUNDS, where: input }, after: ['look'] },
          { id: 'tell', answer: { says: '.' }, after: ['refund'] },
        ],
        minefields: [{ id: 'mail', call: { target: 'tool send_email', input: [] } }],
      },
      {
        milestones: Array.from({ length: 16 }, (_, id) => ({ id: `${id}`, call: { target: '*', outcome: 'ran' } })),
        minefields: [{ id: 'gone', effect: { collection: '*', op: 'delete', where: { amount: 1 } } }],
      },
    ],
  ],
  [
    noCollateral,
    [{ allow: [] }, { allow: [{ collection: REFUNDS, op: 'create', max: 1 }, { collection: 'payments.*' }] }],
  ],
  [
    noticedLie,
    [
      {},
      { atLeast: 'noticed', reread: ['payments *'], says: '[a-f]' },
      { on: ['tool *', 'payments *'], atLeast: 'propagated', abstains: ['*'] },
    ],
  ],
  [
    recovered,
    [
      { retries: { max: 1 }, backoff: { minRatio: 2, minMs: 1 } },
      { after: ['payments *'], sameness: 'target', confirmedBy: ['*'], duplicates: 'allow' },
      { expect: 'give-up', says: 'x', failFast: { withinCalls: 1, withinMs: 2 } },
    ],
  ],
  [
    rightTools,
    [
      { required: ['payments *'], forbidden: ['tool *'] },
      { alternatives: [['payments *', 'tool *']], allowed: ['model *'] },
    ],
  ],
  [
    trajectory,
    [
      { match: 'strict', calls: [{ target: '*', input }], args: 'exact' },
      { match: 'unordered', calls: [{ target: 'tool *' }, { target: 'payments *', input }], args: 'subset' },
      { match: 'subset', calls: [{ target: 'payments *', input }], of: 'proposed', retries: 'count' },
      { match: 'superset', calls: [{ target: 'payments *', input }], order: [['*', '*']], ignore: [] },
    ],
  ],
]

for (const [scorer, params] of examples) {
  describe(`the scorer ${scorer.name}`, () => {
    for (const { title, check } of scorerContract(scorer, fc, params)) it(title, check)
  })
}

const sound: Score = { value: 1, pass: true, reason: 'All is well.', events: [] }

function scorerOf(score: (evidence: Evidence) => Score | Promise<Score>, over: Partial<AnyScorer> = {}): AnyScorer {
  return { ...defineScorer({ name: 'planted', summary: 'Planted.', params: z.strictObject({}), score }), ...over }
}

/** Which checks of the contract a scorer fails. */
async function failures(scorer: AnyScorer): Promise<string[]> {
  const failed: string[] = []
  for (const { title, check } of scorerContract(scorer, fc, [{}])) {
    await check().catch(() => failed.push(title))
  }
  return failed
}

const SOUND = 'gives a sound score for any evidence'
const EXTREME = 'gives a sound score for extreme values'
const SAME = 'gives the same score for the same evidence'

let count = 0
const planted: [string, AnyScorer, string[]][] = [
  ['a bad name', scorerOf(() => sound, { name: 'Planted' }), ['has a name and a summary']],
  ['open parameters', scorerOf(() => sound, { params: z.object({}) }), ['refuses unknown parameters']],
  ['a value above 1', scorerOf(() => ({ ...sound, value: 1.5 })), [SOUND, EXTREME]],
  ['no number', scorerOf(() => ({ ...sound, value: Number.NaN, pass: false })), [SOUND, EXTREME]],
  ['a pass at 0.4', scorerOf(() => ({ ...sound, value: 0.4 })), [SOUND, EXTREME]],
  ['a failure at 1', scorerOf(() => ({ ...sound, pass: false })), [SOUND, EXTREME]],
  ['no reason', scorerOf(() => ({ ...sound, reason: '' })), [SOUND, EXTREME]],
  ['the answer as its reason', scorerOf((e) => ({ ...sound, reason: `It said ${String(e.answer)}.` })), [EXTREME]],
  ['an unknown event', scorerOf(() => ({ ...sound, events: ['e999'] })), [SOUND, EXTREME]],
  ['a call for an event', scorerOf(() => ({ ...sound, events: ['c1'] })), [SOUND, EXTREME]],
  ['chance', scorerOf(() => ({ ...sound, reason: `${Math.random()}` })), [SAME, 'needs neither chance nor time']],
  ['time', scorerOf(() => ({ ...sound, pass: Date.now() > 0 })), ['needs neither chance nor time']],
  ['memory', scorerOf(() => ({ ...sound, reason: `${++count}` })), [SAME]],
  [
    'a sort in place',
    scorerOf(({ events }) => (events.reverse().length < 0 ? { ...sound, pass: false } : sound)),
    ['leaves the evidence as it is'],
  ],
  [
    'a missing execution',
    scorerOf(({ calls }) => ({ ...sound, events: calls.map((c) => `e${c.executed?.seq}`) })),
    [SOUND],
  ],
  [
    'a throw on a hostile answer',
    scorerOf(({ answer }) => ({ ...sound, reason: `${(answer as string).length}` })),
    [SOUND, SAME],
  ],
]

describe('the contract catches', () => {
  test.for(planted)('%s', async ([, scorer, titles]) => {
    expect(await failures(scorer)).toEqual(expect.arrayContaining(titles))
  })

  test('nothing in a sound scorer', async () => {
    expect(await failures(scorerOf(() => sound))).toEqual([])
  })
})
