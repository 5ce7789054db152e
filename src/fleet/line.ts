import { setTimeout as sleep } from 'node:timers/promises'
import { AHEAD } from '../hosts/worker/pool.ts'
import { patiently } from './database.ts'
import type { Delivery } from './fence.ts'
import type { Share } from './share.ts'
import type { WorkerOrder } from './worker-order.ts'

/** Trials that take longer, in ms, are taken one for each lane: another worker may be free before this one. */
const SHORT_MS = 500

/** The trials that a worker has. */
export interface Line {
  /** How many more may be taken now. */
  room(): number
  underWay(): number
  known(): Delivery[]
  start(delivery: Delivery): void
  /** Resolves when one is through, or after so many ms. @throws what one of them threw. */
  moved(ms: number): Promise<void>
  /** Resolves when none is under way. @throws what one of them threw. */
  empty(): Promise<void>
}

export function openLine(share: Share, { self, database, leases, tell, onTrial }: WorkerOrder): Line {
  const underWay = new Map<Delivery, Promise<void>>()
  let busy = 0
  let pace = Number.POSITIVE_INFINITY
  let failed: { why: unknown } | undefined
  const perform = async (delivery: Delivery) => {
    const since = performance.now()
    let isBusy = true
    const free = () => {
      if (isBusy) busy--
      isBusy = false
    }
    busy++
    try {
      const standing = await share.perform(delivery, free)
      if (standing === undefined) await patiently(database, () => leases.giveBack([delivery]), { onLost: tell })
      else onTrial?.(delivery, standing)
      if (standing === 'late')
        tell(`${delivery.trial} was given to another worker meanwhile: what came of it here was refused.`)
      const took = performance.now() - since
      pace = Number.isFinite(pace) ? pace * 0.7 + took * 0.3 : took
    } catch (thrown) {
      failed ??= { why: thrown }
    } finally {
      free()
      underWay.delete(delivery)
    }
  }
  const look = () => {
    if (failed) throw failed.why
  }
  return {
    room: () => self.lanes * (pace < SHORT_MS ? AHEAD : 1) - busy,
    underWay: () => underWay.size,
    known: () => [...underWay.keys()],
    start: (delivery) => void underWay.set(delivery, perform(delivery)),
    moved: async (ms) => {
      const timer = new AbortController()
      await Promise.race([...underWay.values(), sleep(ms, undefined, { signal: timer.signal }).catch(() => {})])
      timer.abort()
      look()
    },
    empty: async () => {
      await Promise.all(underWay.values())
      look()
    },
  }
}
