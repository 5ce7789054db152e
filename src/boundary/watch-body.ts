import { createHash, type Hash } from 'node:crypto'
import type { Json } from '../kernel/json.ts'
import { binaryOf } from '../trace/binary.ts'
import { boundedBy, KEPT_BYTES, TAIL_BYTES } from '../trace/bounded.ts'
import { WholeBody } from './wire.ts'

/** How a body came to its end: read to the end, cut by its source, or dropped by its reader. */
export type BodyEnd = 'complete' | 'failed' | 'cancelled'

/** Told once how a body ended, with what passed: cut at 64 KiB, and then `bounded` says what the whole was. `bytes`: of all that passed. */
export type BodyEnded = (end: BodyEnd, passed: WholeBody, bounded: Json | undefined, bytes: number) => void

/**
 * Passes a stream through chunk by chunk, holding nothing back, and reports once how it ended. `failure` turns the error
 * of its source into the one that its reader sees. Where `signal` aborts, the reader sees its reason.
 */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  ended: BodyEnded,
  failure: (thrown: unknown) => unknown = (thrown) => thrown,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const passed = tally()
  let open = true
  let giveUp = () => {}
  const finish = (end: BodyEnd) => {
    if (!open) return
    open = false
    signal?.removeEventListener('abort', giveUp)
    const { body, bounded, bytes } = passed.sum()
    ended(end, body, bounded, bytes)
  }
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        giveUp = () => {
          finish('cancelled')
          controller.error(signal?.reason)
          reader.cancel(signal?.reason).catch(() => {})
        }
        signal?.addEventListener('abort', giveUp, { once: true })
      },
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read()
          if (done) {
            finish('complete')
            return controller.close()
          }
          passed.add(value)
          controller.enqueue(value)
        } catch (thrown) {
          finish('failed')
          controller.error(failure(thrown))
        }
      },
      cancel: (reason) => {
        // The source first: what the world did is on record before what became of it.
        const cancelled = reader.cancel(reason)
        finish('cancelled')
        return cancelled
      },
    },
    { highWaterMark: 0 },
  )
}

/** Keeps the first 64 KiB of what it is given, and the end; hashes only where there is more. */
function tally() {
  const kept: Uint8Array[] = []
  let last = Buffer.alloc(0)
  let bytes = 0
  let hash: Hash | undefined
  return {
    add: (chunk: Uint8Array) => {
      const room = Math.max(0, KEPT_BYTES - bytes)
      if (chunk.byteLength > room && !hash) {
        hash = createHash('sha256')
        for (const part of kept) hash.update(part)
      }
      hash?.update(chunk)
      last = Buffer.concat([last, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES)
      if (room > 0) kept.push(chunk.subarray(0, room))
      bytes += chunk.byteLength
    },
    sum: () => {
      const body = new WholeBody(Buffer.concat(kept))
      return { body, bytes, bounded: hash && boundedBody(body.bytes, last, bytes, hash.digest('hex').slice(0, 32)) }
    },
  }
}

/** What stands for a body whose beginning alone is at hand: it may end within a character. */
function boundedBody(beginning: Uint8Array, end: Buffer, bytes: number, digest: string): Json {
  for (const cut of [0, 1, 2, 3]) {
    const whole = new WholeBody(beginning.subarray(0, beginning.byteLength - cut))
    if (whole.isText) return boundedBy(whole.text, end.toString('utf8'), bytes, digest)
  }
  return { ...binaryOf(beginning), bytes, digest }
}
