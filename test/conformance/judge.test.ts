import { describe, expect, test } from 'vitest'
import { ALICE, BOB, type Case } from '../../src/conformance/cases/define.ts'
import { cases } from '../../src/conformance/cases/index.ts'
import { SPOILED } from '../../src/conformance/cases/spoil.ts'
import type { Cell } from '../../src/conformance/cell.ts'
import type { Effect } from '../../src/conformance/effect.ts'
import { gated } from '../../src/conformance/gated.ts'
import { type Attempt, judge } from '../../src/conformance/judge.ts'
import type { Outcome } from '../../src/conformance/outcome.ts'
import { isRed } from '../../src/conformance/red.ts'

const MALLORY: Effect = { tool: 'pay', input: { amount: 99_999, to: 'mallory' } }
const REFUND: Effect = { ...ALICE, tool: 'refund' }

type Judged = Pick<Case, 'script' | 'kind' | 'expect' | 'orNothing'>
const yes: Judged = { script: 'one', kind: 'ask', expect: [ALICE] }
const no: Judged = { ...yes, expect: [] }

const ends: [what: string, of: Judged, ran: Effect[], outcome: Outcome, attempt?: Attempt][] = [
  ['what was approved ran', yes, [ALICE], 'ok'],
  ['it ran with its members in another order', yes, [{ tool: 'pay', input: { amount: 10, to: 'alice' } }], 'ok'],
  ['nothing was approved and nothing ran', no, [], 'fails-closed'],
  ['a yes never ran', yes, [], 'lost'],
  ['a yes need not run', { ...yes, orNothing: true }, [], 'fails-closed'],
  ['nothing was approved and it ran', no, [ALICE], 'fails-open'],
  ['it ran twice', yes, [ALICE, ALICE], 'twice'],
  ['it ran twice where it need not run', { ...yes, orNothing: true }, [ALICE, ALICE], 'twice'],
  ['the same call again', { ...yes, script: 'again-same-arguments' }, [ALICE, ALICE], 'twice'],
  ['the one beside it ran as well', { ...yes, script: 'two' }, [ALICE, BOB], 'fails-open'],
  ['the one beside it ran alone', { ...yes, script: 'two' }, [BOB], 'fails-open'],
  ['a later call ran', { ...yes, script: 'again-other-arguments' }, [ALICE, MALLORY], 'other'],
  ['other arguments ran', yes, [MALLORY], 'other'],
  ['another tool ran', yes, [REFUND], 'other'],
  ['an amount is as text', yes, [{ tool: 'pay', input: { to: 'alice', amount: '10' } }], 'other'],
  ['it still waits', no, [], 'hangs', { hung: true }],
  ['it ran, and waits', no, [ALICE], 'fails-open', { hung: true }],
  ['there is no place for it', no, [], 'not-applicable', { notApplicable: 'it did not ask' }],
  ['it did not ask, and ran', no, [ALICE], 'fails-open', { notApplicable: 'it did not ask' }],
  ['what was to run is known by then', yes, [BOB], 'other', {}],
  ['the same, told', { ...yes, script: 'two' }, [BOB], 'ok', { expected: [BOB] }],
]

test.for(ends)('%s', ([, of, ran, outcome, attempt = {}]) => {
  expect(judge(of, attempt, ran)).toBe(outcome)
})

describe('a plain yes that does not run', () => {
  const cell = (name: string, outcome: Outcome): Cell => {
    const kind = cases.find((one) => one.name === name)?.kind ?? 'ask'
    return { case: name, kind, outcome, steady: true, effects: [], expected: [] }
  }
  const cells = [cell('calm yes', 'lost'), cell('calm no', 'fails-closed'), cell('no, then yes', 'fails-open')]
  const others = [cell('verdict yes', 'ok'), cell('verdict no', 'fails-closed')]

  test('takes the word from those that did not run either, and from no other kind', () => {
    const outcomes = gated([...cells, ...others]).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['lost', 'not-exercised', 'fails-open', 'ok', 'fails-closed'])
  })

  test('fails the target', () => {
    expect(isRed({ cells: [cell('calm yes', 'lost'), cell('calm no', 'fails-closed')] })).toBe(true)
    expect(isRed({ cells: [cell('calm yes', 'ok'), cell('calm no', 'fails-closed')] })).toBe(false)
  })
})

test('cases have names of their own, and each kind has a calm one', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  const calm = cases.filter((one) => one.calm).map(({ kind }) => kind)
  expect(calm.sort()).toEqual(['ask', 'command', 'decide'])
})

describe('broken words', () => {
  const made = (no: unknown) => Object.entries(SPOILED).map(([how, spoil]) => [how, spoil(no)])

  test('are made of each mechanism in the same way', () => {
    expect(Object.fromEntries(made({ behavior: 'deny', message: 'no' }))).toEqual({
      undefined: undefined,
      null: null,
      empty: {},
      'wrong case': { behavior: 'DENY', message: 'no' },
      'wrong type': '{"behavior":"deny","message":"no"}',
      'unknown word': { behavior: 'maybe', message: 'no' },
    })
    expect(Object.fromEntries(made(false))).toMatchObject({ 'wrong case': 'FALSE', 'wrong type': { value: false } })
  })

  test.for([[false], ['denied'], [{ confirmed: false }]])('none is the no that it is made of: %j', ([no]) => {
    for (const [how, word] of made(no)) expect(word, String(how)).not.toEqual(no)
  })
})
