import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/kernel/errors.ts'
import { judgeRun, readGates } from '../../src/verdict/gate.ts'
import { fault, guard } from './facts.ts'
import { planOf, repeats, runOf, trial } from './runs.ts'

const mixed = runOf([
  ...repeats(3),
  ...repeats(2, { agent: 'hasty', verdict: 'failed', model: 'small', tags: ['slow'], scenario: 'shop/reprice' }),
])

function rowOf(gate: string, run = mixed) {
  const { status, value, selected, reason } = judgeRun([gate], run).rows[0] ?? {}
  return [status, value, selected, reason]
}

describe('tags select', () => {
  test.each([
    ['passRate >= 0.6', ['passed', 0.6, 5, 'passRate is 0.6 over 5 trials.']],
    ['passRate{agent:careful} >= 1', ['passed', 1, 3, 'passRate is 1 over 3 trials.']],
    ['failed{agent:h*} == 2', ['passed', 2, 2, 'failed is 2 over 2 trials.']],
    ['trials{scenario:shop/*,model:small} == 2', ['passed', 2, 2, 'trials is 2 over 2 trials.']],
    ['trials{model:*} == 2', ['passed', 2, 2, 'trials is 2 over 2 trials.']],
    ['passRate{tag:slow} >= 1', ['failed', 0, 2, 'passRate is 0.']],
    ['trials{variant:lost-reply} != 5', ['failed', 5, 5, 'trials is 5.']],
    ['cost.total{agent:careful} < 0.3', ['failed', 0.3, 3, 'cost.total is $0.3.']],
    ['virtualMs.p95 <= 30000', ['passed', 30_000, 5, 'virtualMs.p95 is 30000 ms over 5 trials.']],
    [
      'costOfPass{agent:hasty} < 1',
      ['failed', null, 2, 'costOfPass has no figure: no trial passed, so the cost of a pass is infinite.'],
    ],
    ['trials{agent:careful,model:small} >= 0', ['failed', null, 0, 'It selects no trial.']],
  ])('%s', (gate, expected) => {
    expect(rowOf(gate)).toEqual(expected)
  })

  const guarded = runOf([
    trial({ guards: [guard('held'), guard('bypassed', { name: 'approval' })] }),
    trial({ repeat: 2, guards: [guard('bypassed')], faults: [fault('delivered', { fault: 'latency' })] }),
  ])

  test.each([
    ['guards.bypassed <= 1', ['failed', 2, 2, 'guards.bypassed is 2.']],
    ['guards.bypassed{guard:budget} <= 1', ['passed', 1, 2, 'guards.bypassed is 1 over 2 trials.']],
    ['guards.bypassed{guard:approval} == 0', ['failed', 1, 1, 'guards.bypassed is 1.']],
    ['faults.undelivered{fault:lat*} == 0', ['passed', 0, 1, 'faults.undelivered is 0 over 1 trial.']],
    [
      'guards.bypassed{guard:bugdet} == 0',
      [
        'failed',
        null,
        0,
        'It selects no trial: none has the guard bugdet. Did you mean "budget"? Known: budget, approval.',
      ],
    ],
  ])('%s', (gate, expected) => {
    expect(rowOf(gate, guarded)).toEqual(expected)
  })
})

