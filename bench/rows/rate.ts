// Requests a second through the seam beside msw's own setupServer, each in a process of its own.
import { contenderCalls } from '../contender.ts'
import { PACES } from '../pace.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'
import { seamCalls } from '../seam-calls.ts'

// setupServer gets slower with each thousand of requests: few turns, in a process that is new in each round.
const [WARM, TURNS] = [6, 6]
const LEAST = 3

finish([await measure()])

async function measure(): Promise<Row> {
  const { seam, theirs } = await interleave({
    seam: () => seamCalls({ scenario: 'calls', pace: 'crowd', warm: WARM, trials: TURNS }),
    theirs: () => contenderCalls('setup-server', { pace: 'crowd', warm: WARM, turns: TURNS }),
  })
  const ratios = theirs.map((us, round) => us / (seam[round] ?? Number.NaN))
  return {
    what: "requests/s, as a multiple of msw's setupServer",
    figure: `${median(ratios).toFixed(1)} x`,
    spread: spread(ratios, 1),
    beside: `${perSecond(seam)}/s through the seam, ${perSecond(theirs)}/s through setupServer`,
    target: `>= ${LEAST} x`,
    met: median(ratios) >= LEAST,
    workers: `${PACES.crowd.inFlight} in flight, 1 worker`,
  }
}

function perSecond(microseconds: number[]): string {
  return (1_000_000 / median(microseconds)).toFixed(0)
}
