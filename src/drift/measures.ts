import type { DriftFinding } from '../record/comparison.ts'
import type { ComparedTrial } from '../record/reference.ts'

/** A figure of a trial. Less of it is better. */
export interface Measure {
  name: Exclude<DriftFinding['measure'], 'passed'>
  of(trial: ComparedTrial): number
}

/** What a passed trial takes. */
export const measures: readonly Measure[] = [
  { name: 'cost', of: ({ usage }) => usage.usd },
  { name: 'steps', of: ({ usage }) => usage.calls },
  { name: 'calls', of: ({ usage }) => usage.calls - usage.modelCalls },
  { name: 'virtualMs', of: ({ usage }) => usage.virtualMs },
]
