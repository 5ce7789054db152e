// Requests a second through the seam beside msw's own setupServer, each in a process of its own.
import { openContender } from '../contender.ts'
import type { Pace } from '../pace.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'

const PACE: Pace = { kinds: ['GET', 'POST', 'GET', 'POST', 'GET'], calls: 320, inFlight: 32 }
const TURNS = 10
const LEAST = 3

finish([await measure()])

async function measure(): Promise<Row> {
  await using seam = openContender('seam')
  await using server = openContender('setup-server')
  const times = await interleave({ server: () => server.turn(PACE), seam: () => seam.turn(PACE) }, TURNS)
  const ratios = times.server.map((ms, round) => ms / (times.seam[round] ?? Number.NaN))
  return {
    what: "requests/s, as a multiple of msw's setupServer",
    figure: `${median(ratios).toFixed(1)} x`,
    spread: spread(ratios, 1),
    beside: `${perSecond(times.seam)}/s through the seam, ${perSecond(times.server)}/s through setupServer`,
    target: `>= ${LEAST} x`,
    met: median(ratios) >= LEAST,
    workers: `${PACE.inFlight} in flight`,
  }
}

function perSecond(ms: number[]): string {
  return ((PACE.calls * 1_000) / median(ms)).toFixed(0)
}
