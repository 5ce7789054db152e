import type { Burned, Burning } from './norm.ts'

/** What was burned, call by call, by a clock that never goes back. */
export interface Meter {
  entries(): readonly Burning[]
  add(call: string, burned: Burned, now: number): void
  /** What it really was; undefined where it never ran. */
  settle(call: string, usd: number | undefined): void
  /** What was burned so far is a person's word, and counts no more. */
  forgive(): void
}

export function createMeter(): Meter {
  let burned = new Map<string, Burning>()
  let latest = Number.NEGATIVE_INFINITY
  return {
    entries: () => [...burned.values()],
    add: (call, amount, now) => {
      latest = Math.max(latest, now)
      burned.set(call, { ...amount, at: latest })
    },
    settle: (call, usd) => {
      const entry = burned.get(call)
      if (!entry) return
      if (usd === undefined) burned.delete(call)
      else entry.usd = usd
    },
    forgive: () => {
      burned = new Map()
    },
  }
}
