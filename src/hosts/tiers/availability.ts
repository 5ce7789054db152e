import type { Tier } from '../../record/tier.ts'
import { probeBubblewrap } from './bubblewrap/probe.ts'
import { containerRuntime } from './container/probe.ts'
import type { Availability } from './define.ts'

const probes: Record<Tier, () => Promise<Availability>> = {
  T1: async () => ({ found: 'a process' }),
  T2: probeBubblewrap,
  T3: containerRuntime,
}
const known = new Map<Tier, Promise<Availability>>()

/** Tried once a process, by doing it. Never rejects. */
export function availability(tier: Tier): Promise<Availability> {
  const found = known.get(tier) ?? probes[tier]()
  known.set(tier, found)
  return found
}
