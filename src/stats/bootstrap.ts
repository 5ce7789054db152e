import type { Random } from '../kernel/random.ts'
import type { Interval } from './interval.ts'
import { mean } from './mean.ts'

/**
 * The percentile bootstrap of a mean of paired differences, 95 % by default. With several tasks the pairs of each are drawn
 * anew within it: the tasks stay, the chance in them is what varies. Tasks with a single pair, which shows no chance by itself,
 * are drawn from together.
 * Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 8 and 13.
 * @param tasks The differences of each task's pairs.
 * @throws {RangeError} there are no differences.
 */
export function pairedBootstrap(
  tasks: readonly (readonly number[])[],
  random: Random,
  { resamples = 2_000, level = 0.95 } = {},
): Interval {
  const all = tasks.flat()
  const centre = mean(all)
  if (all.every((difference) => difference === centre)) return { low: centre, high: centre }
  const strata = [tasks.filter(({ length }) => length === 1).flat(), ...tasks.filter(({ length }) => length > 1)]
  const means = Float64Array.from({ length: resamples }, () => resample(strata, random) / all.length).sort()
  const at = (share: number) =>
    means[Math.min(resamples - 1, Math.max(0, Math.round(share * (resamples - 1))))] as number
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) }
}

/** The sum of as many draws as there are differences, each task drawn from by itself. */
function resample(tasks: readonly (readonly number[])[], random: Random): number {
  let sum = 0
  for (const differences of tasks) {
    for (let draw = 0; draw < differences.length; draw++) sum += differences[random.int(differences.length)] as number
  }
  return sum
}
