import { setTimeout } from 'node:timers/promises'
import { messageOf } from '../kernel/errors.ts'
import type { Alert } from '../record/alert.ts'

/** Alerts that wait for one sink beyond this many are lost, and counted. */
const WAITING = 1_000
/** How long the end of a run waits for what is on its way, in ms. */
const CLOSING_MS = 5_000

/** A sink with its name, as a run uses it. */
export interface OpenSink {
  name: string
  send(alert: Alert): void | Promise<void>
}

/** Hands alerts on as they come. Nothing that a sink does holds up a trial or another sink. */
export interface Delivery {
  deliver(alert: Alert): void
  /** Waits a while for what is on its way. Resolves with what went wrong, a sentence a sink. */
  close(): Promise<string[]>
}

export function openDelivery(sinks: readonly OpenSink[], closingMs = CLOSING_MS): Delivery {
  const lines = sinks.map(openLine)
  return {
    deliver: (alert) => {
      for (const line of lines) line.push(alert)
    },
    close: async () => {
      const late = new AbortController()
      const limit = setTimeout(closingMs, undefined, { signal: late.signal }).catch(() => {})
      await Promise.race([limit, Promise.all(lines.map(({ empty }) => empty()))])
      late.abort()
      return lines.flatMap((line) => line.trouble())
    },
  }
}

/** One sink's alerts, one after another. */
function openLine({ name, send }: OpenSink) {
  let last: Promise<void> = Promise.resolve()
  let [sent, waiting, done] = [0, 0, 0]
  let why = 'there was no time left'
  const hand = async (alert: Alert) => {
    try {
      await send(alert)
      done++
    } catch (thrown) {
      why = messageOf(thrown)
    } finally {
      waiting--
    }
  }
  return {
    push: (alert: Alert) => {
      sent++
      if (waiting >= WAITING) {
        why = `more than ${WAITING} waited for it`
        return
      }
      waiting++
      last = last.then(() => hand(alert))
    },
    empty: () => last,
    trouble: () => (done < sent ? [`${sent - done} of ${sent} alerts did not reach the sink "${name}": ${why}.`] : []),
  }
}