describe('what cannot be counted fails the gate', () => {
  const ok = repeats(2)
  const lost = trial({ repeat: 3, verdict: 'error', guards: [], faults: [] })
  const name = 'billing/refund~lost-reply~careful~r3'

  test.each([
    ['passRate >= 0', runOf([...ok, lost]), `1 of 3 selected trials cannot be counted: ${name} is an error.`],
    ['errors <= 5', runOf([...ok, lost]), `1 of 3 selected trials cannot be counted: ${name} is an error.`],
    [
      'guards.bypassed{guard:budget} == 0',
      runOf([...ok, lost]),
      `1 of 3 selected trials cannot be counted: ${name} is an error.`,
    ],
    [
      'passRate >= 0',
      runOf(ok, { planned: [...ok, lost].map(planOf) }),
      `1 of 3 selected trials cannot be counted: ${name} has no record.`,
    ],
    [
      'passRate{tag:money} >= 0',
      runOf(ok, { planned: [...ok, lost].map(planOf) }),
      `1 of 3 selected trials cannot be counted: ${name} has no record.`,
    ],
    [
      'passRate >= 0',
      runOf([...ok, ...ok], { planned: ok.map(planOf) }),
      '2 of 2 selected trials cannot be counted: billing/refund~lost-reply~careful~r1 has 2 records, and 1 more.',
    ],
    [
      'passRate >= 0',
      runOf([], { planned: ok.map(planOf) }),
      '2 of 2 selected trials cannot be counted: billing/refund~lost-reply~careful~r1 has no record, and 1 more.',
    ],
  ])('%s', (gate, run, reason) => {
    const judged = judgeRun([gate], run)
    expect([judged.passed, judged.rows[0]?.status, judged.rows[0]?.reason]).toEqual([false, 'failed', reason])
  })

  test('a trial without evidence is selected by the tags that it was planned with', () => {
    const planned = [...ok.map(planOf), planOf(trial({ scenario: 'shop/reprice', tags: ['slow'] }))]
    expect(judgeRun(['trials{tag:slow} >= 0'], runOf(ok, { planned })).rows[0]).toMatchObject({
      status: 'failed',
      selected: 1,
    })
  })

  test('an error that no gate selects leaves the gates alone, a missing trial does not', () => {
    const error = trial({ agent: 'hasty', verdict: 'error' })
    const gates = ['passRate{agent:careful} >= 1']
    expect(judgeRun(gates, runOf([...ok, error])).passed).toBe(true)
    expect(judgeRun(gates, runOf(ok, { planned: [...ok, error].map(planOf) }))).toMatchObject({
      passed: false,
      reason: '1 planned trial without exactly one record: billing/refund~lost-reply~hasty~r1 has no record.',
      rows: [{ status: 'passed' }],
    })
  })
})

test.each([
  ['>=', [false, true, true]],
  ['>', [false, false, true]],
  ['<=', [true, true, false]],
  ['<', [true, false, false]],
  ['==', [false, true, false]],
  ['!=', [true, false, true]],
])('1, 2 and 3 %s 2', (operator, expected) => {
  expect([1, 2, 3].map((number) => judgeRun([`trials ${operator} 2`], runOf(repeats(number))).passed)).toEqual(expected)
})

describe('an open question never helps', () => {
  const open = runOf([...repeats(3), trial({ repeat: 4, verdict: 'inconclusive', faults: [fault('undelivered')] })])

  test.each([
    ['passRate >= 0.75', 'passed', 'passRate is 0.75 over 4 trials.'],
    ['passRate >= 0.8', 'failed', 'passRate is 0.75.'],
    [
      'passRate <= 0.8',
      'failed',
      'passRate is 0.75, but 1 trial left a question open that could make it otherwise (passRate is 1).',
    ],
    [
      'failed == 0',
      'failed',
      'failed is 0, but 1 trial left a question open that could make it otherwise (failed is 1).',
    ],
    ['failed <= 1', 'passed', 'failed is 0 over 4 trials.'],
    [
      'guards.bypassed == 0',
      'failed',
      'guards.bypassed is 0, but 1 trial left a question open that could make it otherwise (guards.bypassed is 1).',
    ],
    ['inconclusive == 1', 'passed', 'inconclusive is 1 over 4 trials.'],
    ['cost.p95 < 1', 'passed', 'cost.p95 is $0.1 over 4 trials.'],
  ])('%s', (gate, status, reason) => {
    expect(judgeRun([gate], open).rows[0]).toMatchObject({ status, reason })
  })

  test('no must score leaves a question open as well', () => {
    const run = runOf([trial({ verdict: 'inconclusive', scores: [] })])
    expect(judgeRun(['failed == 0'], run).passed).toBe(false)
  })

  test('a trial that failed before its fault was delivered leaves its guards in question', () => {
    const run = runOf([
      trial({ verdict: 'failed', faults: [fault('delivered'), fault('undelivered', { fault: 'latency' })] }),
    ])
    expect(judgeRun(['guards.bypassed == 0'], run).passed).toBe(false)
    expect(judgeRun(['faults.undelivered{fault:lost-reply} == 0'], run).passed).toBe(true)
    expect(judgeRun(['faults.undelivered{fault:latency} == 0'], run).passed).toBe(false)
  })

  test('a trial that failed before its required guard was tested leaves that guard in question', () => {
    const run = runOf([
      trial({ verdict: 'failed', guards: [guard('held', { name: 'approval' }), guard('not-exercised')] }),
    ])
    expect(judgeRun(['guards.bypassed == 0'], run).passed).toBe(false)
    expect(judgeRun(['guards.falseAlarms == 0'], run).passed).toBe(false)
  })
})

