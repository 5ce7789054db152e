// What a trial costs: five calls and three scorers on one worker beside the same calls without a harness, and a trial of no call.
import { askBare, withBareWorld } from '../bare.ts'
import { fiveCalls } from '../project/shop.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish } from '../row.ts'
import { msPerTrial } from '../trial-pace.ts'

const TRIALS = 1_500

const { bare, five, none } = await interleave({
  bare: bareTrials,
  five: () => msPerTrial({ scenario: 'purchase', agent: 'buyer', trials: TRIALS }),
  none: () => msPerTrial({ scenario: 'instant', agent: 'instant', trials: TRIALS }),
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
