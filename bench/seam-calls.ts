import type { PACES } from './pace.ts'
import { median } from './rounds.ts'
import { runTrials } from './run-trials.ts'

/** The first trials of a worker compile the code. */
const WARM = 30

/**
 * Microseconds per call across the seam, as the agent in a real worker finds it: the median of so many trials. The
 * variant's plan looks at each call.
 */
export async function seamCalls(scenario: string, pace: keyof typeof PACES, trials: number): Promise<number> {
  const figures: number[] = []
  const plan = { scenario, variant: 'planned', agent: 'stopwatch', export: pace, trials: WARM + trials, workers: 1 }
  await runTrials(plan, ({ answer }, done) => {
    if (done > WARM) figures.push(Number(answer))
  })
  return median(figures)
}
