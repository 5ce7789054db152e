import { setTimeout as sleep } from 'node:timers/promises'
import type { RunBounds } from '../runs/limits.ts'
import { patiently, type QueueDatabase } from './database.ts'

/** The limits of a run that all its workers share, as one worker keeps to them. */
export interface SharedCalls extends Pick<RunBounds, 'cutShort' | 'moneyOf'> {
  /** Resolves when what calls came to is written down. */
  settled(): Promise<void>
}

/** How long a call waits before it asks again whether it may be sent, in ms. */
const PAUSE_MS = 100

/** @param signal Ends the waiting: what waits then is not sent. */
export function openCalls(
  database: QueueDatabase,
  { run, worker, signal }: { run: string; worker: string; signal: AbortSignal },
): SharedCalls {
  const short = new Set<string>()
  const underWay = new Set<Promise<unknown>>()
  const settle = (taken: number, paid: number) =>
    database.query(
      `UPDATE mettle_queue.part SET taken_micros = greatest(0, taken_micros - $3), paid_micros = paid_micros + $4
       WHERE run = $1 AND worker = $2`,
      [run, worker, taken, paid],
    )
  return {
    cutShort: (trial) => short.has(trial),
    moneyOf: (trial) => ({
      reserve: async (micros) => {
        while (!signal.aborted && !short.has(trial)) {
          const asked = [run, worker, micros === undefined ? null : wholeOf(micros)]
          const [{ answer }] = await patiently(
            database,
            () => database.query('SELECT mettle_queue.take_call($1, $2, $3) AS answer', asked),
            { signal },
          )
          if (answer === 'granted') return true
          if (answer !== 'wait') break
          await sleep(PAUSE_MS)
        }
        short.add(trial)
        return false
      },
      settle: (reserved, actual) => {
        const taken = wholeOf(reserved ?? 0)
        const paid = actual !== undefined && actual >= 0 ? wholeOf(actual) : taken
        const written = patiently(database, () => settle(taken, paid), { signal }).catch(() => {})
        underWay.add(written)
        written.then(() => underWay.delete(written))
      },
    }),
    settled: async () => void (await Promise.all(underWay)),
  }
}

function wholeOf(micros: number): number {
  return micros > 0 ? Math.ceil(micros) : 0
}
