import crypto, { webcrypto } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { createRandom, type Random } from '../../../kernel/random.ts'
import { replace } from './replace.ts'
import { seededBytes } from './seeded-bytes.ts'

/** Chance as the agent's process sees it. */
export interface VirtualChance {
  /** Every source of chance starts anew from this seed. */
  reset(random: Random): void
}

/**
 * Puts Math.random and what node:crypto and Web Crypto draw (bytes, integers, UUIDs; no keys, no primes) on the trial's
 * seed. Once per process, before agent code loads.
 */
export function installVirtualChance(): VirtualChance {
  let random = createRandom('no trial')
  const current = () => random
  Math.random = () => random.next()
  const [bytes, uuids] = [seededBytes(current), seededUuids(current)]
  replace(crypto, { ...bytes.ofNode, ...uuids.ofNode })
  // Old names of the same function.
  for (const name of ['pseudoRandomBytes', 'prng', 'rng']) Reflect.set(crypto, name, crypto.randomBytes)
  // `crypto.getRandomValues` of node:crypto asks the one of Web Crypto.
  replace(webcrypto, { ...bytes.ofWeb, ...uuids.ofWeb })
  syncBuiltinESMExports()
  return {
    reset: (next) => {
      random = next
    },
  }
}

// Held before agent code loads: they run first, for their checks and their errors.
const { randomUUID } = crypto
const webRandomUUID = webcrypto.randomUUID

/** The functions that draw UUIDs, from a seed. Those of version 7 begin with the time, which is the trial's. */
function seededUuids(current: () => Random) {
  const digits = (count: number) => Array.from({ length: count }, () => current().int(16).toString(16)).join('')
  const variant = () => (8 + current().int(4)).toString(16)
  const uuid = (version: 4 | 7, begin: string) => {
    const hex = `${begin}${version}${digits(3)}${variant()}${digits(15)}`
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }
  const ofNode = {
    randomUUID: (options?: crypto.RandomUUIDOptions) => {
      randomUUID(options)
      return uuid(4, digits(12))
    },
    randomUUIDv7: (options?: crypto.RandomUUIDOptions) => {
      randomUUID(options)
      return uuid(7, Date.now().toString(16).padStart(12, '0'))
    },
  }
  const ofWeb = {
    randomUUID(this: unknown) {
      Reflect.apply(webRandomUUID, this, [])
      return uuid(4, digits(12))
    },
  }
  return { ofNode, ofWeb }
}
