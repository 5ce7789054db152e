import { mean } from './mean.ts'

/**
 * The standard error of the mean of all scores where those of one task hang together: the root of the sum over tasks of
 * (the sum of the task's deviations from the mean)^2, over the number of scores.
 * Source: Miller, "Adding Error Bars to Evals", 2024.
 * @param clusters The scores of each task. A task without any is left out.
 * @throws {RangeError} there are no scores.
 */
export function clusteredStandardError(clusters: readonly (readonly number[])[]): number {
  const scores = clusters.flat()
  const centre = mean(scores)
  const squares = clusters.map((cluster) => cluster.reduce((sum, score) => sum + score - centre, 0) ** 2)
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0)) / scores.length
}

/**
 * The standard error of the mean of scores that have nothing to do with each other: what `clusteredStandardError` is where each
 * score is a task of its own.
 * @throws {RangeError} there are no scores.
 */
export function naiveStandardError(scores: readonly number[]): number {
  return clusteredStandardError(scores.map((score) => [score]))
}
