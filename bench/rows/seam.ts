// What the seam adds to a call over msw's bare `getResponse`.
import { openContender } from '../contender.ts'
import type { Pace } from '../pace.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'

/** Short trials, many of them: a world grows with its calls, and few real trials make more than fifty. */
const [TRIALS, CALLS] = [60, 50]
const LIMIT_US = 50

const rows = await measureAll()
finish(rows)

async function measureAll(): Promise<Row[]> {
  await using bare = openContender('bare')
  await using seam = openContender('seam')
  const measure = async (what: string, kind: Pace['kinds'][number], scenario: string): Promise<Row> => {
    const pace = { kinds: [kind], calls: CALLS, inFlight: 1 }
    const times = await interleave({ bare: () => bare.turn(pace), seam: () => seam.turn(pace, scenario) }, TRIALS)
    return tell(what, microseconds(times.bare), microseconds(times.seam))
  }
  return [
    await measure('GET, budget looks on', 'GET', 'purchase'),
    await measure('POST, budget decides, 1 effect', 'POST', 'purchase'),
    await measure('POST, budget and approval decide, 1 effect', 'POST', 'approved'),
  ]
}

function microseconds(msPerTrial: number[]): number[] {
  return msPerTrial.map((ms) => (ms * 1_000) / CALLS)
}

function tell(what: string, bare: number[], seam: number[]): Row {
  const added = seam.map((figure, round) => figure - (bare[round] ?? Number.NaN))
  return {
    what: `seam, added per call: ${what}`,
    figure: `${median(added).toFixed(0)} us`,
    spread: spread(added),
    beside: `${median(seam).toFixed(0)} us with the seam, ${median(bare).toFixed(0)} us bare getResponse`,
    target: `<= ${LIMIT_US} us`,
    met: median(added) <= LIMIT_US,
    workers: '1 call at a time',
  }
}
