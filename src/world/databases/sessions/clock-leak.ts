import { wallNow } from '../../../kernel/clock.ts'
import type { EffectEvent } from '../../../trace/events/effect.ts'

/** Closer than this to the machine's time, in ms, a written time is taken to be the machine's. */
const NEAR_MS = 60_000
/** A trial whose clock is closer than this to the machine's cannot tell the two apart. */
const APART_MS = 3_600_000

/** A time as PostgreSQL puts it into JSON. */
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/

/** The first field that holds the machine's time where the trial's clock is elsewhere. */
export function findClockLeak(
  { collection, id, before, after }: Pick<EffectEvent, 'collection' | 'id' | 'before' | 'after'>,
  trialNow: number,
): { collection: string; id: string; field: string; value: string } | undefined {
  const wall = wallNow()
  if (Math.abs(wall - trialNow) < APART_MS || after === null || typeof after !== 'object') return undefined
  const old = (before ?? {}) as Record<string, unknown>
  for (const [field, value] of Object.entries(after)) {
    if (typeof value !== 'string' || value === old[field] || !TIME.test(value)) continue
    if (Math.abs(Date.parse(withZone(value)) - wall) < NEAR_MS) return { collection, id, field, value }
  }
  return undefined
}

/** A time without a zone is UTC here, as it is in every session. */
function withZone(text: string): string {
  return /(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text : `${text}Z`
}
