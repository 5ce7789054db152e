import crypto, { webcrypto } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { createRandom, type Random } from '../../../kernel/random.ts'
import { seededBytes } from './seeded-bytes.ts'
import { seededUuids } from './seeded-uuids.ts'

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

/** Puts functions in the place of others, whose name and length they take. What an older Node does not have stays away. */
function replace(owner: object, functions: Record<string, (...args: never[]) => unknown>): void {
  for (const [name, seeded] of Object.entries(functions)) {
    const real: unknown = Reflect.get(owner, name)
    if (typeof real !== 'function') continue
    Object.defineProperty(seeded, 'name', { value: real.name })
    Object.defineProperty(seeded, 'length', { value: real.length })
    Reflect.set(owner, name, seeded)
  }
}
