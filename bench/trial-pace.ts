import { runTrials } from './run-trials.ts'

interface Order {
  scenario: string
  agent: string
  trials: number
  /** Agents see time and chance as they are. */
  realTime?: boolean
}

/** Ms per trial on one worker. The first third compiles the code; what is measured is the pace after it. */
export async function msPerTrial({ trials, ...what }: Order): Promise<number> {
  const warm = Math.floor(trials / 3)
  let warmAt = 0
  let lastAt = 0
  await runTrials({ ...what, variant: 'calm', export: 'run', trials, workers: 1 }, (_, done) => {
    lastAt = performance.now()
    if (done === warm) warmAt = lastAt
  })
  return (lastAt - warmAt) / (trials - warm)
}
