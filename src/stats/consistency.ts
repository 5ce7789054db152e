import { sampleStandardDeviation } from 'simple-statistics'
import { editDistance } from './edit-distance.ts'
import { type Counts, jensenShannon } from './jensen-shannon.ts'
import { mean } from './mean.ts'
import { mustBeProportion } from './proportion.ts'

// How alike the repeats of one task are, each from 0 to 1. Source of the measures: HAL, "Holistic Agent Leaderboard", 2026.

/** Of outcomes: (2p - 1)^2, 1 where all trials come to the same verdict, 0 where half of them pass. */
export function outcomeConsistency(passed: number, of: number): number {
  mustBeProportion(passed, of)
  return (2 * (passed / of) - 1) ** 2
}

/** Of what is done: 1 less the mean divergence of the trials' calls, pair by pair. Undefined for fewer than two trials. */
export function distributionConsistency(trials: readonly Counts[]): number | undefined {
  const divergences = pairsOf(trials).map(([left, right]) => jensenShannon(left, right))
  return divergences.length === 0 ? undefined : 1 - mean(divergences)
}

/** Of the order in which it is done: the mean of 1 less the edit distance over the longer sequence. Undefined for fewer than two trials. */
export function sequenceConsistency(trials: readonly (readonly string[])[]): number | undefined {
  const alike = pairsOf(trials).map(([left, right]) => {
    const longer = Math.max(left.length, right.length)
    return longer === 0 ? 1 : 1 - editDistance(left, right) / longer
  })
  return alike.length === 0 ? undefined : mean(alike)
}

/**
 * Of what it takes: exp(-the mean coefficient of variation over the resources). A resource that nobody used varies not at all.
 * @param resources The values of each resource, one a trial. Undefined for fewer than two trials.
 */
export function resourceConsistency(resources: readonly (readonly number[])[]): number | undefined {
  if (resources.length === 0 || resources.some((values) => values.length < 2)) return undefined
  const variations = resources.map((values) => {
    const centre = mean(values)
    return centre === 0 ? 0 : sampleStandardDeviation([...values]) / Math.abs(centre)
  })
  return Math.exp(-mean(variations))
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((left, index) => items.slice(index + 1).map((right): [T, T] => [left, right]))
}
