import { canonical, type Json } from '../kernel/json.ts'
import type { Skip } from '../kernel/match-json.ts'
import { isBounded } from './bounded.ts'
import type { Recorded } from './event.ts'
import type { Evidence } from './evidence.ts'
import { skipsIn } from './made.ts'
import { steady } from './steady.ts'
import { readVolatile } from './volatile.ts'

/** The first step at which two trials part; undefined on the side that had ended by then. */
export interface Divergence {
  left: Recorded | undefined
  right: Recorded | undefined
}

/** Compares two traces event by event, as far as events can be the same in two runs. Undefined where they do not part. */
export function firstDivergence(left: Evidence, right: Evidence): Divergence | undefined {
  const a = left.events.filter(isComparable)
  const b = right.events.filter(isComparable)
  const [ofLeft, ofRight] = [essenceIn(left), essenceIn(right)]
  for (let step = 0; step < Math.max(a.length, b.length); step++) {
    if (ofLeft(a[step]) !== ofRight(b[step])) return { left: a[step], right: b[step] }
  }
  return undefined
}

/** How a trial ended and what it printed can differ in wording alone. */
function isComparable({ type }: Recorded): boolean {
  return (
    type !== 'output' &&
    type !== 'trial-ended' &&
    type !== 'stopping' &&
    type !== 'uncovered' &&
    type !== 'unrepeatable' &&
    type !== 'real-time'
  )
}

/** What an event says, without places, times and what is volatile. */
function essenceIn(evidence: Evidence): (event: Recorded | undefined) => string {
  const volatile = readVolatile(evidence.volatile)
  const skipOf = skipsIn(evidence)
  const calls = new Map(evidence.calls.map(({ call }) => [call.id, call]))
  const steadied = (event: Recorded): object => {
    switch (event.type) {
      case 'call': {
        const { input } = event.call
        // Its key tells an input apart that is kept in part, volatile members aside.
        const said = isBounded(input) ? null : steady(input, volatile.input(event.call))
        return { call: { ...event.call, input: said } }
      }
      case 'executed':
      case 'delivered': {
        const call = calls.get(event.call)
        return call && event.output !== undefined ? { output: steady(event.output, volatile.output(call)) } : {}
      }
      case 'effect':
        return imagesOf(event, skipOf(event))
      case 'agent-ended':
        return 'answer' in event && event.answer !== undefined ? { answer: steady(event.answer, volatile.answer) } : {}
      default:
        return {}
    }
  }
  return (event) => {
    if (!event) return ''
    const { seq: _, at: __, ...rest } = event
    return canonical({ ...rest, ...steadied(event), waitedMs: undefined, tookMs: undefined })
  }
}

function imagesOf({ before, after }: { before?: Json; after?: Json }, skip: Skip): object {
  return {
    ...(before !== undefined && { before: steady(before, skip) }),
    ...(after !== undefined && { after: steady(after, skip) }),
  }
}
