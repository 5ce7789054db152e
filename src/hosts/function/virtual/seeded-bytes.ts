import crypto, { webcrypto } from 'node:crypto'
import type { Random } from '../../../kernel/random.ts'

type Buffers = ArrayBufferLike | ArrayBufferView
type Done = (error: Error | null | undefined, result: unknown) => void

// Held before agent code loads. Each runs first, for its checks and its errors; then what it drew is drawn again.
const real = {
  randomBytes: crypto.randomBytes as (...args: unknown[]) => Uint8Array,
  randomFill: crypto.randomFill as (...args: unknown[]) => void,
  randomFillSync: crypto.randomFillSync as (...args: unknown[]) => Buffers,
  randomInt: crypto.randomInt as (...args: unknown[]) => number,
  getRandomValues: webcrypto.getRandomValues as (array: unknown) => ArrayBufferView,
}
const { nextTick } = process
const later = setImmediate

/** Node draws integers from this many values. */
const VALUES = 2 ** 48
const HALF = 2 ** 24

/**
 * The functions by which node:crypto draws bytes and integers, from a seed. What is drawn is settled when they are called,
 * not when they call back.
 */
export function seededBytes(current: () => Random) {
  const draw = (bytes: Uint8Array) => {
    const random = current()
    for (let at = 0; at < bytes.length; at++) bytes[at] = random.int(256)
  }
  /** Evenly: what lies beyond the last whole multiple is drawn again. */
  const below = (range: number): number => {
    const random = current()
    const drawn = random.int(HALF) * HALF + random.int(HALF)
    return drawn < VALUES - (VALUES % range) ? drawn % range : below(range)
  }
  const fill = (buffer: Buffers, offset = 0, size?: number) => {
    real.randomFillSync(buffer, offset, size)
    draw(partOf(buffer, offset, size))
    return buffer
  }
  const ofNode = {
    randomBytes: (size: unknown, done?: unknown) => {
      if (done !== undefined && !isDone(done)) return real.randomBytes(size, done)
      const bytes = real.randomBytes(size)
      draw(bytes)
      if (done === undefined) return bytes
      later(done, null, bytes)
    },
    randomFillSync: fill,
    randomFill: (buffer: Buffers, ...rest: unknown[]) => {
      const at = rest.slice(0, 3).findIndex(isDone)
      if (at < 0) return real.randomFill(buffer, ...rest)
      fill(buffer, ...(rest.slice(0, at) as [number?, number?]))
      later(rest[at] as Done, null, buffer)
    },
    randomInt: (...args: unknown[]) => {
      const at = args.findIndex(isDone)
      const bounds = at < 1 ? args : args.slice(0, at)
      real.randomInt(...bounds)
      const [min, max] = (bounds[1] === undefined ? [0, bounds[0]] : bounds) as [number, number]
      const drawn = min + below(max - min)
      if (at < 0) return drawn
      nextTick(args[at] as Done, undefined, drawn)
    },
  }
  const ofWeb = {
    getRandomValues(this: unknown, array: unknown) {
      const filled = Reflect.apply(real.getRandomValues, this, [array])
      draw(partOf(filled))
      return filled
    },
  }
  return { ofNode, ofWeb }
}

function isDone(value: unknown): value is Done {
  return typeof value === 'function'
}

/** Offset and size count elements. */
function partOf(buffer: Buffers, offset = 0, size?: number): Uint8Array {
  if (!ArrayBuffer.isView(buffer)) return new Uint8Array(buffer, offset, size)
  const unit = 'BYTES_PER_ELEMENT' in buffer ? Number(buffer.BYTES_PER_ELEMENT) : 1
  const end = size === undefined ? buffer.byteLength : (offset + size) * unit
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).subarray(offset * unit, end)
}
