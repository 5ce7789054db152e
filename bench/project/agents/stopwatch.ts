import { requests } from '../shop.ts'

/** What the agent below is to do, and how long it took: shared with the bench, which runs it in its own process. */
export const watch = { request: 'GET' as keyof typeof requests, times: 100, tookMs: 0 }

/** Repeats one request and takes the time. */
export async function run() {
  const { url, init } = requests[watch.request]
  const start = performance.now()
  for (let call = 0; call < watch.times; call++) await (await fetch(url, init)).json()
  watch.tookMs = performance.now() - start
  return { output: watch.times }
}
