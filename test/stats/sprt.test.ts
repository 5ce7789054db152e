import { expect, test } from 'vitest'
import { binomialTail } from '../../src/stats/binomial.ts'
import { sprt } from '../../src/stats/sprt.ts'

const plan = { good: 0.95, bad: 0.8, alpha: 0.05, beta: 0.05 }

/** Follows every way that trials can go: the exact chance of each decision, and the mean number of trials. */
function follow(rate: number, most: number) {
  const test = sprt(plan)
  let open = new Map([[0, 1]])
  const found = { good: 0, bad: 0, open: 0, trials: 0 }
  for (let trials = 1; trials <= most; trials++) {
    const next = new Map<number, number>()
    for (const [passed, chance] of open) {
      found.trials += chance
      for (const [now, share] of [
        [passed + 1, rate],
        [passed, 1 - rate],
      ] as const) {
        const decision = test.decide(now, trials - now)
        if (decision === 'open') next.set(now, (next.get(now) ?? 0) + chance * share)
        else found[decision] += chance * share
      }
    }
    open = next
  }
  found.open = [...open.values()].reduce((sum, chance) => sum + chance, 0)
  return found
}

/** The fewest trials with which a fixed number of them, and a bound on the passes, has the same error rates. */
function fixedTrials(): number {
  for (let n = 1; ; n++) {
    for (let bound = 0; bound <= n; bound++) {
      const [missed, fooled] = [binomialTail(bound - 1, n, plan.good), 1 - binomialTail(bound - 1, n, plan.bad)]
      if (missed <= plan.alpha && fooled <= plan.beta) return n
    }
  }
}

test('it errs no more often than it may, and takes fewer trials than a fixed number', () => {
  const fixed = fixedTrials()
  const [good, bad] = [follow(plan.good, 2_000), follow(plan.bad, 2_000)]
  const saved = (trials: number) =>
    `${trials.toFixed(1)} of ${fixed} trials, ${Math.round(100 * (1 - trials / fixed))} % saved`
  console.log(
    `a good task is called bad in ${(good.bad * 100).toFixed(2)} %: ${saved(good.trials)}\n` +
      `a bad task is called good in ${(bad.good * 100).toFixed(2)} %: ${saved(bad.trials)}`,
  )
  expect(good.bad).toBeLessThanOrEqual(plan.alpha)
  expect(bad.good).toBeLessThanOrEqual(plan.beta)
  for (const { trials, open } of [good, bad]) {
    expect(open).toBeLessThan(1e-6)
    expect(trials).toBeLessThan(fixed * 0.7)
  }
})

test('control: one that decides too early errs too often', () => {
  const hasty = sprt({ ...plan, alpha: 0.4, beta: 0.4 })
  expect(hasty.decide(3, 0)).toBe('good')
  expect(0.8 ** 3).toBeGreaterThan(plan.beta)
  expect(sprt(plan).decide(3, 0)).toBe('open')
})

test('as many trials as it says are needed can never be too many', () => {
  const test = sprt(plan)
  let checked = 0
  for (let passed = 0; passed < 40; passed++) {
    for (let failed = 0; failed < 12; failed++) {
      const needed = test.needed(passed, failed)
      if (test.decide(passed, failed) !== 'open') {
        expect(needed).toBe(0)
        continue
      }
      for (let more = 1; more < needed; more++) {
        for (let passes = 0; passes <= more; passes++) {
          expect(test.decide(passed + passes, failed + more - passes)).toBe('open')
          checked++
        }
      }
      const ends = [test.decide(passed + needed, failed), test.decide(passed, failed + needed)]
      expect(ends.some((end) => end !== 'open')).toBe(true)
    }
  }
  expect(checked).toBeGreaterThan(500)
})

test('a plan that can tell nothing apart is refused', () => {
  expect(() => sprt({ ...plan, bad: 0.95 })).toThrow('must be below good')
  expect(() => sprt({ ...plan, good: 1 })).toThrow('not between 0 and 1')
})
