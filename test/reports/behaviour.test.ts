import { expect, test } from 'vitest'
import type { ActionRecord } from '../../src/record/action.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { behaviour } from '../../src/reports/behaviour.ts'
import type { StoredRun } from '../../src/reports/define.ts'
import { layersOf } from '../../src/reports/html/shell/layers.ts'
import { behaviourOf } from '../../src/reports/text/behaviour.ts'
import { moneyOf } from '../../src/reports/text/money.ts'
import { reliabilityOf } from '../../src/reports/text/repeats.ts'
import { guard } from '../verdict/facts.ts'
import { trial } from '../verdict/runs.ts'
import { HOSTILE, markEverything } from './hostile.ts'
import { type Sample, sampleRun, storedRun } from './sample-run.ts'

const action = (rest: Partial<ActionRecord>): ActionRecord => ({
  ...{ action: 'payments POST /v1/refunds', access: 'write', calls: 4, ok: 2, error: 1, denied: 1 },
  ...{ asked: 2, rejected: 1, retries: 1, usd: 10 },
  ...rest,
})
const look = action({
  action: 'payments GET /v1/charges',
  access: 'read',
  calls: 4,
  ok: 4,
  error: 0,
  denied: 0,
  asked: 0,
  rejected: 0,
  usd: 0,
})

const trials = [
  trial({ actions: [look, action({})], usage: { usd: 10 } }),
  trial({
    repeat: 2,
    actions: [action({ calls: 8, ok: 8, error: 0, denied: 0, rejected: 0 })],
    verdict: 'failed',
    usage: { usd: 30 },
  }),
  trial({ repeat: 3, verdict: 'error', actions: [action({ calls: 1000 })], usage: { usd: 500 } }),
]

/** A run whose records are at hand: its rows. */
const runOf = (rows: TrialRecord[]) => ({
  rows,
  records: (of: Iterable<unknown> = rows) => of as Iterable<TrialRecord>,
})

test('rates, costs and the distribution of an agent, by kind of action; an error is left out', () => {
  const [careful] = behaviourOf(runOf(trials))
  expect(careful?.trials).toBe(2)
  expect(careful?.actions).toEqual([
    {
      action: look.action,
      access: 'read',
      calls: 4,
      share: 0.25,
      success: 1,
      error: 0,
      denied: 0,
      rejection: undefined,
      retries: 1,
      costPerTask: 0,
    },
    {
      action: 'payments POST /v1/refunds',
      access: 'write',
      calls: 12,
      share: 0.75,
      success: 10 / 12,
      error: 1 / 12,
      denied: 1 / 12,
      rejection: 1 / 4,
      retries: 2,
      costPerTask: 10,
    },
  ])
})

test('the four layers of an agent', () => {
  const guards = [
    guard('held', { decisions: { allow: 1, deny: 2, hold: 1, halt: 1 } }),
    guard('bypassed', { mode: 'observe' }),
  ]
  const [careful] = behaviourOf(runOf([...trials, trial({ repeat: 4, guards, verdict: 'failed', usage: { usd: 5 } })]))
  expect(careful?.layers.cost).toEqual({ total: 45, dearest: 30, p95: 30, ofPass: 45 })
  expect(careful?.layers.verification).toEqual([
    {
      name: 'budget',
      mode: 'enforce',
      held: 3,
      bypassed: 0,
      falseAlarms: 0,
      unclear: 0,
      notExercised: 0,
      denied: 3,
      asked: 1,
    },
    {
      name: 'budget',
      mode: 'observe',
      held: 0,
      bypassed: 1,
      falseAlarms: 0,
      unclear: 0,
      notExercised: 0,
      denied: 0,
      asked: 0,
    },
  ])
  expect(careful?.layers.isolation).toEqual({ tiers: ['T1'], resets: ['fresh'] })
  expect(careful?.layers.observability).toMatchObject({ trials: 3, reproducible: 3 })
})

test('the terminal shows a table for each agent and a line for each layer', () => {
  const text = behaviour.render(storedRun({ ...sampleRun(), record: { ...sampleRun().record, trials } })) as string
  expect(text).toContain('careful, 2 judged trials')
  expect(text).toMatch(/payments POST \/v1\/refunds +12 +75 % +83\.3 % +8\.3 % +8\.3 % +25 % +2 +\$10\.00/)
  expect(text).toMatch(/cost controls +\$40\.00 in all, \$40\.00 a pass, p95 \$30\.00, at most \$30\.00/)
  for (const layer of ['action verification', 'isolation', 'observability']) expect(text).toContain(`\n  ${layer}`)
})

test('hostile text cannot move the cursor, and adds no line', () => {
  const withActions = (mark: string): Sample => {
    const sample = sampleRun()
    for (const one of sample.record.trials) one.actions = [action({})]
    return markEverything(sample, mark)
  }
  const shown = (mark: string) => behaviour.render(storedRun(withActions(mark))) as string
  expect(shown(`${HOSTILE}\n\r\u009b2J`)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  expect(shown(`${HOSTILE}\n`).split('\n').length).toBe(shown('x').split('\n').length)
})

test('how alike repeats are, and what of the pass rate is kept under faults', () => {
  const same = (repeat: number, rest: object = {}) =>
    trial({ repeat, variant: 'calm', faults: [], actions: [look], ...rest })
  const [alike] = behaviourOf(runOf([same(1), same(2)]))
  expect(alike?.consistency).toEqual({ outcomes: 1, actions: 1, resources: 1, robustness: undefined })
  const [unlike] = behaviourOf(
    runOf([
      same(1),
      same(2, { verdict: 'failed', actions: [action({})], usage: { usd: 0.3 } }),
      trial({ repeat: 1, verdict: 'failed' }),
      trial({ repeat: 2, verdict: 'failed' }),
      trial({ repeat: 3 }),
      trial({ repeat: 4, verdict: 'failed' }),
    ]),
  )
  // 1 of 2 and 1 of 4 passed: (0 + 1 / 4) / 2. The calm ones share no action, those under faults have none at all.
  expect(unlike?.consistency.outcomes).toBeCloseTo(0.125, 12)
  expect(unlike?.consistency.actions).toBeCloseTo(0.5, 12)
  expect(unlike?.consistency.robustness).toBeCloseTo(0.5, 12)
  expect(unlike?.consistency.resources).toBeLessThan(1)
  const sample = sampleRun()
  const text = behaviour.render(
    storedRun({ ...sample, record: { ...sample.record, trials: [same(1), same(2)] } }),
  ) as string
  expect(text).toMatch(/consistency +outcomes 1\.00, actions 1\.00, resources 1\.00\n/)
})

test('a run may have more trials than a function takes arguments', () => {
  const [row] = trials
  const rows = Array.from({ length: 150_000 }, () => row as TrialRecord)
  const run = { rows, records: () => [] } as unknown as StoredRun
  expect(behaviourOf(run)[0]?.layers.cost.dearest).toBe(10)
  expect(moneyOf({ head: { paidUsd: 0 }, rows } as unknown as StoredRun).moved).toBe(1_500_000)
  expect(layersOf(rows)[0]?.layers[0]?.head).toContain('1,500,000')
  expect(reliabilityOf(rows)[0]?.judged).toBe(150_000)
})
