import type { ServiceState } from '../../world/services/define.ts'
import type { FromWorker, Looked } from './protocol.ts'

// Held before agent code loads.
const { parse } = JSON

/** A worker's way to what its trial's services hold: its parent looks. */
export interface Looking {
  /** For the trial of this order. */
  at(nonce: string): (service: string) => Promise<ServiceState>
  hear(looked: Looked): void
}

/** @param waits Told how many looks are waited for, at every change: the process must not end before they come. */
export function openLooking(send: (message: FromWorker) => void, waits: (count: number) => void): Looking {
  const open = new Map<number, { text: string; resolve(state: ServiceState): void; reject(why: Error): void }>()
  let count = 0
  return {
    at: (nonce) => (service) =>
      new Promise((resolve, reject) => {
        const look = ++count
        open.set(look, { text: '', resolve, reject })
        waits(open.size)
        send({ type: 'look', nonce, look, service })
      }),
    hear: ({ look, part = '', last, failed }) => {
      const waiting = open.get(look)
      if (!waiting) return
      waiting.text += part
      if (!last && failed === undefined) return
      open.delete(look)
      waits(open.size)
      if (failed === undefined) waiting.resolve(parse(waiting.text))
      else waiting.reject(new Error(failed))
    },
  }
}
