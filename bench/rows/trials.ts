// What a trial costs: five calls and three scorers on one worker beside the same calls without a harness, and a trial of no call.
import { askBare, withBareWorld } from '../bare.ts'
import { fiveCalls } from '../project/shop.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish } from '../row.ts'
import { runTrials } from '../run-trials.ts'

/** The first trials compile the code; what is measured is the pace after them. */
const [TRIALS, WARM] = [1_500, 500]

const { bare, five, none } = await interleave({
  bare: bareTrials,
  five: () => trialsOf('purchase', 'buyer'),
  none: () => trialsOf('instant', 'instant'),
})
const shares = five.map((ms, round) => (100 * (bare[round] ?? Number.NaN)) / ms)
finish([
  {
    what: 'trials of 5 calls and 3 scorers, share of the floor',
    figure: `${median(shares).toFixed(0)} %`,
    spread: spread(shares),
    beside: `${perSecond(five)} trials/s, floor ${perSecond(bare)} (5 x bare getResponse)`,
    workers: '1 worker and the parent',
  },
  {
    what: 'a trial of 0 calls',
    figure: `${median(none).toFixed(2)} ms`,
    spread: spread(none, 2),
    beside: `${perSecond(none)} trials/s`,
    workers: '1 worker and the parent',
  },
])

function perSecond(msPerTrial: number[]): string {
  return (1_000 / median(msPerTrial)).toFixed(0)
}

/** Ms per trial of the floor. */
async function bareTrials(): Promise<number> {
  const start = performance.now()
  for (let trial = 0; trial < TRIALS; trial++) {
    await withBareWorld(async () => {
      for (const { url, init } of fiveCalls) await askBare(url, init)
    })
  }
  return (performance.now() - start) / TRIALS
}

/** Ms per trial, from the end of the last warm one to the end of all. */
async function trialsOf(scenario: string, agent: string): Promise<number> {
  let warmAt = 0
  let lastAt = 0
  const plan = { scenario, variant: 'calm', agent, export: 'run', trials: TRIALS, workers: 1 }
  await runTrials(plan, (_, done) => {
    lastAt = performance.now()
    if (done === WARM) warmAt = lastAt
  })
  return (lastAt - warmAt) / (TRIALS - WARM)
}
