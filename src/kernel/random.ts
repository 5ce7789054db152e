import { hash } from 'node:crypto'

/** A stream of chance. The same seed gives the same stream; forks are independent of the order they are made in. */
export interface Random {
  readonly seed: string
  /** A float in [0, 1) with 32 random bits. */
  next(): number
  /** An integer in [0, below). */
  int(below: number): number
  /** One of the items. @throws {RangeError} there are none. */
  pick<T>(items: readonly T[]): T
  /** A stream of its own for a named use: adding a use shifts no other. */
  fork(...names: (string | number)[]): Random
}

export function createRandom(seed: string | number): Random {
  let stream: (() => number) | undefined
  // Many streams are only forked from, never drawn from.
  const next = () => {
    stream ??= sfc32(String(seed))
    return stream()
  }
  const int = (below: number) => Math.floor(next() * below)
  return {
    seed: String(seed),
    next,
    int,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('Failed to pick: the list is empty.')
      return items[int(items.length)] as (typeof items)[number]
    },
    fork: (...names) => createRandom(forkSeed(seed, ...names)),
  }
}

/** The seed of a fork: 128 bits of SHA-256 over the parent's seed and the names, as hex. */
export function forkSeed(seed: string | number, ...names: (string | number)[]): string {
  return hash('sha256', JSON.stringify([String(seed), ...names]), 'hex').slice(0, 32)
}

/** sfc32 of PractRand (Chris Doty-Humphrey), seeded from SHA-256, its first 12 outputs discarded. */
function sfc32(seed: string): () => number {
  const state = new Uint32Array(new Uint8Array(hash('sha256', seed, 'buffer')).buffer.slice(0, 16))
  let [a = 0, b = 0, c = 0, counter = 0] = state
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 12; round++) next()
  return next
}
