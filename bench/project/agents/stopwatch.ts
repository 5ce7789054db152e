import { type Pace, timeCalls } from '../../pace.ts'

/** What the agent below is to do, and how long it took: shared with the bench, which runs it in its own process. */
export const watch = { pace: { kinds: ['GET'], calls: 1, inFlight: 1 } as Pace, tookMs: 0 }

export async function run() {
  watch.tookMs = await timeCalls(async (url, init) => (await fetch(url, init)).json(), watch.pace)
  return { output: watch.pace.calls }
}