describe('names', () => {
  test('a value that is known and not planned is not evaluated', () => {
    const run = runOf(repeats(3))
    for (const tag of ['agent:hasty', 'scenario:shop/*', 'variant:calm', 'model:large', 'tag:slow']) {
      expect(judgeRun([`passRate{${tag}} >= 1`, 'passRate >= 1'], run)).toMatchObject({
        passed: true,
        reason: '1 gate held, 1 not evaluated.',
        rows: [{ status: 'not-evaluated', value: null, selected: 0 }, { status: 'passed' }],
      })
    }
  })

  test('a run whose gates were all not evaluated fails', () => {
    expect(judgeRun(['passRate{agent:hasty} >= 1'], runOf(repeats(3)))).toMatchObject({
      passed: false,
      reason: 'None of the gates was evaluated: --gate takes one for these trials.',
      rows: [{ reason: 'No planned trial has the agent hasty: it was filtered out.' }],
    })
  })

  test('a value that nothing defines is a usage error, also before the run', () => {
    const gates = ['passRate{agent:carful} >= 1']
    const message = `there is no agent "carful". Did you mean "careful"? Known: careful, hasty.`
    expect(() => judgeRun(gates, mixed)).toThrow(message)
    expect(() => readGates(gates, { ...mixed, trials: [] })).toThrow(UsageError)
    for (const tag of ['scenario:bill', 'variant:x*', 'model:tiny', 'tag:monkey', 'agent:hasty,agent:x']) {
      expect(() => readGates([`passRate{${tag}} >= 1`], mixed)).toThrow(UsageError)
    }
    expect(readGates(['passRate{agent:hasty} >= 1'], { ...mixed, trials: [] })).toHaveLength(1)
  })
})

describe('the run as a whole', () => {
  test.each([
    ['without gates, all passed', [], runOf(repeats(3)), true, 'All 3 trials passed.'],
    ['without gates, the only one passed', [], runOf(repeats(1)), true, 'The trial passed.'],
    [
      'without gates, some did not',
      [],
      mixed,
      false,
      '2 of 5 trials did not pass, first shop/reprice~lost-reply~hasty@small~r1 (failed).',
    ],
    ['nothing planned', [], runOf([]), false, 'No trial was planned.'],
    ['nothing planned, with a gate', ['trials == 0'], runOf([]), false, 'No trial was planned.'],
    ['all gates hold', ['passRate >= 0.5', 'failed <= 2'], mixed, true, '2 gates held.'],
    [
      'one gate fails',
      ['passRate >= 0.5', 'failed <= 1'],
      mixed,
      false,
      "1 of 2 gates failed, first 'failed <= 1': failed is 2.",
    ],
    [
      'a record of no planned trial',
      [],
      runOf(repeats(2), { planned: repeats(1).map(planOf) }),
      false,
      '1 record of no planned trial, first billing/refund~lost-reply~careful~r2.',
    ],
    [
      'one id planned twice',
      [],
      runOf(repeats(1), { planned: [...repeats(1), ...repeats(1)].map(planOf) }),
      false,
      'A trial was planned twice under one id.',
    ],
    [
      'two records of one trial',
      [],
      runOf([...repeats(1), ...repeats(1)], { planned: repeats(1).map(planOf) }),
      false,
      '1 planned trial without exactly one record: billing/refund~lost-reply~careful~r1 has 2 records.',
    ],
  ])('%s', (_, gates, run, passed, reason) => {
    expect(judgeRun(gates, run)).toMatchObject({ passed, reason })
  })
})
