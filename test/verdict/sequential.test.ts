import { expect, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { type SequentialPlan, sequentialPlanSchema } from '../../src/record/sequential.ts'
import { withoutSaved } from '../../src/record/task.ts'
import type { Verdict } from '../../src/record/trial.ts'
import { decideTasks, standingOf } from '../../src/verdict/sequential.ts'
import { planOf, repeats, trial } from './runs.ts'

const plan: SequentialPlan = sequentialPlanSchema.parse({ until: 'decided', max: 100 })
const of = (text: string): Verdict[] =>
  [...text].map((sign) => (sign === '.' ? 'passed' : sign === 'E' ? 'error' : 'failed'))

/** Lets a task run as the runner would: as many at once as are sure to be needed, then a look. */
function play(rate: number, seed: number, asked = plan) {
  const random = createRandom(seed)
  const verdicts: Verdict[] = []
  for (;;) {
    const { decision, needed } = standingOf(asked, verdicts)
    if (decision !== 'undecided' || verdicts.length === asked.max) return { decision, trials: verdicts.length }
    while (verdicts.length < needed) verdicts.push(random.next() < rate ? 'passed' : 'failed')
  }
}

test('it errs as seldom as a fixed number of trials with the same error rates, and runs far fewer', () => {
  // 50 trials with a bound of 45 passes: both error rates are below 5 %, and no fewer will do (test/stats/sprt.test.ts).
  const fixed = 50
  const rounds = 2_000
  for (const [rate, wrong] of [
    [plan.good, 'bad'],
    [plan.bad, 'good'],
  ] as const) {
    const played = Array.from({ length: rounds }, (_, seed) => play(rate, seed))
    const errors = played.filter(({ decision }) => decision === wrong).length / rounds
    const undecided = played.filter(({ decision }) => decision === 'undecided').length / rounds
    const mean = played.reduce((sum, { trials }) => sum + trials, 0) / rounds
    console.log(
      `pass rate ${rate}: ${mean.toFixed(1)} trials in place of ${fixed}, wrong ${(errors * 100).toFixed(1)} %, ` +
        `undecided ${(undecided * 100).toFixed(1)} %`,
    )
    expect(errors).toBeLessThan(0.06)
    expect(undecided).toBeLessThan(0.05)
    expect(mean).toBeLessThan(fixed * 0.75)
  }
})

test('no trial runs that the decision does not rest on', () => {
  for (let seed = 0; seed < 300; seed++) {
    const { decision, trials } = play(0.9, seed)
    const random = createRandom(seed)
    const all = Array.from({ length: plan.max }, (): Verdict => (random.next() < 0.9 ? 'passed' : 'failed'))
    // One by one, it is decided at the same trial and not before.
    const first = all.findIndex((_, index) => standingOf(plan, all.slice(0, index + 1)).decision !== 'undecided')
    expect([trials, decision]).toEqual([first < 0 ? plan.max : first + 1, standingOf(plan, all).decision])
  }
})

test('an error is no evidence, and an unknown verdict hides what comes behind it', () => {
  expect(standingOf(plan, of('.'.repeat(18)))).toMatchObject({ decision: 'good', judged: 18, needed: 18 })
  expect(standingOf(plan, of(`E${'.'.repeat(17)}`))).toMatchObject({ decision: 'undecided', judged: 17 })
  expect(standingOf(plan, of(`E${'.'.repeat(18)}`))).toMatchObject({ decision: 'good', judged: 18, needed: 19 })
  expect(standingOf(plan, [undefined, ...of('FFFFFFFFF')])).toMatchObject({ decision: 'undecided', judged: 0 })
})

test('min and max hold', () => {
  expect(standingOf({ ...plan, min: 10 }, of('FFFFF'))).toMatchObject({ decision: 'undecided', needed: 10 })
  expect(standingOf({ ...plan, max: 2 }, [])).toMatchObject({ needed: 2 })
  expect(sequentialPlanSchema.safeParse({ until: 'decided', min: 3, max: 2 }).success).toBe(false)
  expect(sequentialPlanSchema.safeParse({ until: 'decided', max: 9, good: 0.5, bad: 0.6 }).success).toBe(false)
})

test('what was saved leaves the plan, what is missing stays in it', () => {
  const ran = repeats(2, { verdict: 'failed' })
  const decided = [...ran, trial({ verdict: 'failed', repeat: 3 })].map(planOf)
  const open = repeats(3, { agent: 'hasty' }).map(planOf)
  const records = new Map(ran.map((one) => [one.id, one]))
  const planned = [...decided, ...open]
  const tasks = decideTasks({ ...plan, bad: 0.2 }, planned, records)
  expect(tasks.map(({ agent, decision, saved }) => [agent, decision, saved])).toEqual([
    ['careful', 'bad', 1],
    ['hasty', 'undecided', 0],
  ])
  expect(withoutSaved(planned, tasks, records)).toEqual([...decided.slice(0, 2), ...open])
})
