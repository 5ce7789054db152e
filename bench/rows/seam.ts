// What the seam adds to a call, as a multiple of what msw's bare `getResponse` takes for it.
import { contenderCalls } from '../contender.ts'
import type { PACES } from '../pace.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'
import { seamCalls } from '../seam-calls.ts'

/** The pace is steady after some ten thousand calls. */
const [WARM, TRIALS] = [300, 100]

finish([
  await measure('GET, budget looks on', 'get', 'calls', 0.6),
  await measure('POST, budget decides, 1 effect', 'post', 'calls', 0.9),
  await measure('POST, budget and approval decide, 1 effect', 'post', 'approved', 0.9),
])

async function measure(what: string, pace: keyof typeof PACES, scenario: string, limit: number): Promise<Row> {
  const { bare, seam } = await interleave({
    bare: () => contenderCalls('bare', { pace, warm: WARM, turns: TRIALS }),
    seam: () => seamCalls({ scenario, pace, warm: WARM, trials: TRIALS }),
  })
  const added = seam.map((figure, round) => figure / (bare[round] ?? Number.NaN) - 1)
  return {
    what: `seam, added over bare getResponse: ${what}`,
    figure: `${median(added).toFixed(2)} x`,
    spread: spread(added, 2),
    beside: `${median(seam).toFixed(0)} us with the seam, ${median(bare).toFixed(0)} us bare getResponse`,
    target: `<= ${limit} x`,
    met: median(added) <= limit,
    workers: '1 call at a time, 1 worker',
  }
}
