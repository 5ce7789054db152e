import { mean } from './mean.ts'
import { passHat } from './pass-hat.ts'

/**
 * What of its pass rate an agent keeps under faults: min(1, rate under faults / rate without). Undefined where it passes
 * nothing without faults.
 */
export function faultRobustness(underFaults: number, without: number): number | undefined {
  return without === 0 ? undefined : Math.min(1, underFaults / without)
}

/** A task's trials under one perturbation and one intensity of faults. */
export interface Stress {
  perturbation: number
  intensity: number
  passed: number
  of: number
}

/**
 * The reliability surface R(k, e, l): the mean of pass^k over the tasks with perturbation e and fault intensity l.
 * Undefined where no such task has k trials.
 */
export function reliability(tasks: readonly Stress[], k: number, perturbation: number, intensity: number) {
  const chosen = tasks.filter((task) => {
    return task.perturbation === perturbation && task.intensity === intensity && task.of >= k
  })
  return chosen.length === 0 ? undefined : mean(chosen.map(({ passed, of }) => passHat(passed, of, k)))
}
