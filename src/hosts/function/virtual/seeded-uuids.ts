import crypto, { webcrypto } from 'node:crypto'
import type { Random } from '../../../kernel/random.ts'

// Held before agent code loads: they run first, for their checks and their errors.
const { randomUUID } = crypto
const webRandomUUID = webcrypto.randomUUID

/** The functions that draw UUIDs, from a seed. Those of version 7 begin with the time, which is the trial's. */
export function seededUuids(current: () => Random) {
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
