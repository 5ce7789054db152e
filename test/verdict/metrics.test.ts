import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { metrics } from '../../src/verdict/metrics/index.ts'
import { guardsMutationScore } from '../../src/verdict/metrics/mutation.ts'
import { fault, guard } from './facts.ts'
import { repeats, trial } from './runs.ts'

const mixed = [
  trial({ repeat: 1, usage: { usd: 0.1, calls: 4, modelCalls: 1, wallMs: 10, virtualMs: 100 } }),
  trial({ repeat: 2, usage: { usd: 0.2, calls: 6, modelCalls: 3, wallMs: 30, virtualMs: 300 } }),
  trial({ repeat: 3, verdict: 'failed', usage: { usd: 0.3, calls: 9, modelCalls: 5, wallMs: 20, virtualMs: 200 } }),
  trial({ repeat: 4, verdict: 'inconclusive', usage: { usd: 0, calls: 0, modelCalls: 0, wallMs: 1, virtualMs: 0 } }),
]
const withError = [...mixed, trial({ repeat: 5, verdict: 'error', usage: { usd: 9, calls: 99, wallMs: 99_999 } })]
const ofGuards = [
  trial({ guards: [guard('held'), guard('bypassed', { name: 'approval' })] }),
  trial({ guards: [guard('false-alarm'), guard('not-exercised'), guard('not-exercised', { required: false })] }),
]

test.each<[string, TrialRecord[], number | string]>([
  ['passRate', mixed, 0.5],
  ['passRate', withError, 0.5],
  ['passRate', [trial({ verdict: 'error' })], 'no selected trial was judged'],
  ['passRate.low', mixed, 0.15003898915214947],
  ['passRate.low', [trial({ verdict: 'failed' })], 0],
  ['passHat3', repeats(3), 1],
  ['passHat3', mixed, 0],
  ['passHat3', [...repeats(4, { agent: 'hasty' }), ...repeats(3), trial({ repeat: 4, verdict: 'failed' })], 0.625],
  [
    'passHat3',
    repeats(2, { model: 'small' }),
    'k > n: pass^3 needs 3 trials of a task, and billing/refund~lost-reply~careful@small has 2',
  ],
  [
    'passHat3',
    [...repeats(2), trial({ repeat: 3, verdict: 'error' })],
    'k > n: pass^3 needs 3 trials of a task, and billing/refund~lost-reply~careful has 2',
  ],
  ['trials', withError, 4],
  ['failed', withError, 1],
  ['errors', withError, 1],
  ['inconclusive', withError, 1],
  ['guards.bypassed', ofGuards, 1],
  ['guards.falseAlarms', ofGuards, 1],
  ['guards.notExercised', ofGuards, 1],
  ['guards.bypassed', [trial({ guards: [] })], 'no guard decided a call in the selected trials'],
  [
    'guards.falseAlarms',
    [trial({ guards: [guard('not-exercised')] })],
    'no guard decided a call in the selected trials',
  ],
  [
    'guards.notExercised',
    [trial({ guards: [guard('held', { required: false })] })],
    'no selected trial requires such a guard',
  ],
  ['guards.mutationScore', ofGuards, 'no guard of the selected trials was loosened'],
  ['faults.undelivered', [trial({ faults: [fault('delivered'), fault('undelivered'), fault('not-drawn')] })], 1],
  ['faults.undelivered', [trial({ faults: [] })], 'the selected trials plan no such fault'],
  ['cost.total', withError, 9.6],
  ['cost.total', repeats(3), 0.3],
  ['cost.p50', withError, 0.1],
  ['cost.p95', withError, 0.3],
  ['costOfPass', withError, 0.3],
  ['costOfPass', [trial({ verdict: 'failed' })], 'no trial passed, so the cost of a pass is infinite'],
  ['steps.p95', withError, 9],
  ['calls.p95', withError, 4],
  ['wallMs.p95', withError, 30],
  ['virtualMs.p95', withError, 300],
])('%s of a case', (name, trials, expected) => {
  const figure = metrics.find((metric) => metric.name === name)?.measure(trials, {})
  if (typeof expected === 'number') expect(figure).toBeCloseTo(expected, 12)
  else expect(figure).toEqual({ none: expected })
})

test('the score of mutation counts the guards of the selected trials alone', () => {
  const mutant = (
    guard: string,
    outcome: 'killed' | 'survived' | 'unclear',
    scenario = ofGuards[0]?.scenario ?? '',
  ) => {
    const texts = { name: 'm', describe: '', wanted: '' }
    return { ...texts, guard, outcome, scenarios: ['other', scenario], trials: 1, ran: 1, by: null, instead: [] }
  }
  const mutation = [mutant('budget', 'killed'), mutant('budget', 'survived'), mutant('approval', 'unclear')]
  const elsewhere = [mutant('loop-breaker', 'killed'), mutant('budget', 'killed', 'elsewhere')]
  const measure = (context: object) => guardsMutationScore.measure(ofGuards, context)
  expect(measure({ mutation: [...mutation, ...elsewhere] })).toBeCloseTo(1 / 3, 12)
  expect(measure({ mutation: elsewhere })).toEqual({ none: 'no guard of the selected trials was loosened' })
})

test('names are unique, summaries are sentences, and the guide lists each', () => {
  // A formatter may pad the table.
  const guide = readFileSync(new URL('../../docs/gates.md', import.meta.url), 'utf8').replace(/ +/g, ' ')
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length)
  for (const { name, summary, unit } of metrics) {
    expect(summary).toMatch(/^[A-Zp].*\.$/)
    expect(guide).toContain(`| \`${name}\` | ${unit} | ${summary} |`)
  }
})

test('no metric invents a figure from nothing', () => {
  const counts = ['trials', 'failed', 'errors', 'inconclusive', 'cost.total', 'modelCost.total']
  for (const { name, measure } of metrics) {
    if (!counts.includes(name)) expect([name, measure([], {})]).toEqual([name, { none: expect.any(String) }])
  }
})
