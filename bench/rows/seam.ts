// What the seam adds to a call over msw's bare `getResponse`, in one process.
import { join } from 'node:path'
import { withBareWorld } from '../bare.ts'
import { openLocalTrials } from '../in-process.ts'
import { watch } from '../project/agents/stopwatch.ts'
import { requests } from '../project/shop.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'

const AGENT = join(import.meta.dirname, '../project/agents/stopwatch.ts')
/** Short trials, many of them: a world grows with its calls, and few real trials make more than a hundred. */
const [TRIALS, CALLS] = [60, 50]
const LIMIT_US = 50

type Method = keyof typeof requests

using trials = await openLocalTrials()
const rows: Row[] = [
  await measure('GET, budget guard', 'GET', 'purchase'),
  await measure('POST, budget guard, one effect', 'POST', 'purchase'),
  await measure('POST, budget and approval guards, one effect', 'POST', 'approved'),
]
finish(rows)

async function measure(what: string, method: Method, scenario: string): Promise<Row> {
  const sides = { bare: () => bareCall(method), seam: () => seamCall(method, scenario) }
  const { bare, seam } = await interleave(sides, TRIALS)
  const added = seam.map((figure, round) => figure - (bare[round] ?? Number.NaN))
  return {
    what: `seam, added per call: ${what}`,
    figure: `${median(added).toFixed(0)} us`,
    spread: spread(added),
    beside: `${median(seam).toFixed(0)} us with, ${median(bare).toFixed(0)} us bare getResponse`,
    target: `<= ${LIMIT_US} us`,
    met: median(added) <= LIMIT_US,
    workers: '1 call at a time, 1 process',
  }
}

/** Microseconds per call of one trial. */
async function seamCall(method: Method, scenario: string): Promise<number> {
  Object.assign(watch, { request: method, times: CALLS })
  await trials.run(scenario, AGENT)
  return (watch.tookMs * 1_000) / CALLS
}

async function bareCall(method: Method): Promise<number> {
  const { url, init } = requests[method]
  return withBareWorld(async (ask) => {
    const start = performance.now()
    for (let call = 0; call < CALLS; call++) await ask(url, init)
    return ((performance.now() - start) * 1_000) / CALLS
  })
}
