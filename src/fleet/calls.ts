import { randomUUID } from 'node:crypto'
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

/**
 * Each call has an id of its own: a statement that is made again, since nobody heard its answer, does nothing twice.
 * @param signal Ends the waiting: what waits then is not sent.
 */
export function openCalls(
  database: QueueDatabase,
  { run, worker, signal }: { run: string; worker: string; signal: AbortSignal },
): SharedCalls {
  const short = new Set<string>()
  const underWay = new Set<Promise<unknown>>()
  const granted = openGranted()
  const write = (text: string, values: unknown[]) => patiently(database, () => database.query(text, values), { signal })
  return {
    cutShort: (trial) => short.has(trial),
    moneyOf: (trial) => ({
      reserve: async (micros, tokens = 0) => {
        const id = randomUUID()
        const asked = [run, worker, id, micros === undefined ? null : wholeOf(micros), wholeOf(tokens)]
        while (!signal.aborted && !short.has(trial)) {
          const [{ answer }] = await write('SELECT mettle_queue.take_call($1, $2, $3, $4, $5) AS answer', asked)
          if (answer === 'granted') {
            granted.add(id, micros, tokens)
            return true
          }
          if (answer !== 'wait') break
          await sleep(PAUSE_MS)
        }
        short.add(trial)
        return false
      },
      settle: (reserved, actual, tokens) => {
        const came = [amountOf(actual), amountOf(tokens?.actual)]
        const id = granted.take(reserved, tokens?.reserved ?? 0)
        const written = write('SELECT mettle_queue.settle_call($1, $2, $3)', [id, ...came]).catch(() => {})
        underWay.add(written)
        written.then(() => underWay.delete(written))
      },
    }),
    settled: async () => void (await Promise.all(underWay)),
  }
}

/** Calls that were sent. Of several that took as much it is all the same which of them comes to what. */
function openGranted() {
  const ids = new Map<string, string[]>()
  const keyOf = (micros: number | undefined, tokens: number) => `${micros} ${tokens}`
  return {
    add: (id: string, micros: number | undefined, tokens: number) => {
      const key = keyOf(micros, tokens)
      ids.set(key, [...(ids.get(key) ?? []), id])
    },
    take: (micros: number | undefined, tokens: number): string | undefined => {
      const key = keyOf(micros, tokens)
      const own = ids.get(key) ?? []
      const id = own.shift()
      if (own.length === 0) ids.delete(key)
      return id
    },
  }
}

/** Null: nobody knows. */
function amountOf(actual: number | undefined): number | null {
  return actual !== undefined && actual >= 0 ? wholeOf(actual) : null
}

function wholeOf(amount: number): number {
  return amount > 0 ? Math.ceil(amount) : 0
}
