import { z } from 'zod'

/** How strongly an agent is isolated, from weak to strong. */
export const TIERS = ['T1', 'T2', 'T3'] as const

export type Tier = (typeof TIERS)[number]

export const tierSchema = z.enum(TIERS)

/** The strongest of those that are said; undefined where none is. */
export function strongest(...tiers: readonly (Tier | undefined)[]): Tier | undefined {
  return TIERS.findLast((tier) => tiers.includes(tier))
}
