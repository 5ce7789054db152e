import { expect, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import type { PlannedTrial } from '../../src/record/run.ts'
import { binomialTail } from '../../src/stats/binomial.ts'
import { sprtChances } from '../../src/stats/sprt-chances.ts'
import { chanceToHold, chanceToPass, expectedTrials } from '../../src/verdict/forecast.ts'
import { parseGate } from '../../src/verdict/parse-gate.ts'
import { standingOf } from '../../src/verdict/sequential.ts'

const PLAN = { until: 'decided', min: 3, max: 40, good: 0.95, bad: 0.8, alpha: 0.05, beta: 0.05 } as const
const SIMULATED = process.env.METTLE_PROVE === '1' ? 100_000 : 10_000
/** Of a share of so many draws: five standard errors, so that one in a million tests is red by chance. */
const WITHIN = 2.5 / Math.sqrt(SIMULATED)

function planned(repeats: number, agents = ['careful']): PlannedTrial[] {
  return agents.flatMap((agent) =>
    Array.from({ length: repeats }, (_, index) => {
      const repeat = index + 1
      return { id: `s~calm~${agent}~r${repeat}`, scenario: 's', variant: 'calm', agent, model: null, repeat, tags: [] }
    }),
  )
}

const chanceOf = (gate: string, repeats: number, p: number, agents?: string[]) =>
  chanceToHold(parseGate(gate), { planned: planned(repeats, agents), sequential: undefined }, p)

test.each([
  ['passRate >= 0.9', 20, 0.9, 1 - binomialTail(17, 20, 0.9)],
  ['passRate > 0.9', 20, 0.9, 1 - binomialTail(18, 20, 0.9)],
  ['failed <= 1', 10, 0.95, 1 - binomialTail(8, 10, 0.95)],
  // The Wilson interval of 19 of 20 begins at 0.764.
  ['passRate.low >= 0.76', 20, 0.95, 1 - binomialTail(18, 20, 0.95)],
  ['passRate >= 1', 5, 1, 1],
  ['passRate >= 0.1', 5, 0, 0],
])('the chance of %s over %i trials at %f is the binomial sum', (gate, repeats, p, chance) => {
  expect(chanceOf(gate, repeats, p)).toBeCloseTo(chance, 10)
})

test('a gate sees the trials that its tags select', () => {
  expect(chanceOf('passRate{agent:careful} >= 1', 3, 0.9, ['careful', 'hasty'])).toBeCloseTo(0.9 ** 3, 10)
  expect(chanceOf('passRate >= 1', 3, 0.9, ['careful', 'hasty'])).toBeCloseTo(0.9 ** 6, 10)
})

test('what rests on more than passes has no chance beforehand', () => {
  for (const gate of ['guards.bypassed == 0', 'cost.p95 < 1', 'tasks.bad == 0', 'passHat3 >= 0.9'])
    expect(chanceOf(gate, 5, 0.9)).toBeUndefined()
})

test('what sequential repeats come to is what simulated ones count', () => {
  const random = createRandom(1)
  for (const p of [0.8, 0.9, 0.95]) {
    const counts = { good: 0, bad: 0, undecided: 0, trials: 0 }
    for (let round = 0; round < SIMULATED; round++) {
      const verdicts = Array.from({ length: PLAN.max }, () => (random.next() < p ? 'passed' : 'failed'))
      const { decision, judged } = standingOf(PLAN, verdicts)
      counts[decision]++
      counts.trials += judged
    }
    const exact = sprtChances(PLAN, PLAN, p)
    for (const decision of ['good', 'bad', 'undecided'] as const)
      expect(Math.abs(exact[decision] - counts[decision] / SIMULATED)).toBeLessThan(WITHIN)
    expect(Math.abs(exact.trials - counts.trials / SIMULATED) / PLAN.max).toBeLessThan(WITHIN)
    expect(exact.good + exact.bad + exact.undecided).toBeCloseTo(1, 12)
  }
})

test('gates over tasks: none bad, none undecided, with several tasks', () => {
  const forecast = { planned: planned(PLAN.max, ['careful', 'hasty', 'saint']), sequential: PLAN }
  const { good, undecided, trials } = sprtChances(PLAN, PLAN, 0.9)
  const chance = (gate: string) => chanceToHold(parseGate(gate), forecast, 0.9)
  expect(chance('tasks.bad == 0')).toBeCloseTo(good ** 3, 12)
  expect(chance('tasks.undecided == 0')).toBeCloseTo((1 - undecided) ** 3, 12)
  expect(chance('passRate >= 0.9')).toBeUndefined()
  expect(chanceToPass(forecast, 0.9)).toBeCloseTo(good ** 3, 12)
  expect(expectedTrials(forecast, 0.9)).toBeCloseTo(3 * trials, 12)
})

/** The fewest trials with which some number of passes tells the two apart, both errors at most 0.05. */
function fewest(good: number, bad: number): number {
  for (let trials = 1; ; trials++)
    for (let passes = 0; passes <= trials; passes++)
      if (binomialTail(passes - 1, trials, good) <= 0.05 && 1 - binomialTail(passes - 1, trials, bad) <= 0.05)
        return trials
}

test.each([
  [0.95, 0.8, 50, 30.6, 22.6],
  [0.9, 0.7, 41, 24.5, 20.1],
  [0.99, 0.9, 61, 39.6, 24.3],
  [0.8, 0.5, 28, 15.8, 13.8],
])('to tell %f from %f takes %i fixed trials, or %f and %f on average', (good, bad, fixed, whereGood, whereBad) => {
  expect(fewest(good, bad)).toBe(fixed)
  const found = [good, bad].map((p) => sprtChances({ good, bad, alpha: 0.05, beta: 0.05 }, { min: 1, max: 2_000 }, p))
  expect(found.map(({ trials }) => Number(trials.toFixed(1)))).toEqual([whereGood, whereBad])
  expect([found[0]?.bad, found[1]?.good].every((wrong) => Number(wrong) <= 0.0501)).toBe(true)
})
