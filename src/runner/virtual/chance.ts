import crypto, { webcrypto } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { createRandom, type Random } from '../../kernel/random.ts'

/** Chance as the agent's process sees it. */
export interface VirtualChance {
  /** Every source of chance starts anew from this seed. */
  reset(random: Random): void
}

/** Puts Math.random, randomUUID and getRandomValues on the trial's seed. Once per process, before agent code loads. */
export function installVirtualChance(): VirtualChance {
  let random = createRandom('no trial')
  const fill = <T extends ArrayBufferView | null>(array: T): T => {
    if (array === null) return array
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    for (let at = 0; at < bytes.length; at++) bytes[at] = random.int(256)
    return array
  }
  const uuid = () => {
    const hex = Array.from({ length: 32 }, () => random.int(16).toString(16))
    hex[12] = '4'
    hex[16] = (8 + random.int(4)).toString(16)
    const text = hex.join('')
    const cuts = [0, 8, 12, 16, 20, 32]
    return cuts
      .slice(1)
      .map((to, at) => text.slice(cuts[at], to))
      .join('-')
  }
  Math.random = () => random.next()
  for (const owner of [webcrypto, crypto, globalThis.crypto]) {
    Reflect.set(owner, 'randomUUID', uuid)
    Reflect.set(owner, 'getRandomValues', fill)
  }
  syncBuiltinESMExports()
  return {
    reset: (next) => {
      random = next
    },
  }
}
