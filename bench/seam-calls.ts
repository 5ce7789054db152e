import type { PACES } from './pace.ts'
import { median } from './rounds.ts'
import { runTrials } from './run-trials.ts'

interface Order {
  scenario: string
  pace: keyof typeof PACES
  /** The first trials compile the code and are not counted. */
  warm: number
  trials: number
}

/**
 * Microseconds per call across the seam, as the agent in a real worker finds it: the median of so many trials. The
 * variant's plan looks at each call.
 */
export async function seamCalls({ scenario, pace, warm, trials }: Order): Promise<number> {
  const figures: number[] = []
  const plan = { scenario, variant: 'planned', agent: 'stopwatch', export: pace, trials: warm + trials, workers: 1 }
  await runTrials(plan, ({ answer }, done) => {
    if (done > warm) figures.push(Number(answer))
  })
  return median(figures)
}
