import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { defineSink } from './define.ts'

const FIRST_PAUSE_MS = 200

/** Each alert as JSON to a URL. */
export const webhook = defineSink({
  name: 'webhook',
  summary: 'Posts each alert as JSON to a URL.',
  params: z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    headers: z.record(z.string(), z.string()).default({}),
    /** How long one try may take, in ms. */
    timeoutMs: z.int().min(1).max(60_000).default(2_000),
    /** How often it is tried again. */
    retries: z.int().min(0).max(10).default(2),
  }),
  open: ({ url, headers, timeoutMs, retries }) => {
    // Once it has failed for good, each alert gets one try: a dead server must not hold the others up.
    let failing = false
    const post = async (body: string) => {
      const init = { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }
      const signal = AbortSignal.timeout(timeoutMs)
      const response = await fetch(url, { ...init, signal, redirect: 'error' })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`it answered ${response.status}`)
    }
    return async (alert) => {
      const body = JSON.stringify(alert)
      for (let tried = 0; ; tried++) {
        try {
          await post(body)
          failing = false
          return
        } catch (thrown) {
          if (failing || tried >= retries) {
            failing = true
            throw thrown
          }
          await setTimeout(FIRST_PAUSE_MS * 2 ** tried)
        }
      }
    }
  },
})
