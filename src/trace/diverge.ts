import { canonical } from '../kernel/json.ts'
import { isBounded } from './bounded.ts'
import type { Recorded } from './event.ts'
import type { Evidence } from './evidence.ts'
import { withoutVolatile } from './volatile.ts'

/** The first step at which two trials part; undefined on the side that had ended by then. */
export interface Divergence {
  left: Recorded | undefined
  right: Recorded | undefined
}

/** Compares two traces event by event, as far as events can be the same in two runs. Undefined where they do not part. */
export function firstDivergence(left: Evidence, right: Evidence): Divergence | undefined {
  const a = left.events.filter(isComparable)
  const b = right.events.filter(isComparable)
  for (let step = 0; step < Math.max(a.length, b.length); step++) {
    if (essence(a[step]) !== essence(b[step])) return { left: a[step], right: b[step] }
  }
  return undefined
}

/** How a trial ended and what it printed can differ in wording alone. */
function isComparable({ type }: Recorded): boolean {
  return (
    type !== 'output' && type !== 'trial-ended' && type !== 'stopping' && type !== 'uncovered' && type !== 'real-time'
  )
}

function essence(event: Recorded | undefined): string {
  if (!event) return ''
  const { seq: _, at: __, ...rest } = event
  // Its key tells an input apart that is kept in part, volatile members aside.
  const input = event.type === 'call' && isBounded(event.call.input) ? { call: { ...event.call, input: null } } : {}
  return canonical({
    ...(withoutVolatile(JSON.parse(JSON.stringify({ ...rest, ...input }))) as object),
    waitedMs: undefined,
    tookMs: undefined,
  })
}
