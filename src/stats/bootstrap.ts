import type { Random } from '../kernel/random.ts'
import type { Interval } from './interval.ts'
import { mean } from './mean.ts'
import { isNearlyNormal, type Moments } from './nearly-normal.ts'
import { normalPoint } from './normal.ts'

/**
 * The percentile bootstrap of a mean of paired differences, 95 % by default. With several tasks the pairs of each are drawn
 * anew within it: the tasks stay, the chance in them is what varies. Tasks with a single pair, which shows no chance by itself,
 * are drawn from together. Of thousands, none of which rules the others, what would be drawn is known but for its fourth
 * moment, and is computed.
 * Sources: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 8 and 13; Cornish and Fisher, "Moments and
 * Cumulants in the Specification of Distributions", 1938.
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
  const moments = momentsOf(strata)
  if (isNearlyNormal(moments)) return cornishFisher(centre, moments, all.length, level)
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

interface Skewed extends Moments {
  third: number
}

/** Of the sum that `resample` draws. */
function momentsOf(tasks: readonly (readonly number[])[]): Skewed {
  const found = { variance: 0, third: 0, fourth: 0 }
  for (const differences of tasks.filter(({ length }) => length > 0)) {
    const centre = mean(differences)
    for (const difference of differences) {
      const off = difference - centre
      found.variance += off ** 2
      found.third += off ** 3
      found.fourth += off ** 4
    }
  }
  return found
}

function cornishFisher(centre: number, { variance, third }: Skewed, count: number, level: number): Interval {
  const deviation = Math.sqrt(variance)
  const skewness = third / deviation ** 3
  const at = (share: number) => {
    const z = normalPoint(share)
    return centre + ((z + (skewness * (z * z - 1)) / 6) * deviation) / count
  }
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) }
}
