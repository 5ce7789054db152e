// What the seam adds to a call over msw's bare `getResponse`.
import { contenderCalls } from '../contender.ts'
import type { PACES } from '../pace.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'
import { seamCalls } from '../seam-calls.ts'

/** The pace is steady after some ten thousand calls. */
const [WARM, TRIALS] = [300, 100]
const LIMIT_US = 50

finish([
  await measure('GET, budget looks on', 'get', 'calls'),
  await measure('POST, budget decides, 1 effect', 'post', 'calls'),
  await measure('POST, budget and approval decide, 1 effect', 'post', 'approved'),
])

async function measure(what: string, pace: keyof typeof PACES, scenario: string): Promise<Row> {
  const { bare, seam } = await interleave({
    bare: () => contenderCalls('bare', { pace, warm: WARM, turns: TRIALS }),
    seam: () => seamCalls({ scenario, pace, warm: WARM, trials: TRIALS }),
  })
  const added = seam.map((figure, round) => figure - (bare[round] ?? Number.NaN))
  return {
    what: `seam, added per call: ${what}`,
    figure: `${median(added).toFixed(0)} us`,
    spread: spread(added),
    beside: `${median(seam).toFixed(0)} us with the seam, ${median(bare).toFixed(0)} us bare getResponse`,
    target: `<= ${LIMIT_US} us`,
    met: median(added) <= LIMIT_US,
    workers: '1 call at a time, 1 worker',
  }
}
