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

/**
 * Of what is done: 1 less the mean divergence of the trials' calls, pair by pair. Undefined for fewer than two trials. Of a task
 * with more than 500 different trials, 500 evenly spaced ones are compared.
 */
export function distributionConsistency(trials: readonly Counts[]): number | undefined {
  const divergence = meanOverPairs(trials, (counts) => JSON.stringify([...counts].sort()), jensenShannon)
  return divergence === undefined ? undefined : 1 - divergence
}

/**
 * Of the order in which it is done: the mean of 1 less the edit distance over the longer sequence. Undefined for fewer than two
 * trials. Of more than 500 different trials, 500 evenly spaced ones are compared.
 */
export function sequenceConsistency(trials: readonly (readonly string[])[]): number | undefined {
  const distance = meanOverPairs(trials, JSON.stringify, (left, right) => {
    const longer = Math.max(left.length, right.length)
    return longer === 0 ? 0 : editDistance(left, right) / longer
  })
  return distance === undefined ? undefined : 1 - distance
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

/** Different trials that are compared pair by pair: their pairs grow with the square of them. */
const COMPARED = 500

/** The mean of a distance over all pairs. What is the same is a distance of 0 apart, and is measured once, with its weight. */
function meanOverPairs<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  distance: (left: T, right: T) => number,
): number | undefined {
  if (items.length < 2) return undefined
  const groups = [...Map.groupBy(items, keyOf).values()]
  if (groups.length > COMPARED) return meanOverPairs(evenly(items, COMPARED), keyOf, distance)
  let sum = 0
  for (const [index, left] of groups.entries()) {
    for (const right of groups.slice(index + 1)) {
      sum += left.length * right.length * distance(left[0] as T, right[0] as T)
    }
  }
  return sum / ((items.length * (items.length - 1)) / 2)
}

function evenly<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)] as T)
}
