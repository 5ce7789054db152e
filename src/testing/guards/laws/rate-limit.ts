import type { Action } from '../deps.ts'
import { byEffects, type Counted, type Law } from '../law.ts'
import { isCount, kept } from './kept.ts'

export interface RateLimitLaw {
  /** How often something may be done in any window of the span. */
  limit: number
  perMs: number
}

/** A call by one of several callers, who share the limit. */
export interface Request extends Action {
  by: string
}

/** In no window of the span is more done than the limit, wherever it begins; and a call within the limit is let through. @throws {UsageError} a number is none. */
export function rateLimit({ limit, perMs }: RateLimitLaw): Law<Request> {
  kept('rateLimit', 'limit', limit, isCount, 'a whole number of calls, 1 or more')
  kept('rateLimit', 'perMs', perMs, isCount, 'a whole number of ms, 1 or more')
  const excess = (deeds: readonly Counted<Request>[]): string | undefined => {
    const times = deeds.map(({ time }) => time).toSorted((a, b) => a - b)
    const crowded = times.find((time, index) => (times[index + limit] ?? Number.POSITIVE_INFINITY) - time < perMs)
    return crowded === undefined ? undefined : `more than ${limit} within ${perMs} ms`
  }
  return {
    name: 'rate limit',
    source: `laws.rateLimit({ limit: ${limit}, perMs: ${perMs} })`,
    actions: [{ by: 'ann' }, { by: 'ben' }],
    waits: () => [perMs, perMs - 1, 1],
    oddities: () => [],
    describe: ({ by }) => `call by ${by}`,
    ...byEffects({ excess, isSound: () => true }),
    sum: ({ deeds, now }) => {
      const within = deeds.filter(({ times }) => now - (times.at(-1) ?? now) < perMs)
      return `${within.length} of ${limit}`
    },
  }
}
