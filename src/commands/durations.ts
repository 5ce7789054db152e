import { resolve } from 'node:path'
import { taskKey } from '../record/task.ts'
import type { Durations } from '../runs/shard.ts'
import { openRun } from '../store/stored-run.ts'

/** How long the trials of each task took in a run, in ms. @throws {UsageError} there is none. */
export function durationsOf(run: string): Durations {
  const tasks = Map.groupBy(openRun(resolve(run)).rows, taskKey)
  return new Map([...tasks].map(([key, rows]) => [key, meanOf(rows.map(({ usage }) => usage.wallMs))]))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
