import { firstStepApart } from '../drift/first-step.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Contest } from '../record/comparison.ts'
import type { PlacedParting } from '../reports/define.ts'
import { eventLine } from '../reports/text/event.ts'
import type { Recorded } from '../trace/event.ts'
import type { Side } from './sides.ts'

/** Where the first `count` pairs that were lost part, side by side. Nothing where a side keeps no traces. */
export function partingsOf({ lost }: Contest, base: Side, head: Side, count: number): PlacedParting[] {
  return lost.slice(0, count).flatMap((pair) => {
    try {
      const [left, right] = [base.evidence(pair.base), head.evidence(pair.head)]
      const apart = left && right && firstStepApart(left, right)
      if (!apart) return []
      return [
        {
          ...pair,
          left: lineOf(apart.base),
          right: lineOf(apart.head),
          places: { base: placeOf(apart.base), head: placeOf(apart.head) },
        },
      ]
    } catch (thrown) {
      const left = `The traces could not be read: ${messageOf(thrown)}`
      return [{ ...pair, left, right: null, places: { base: null, head: null } }]
    }
  })
}

function lineOf(event: Recorded | undefined): string | null {
  return event ? eventLine(event) : null
}

function placeOf(event: Recorded | undefined): string | null {
  return event ? `e${event.seq}` : null
}
