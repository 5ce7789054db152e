import { type Divergence, firstDivergence } from '../../../trace/diverge.ts'
import type { Recorded } from '../../../trace/event.ts'
import type { Evidence } from '../../../trace/evidence.ts'
import { eventLine } from '../../text/event.ts'
import { offset } from '../../text/quantity.ts'
import { placePath } from '../routes.ts'

/** Steps that are shown on each side after the two have parted. */
const AFTER = 14
/** The same before it. */
const BEFORE = 4

/** Two trials, each with the id of its page. */
export interface TrialBeside {
  id: string
  evidence: Evidence
}

/**
 * Two trials side by side. They part twice: where anything in their traces differs, which is often a fault, and where
 * the agent does something else, which is what it made of it.
 */
export function besideOf(left: TrialBeside, right: TrialBeside) {
  const parted = firstDivergence(without(left, isFrame), without(right, isFrame))
  const behaved = firstDivergence(without(left, isNoDeed), without(right, isNoDeed))
  return {
    same: parted === undefined,
    first: tell(parted),
    behaviour: tell(behaved),
    left: columnOf(left, parted?.left, behaved?.left),
    right: columnOf(right, parted?.right, behaved?.right),
  }
}

function without({ evidence }: TrialBeside, leave: (event: Recorded) => boolean): Evidence {
  return { ...evidence, events: evidence.events.filter((event) => !leave(event)) }
}

/** The trial's own name and seed stand there. */
function isFrame({ type }: Recorded): boolean {
  return type === 'trial-started'
}

function isNoDeed({ type }: Recorded): boolean {
  return type !== 'call' && type !== 'agent-ended'
}

function tell(parted: Divergence | undefined) {
  if (!parted) return null
  const line = (event: Recorded | undefined) => (event ? `e${event.seq} ${eventLine(event)}` : 'nothing more')
  return { here: line(parted.left), there: line(parted.right) }
}

function columnOf({ id, evidence }: TrialBeside, parted: Recorded | undefined, behaved: Recorded | undefined) {
  const events = evidence.events.filter((event) => !isFrame(event) && event.type !== 'output')
  const at = parted ? events.findIndex(({ seq }) => seq === parted.seq) : events.length
  const from = Math.max(0, at - BEFORE)
  const shown = events.slice(from, at + AFTER)
  const start = evidence.events[0]?.at ?? 0
  return {
    id,
    earlier: from,
    later: Math.max(0, events.length - at - AFTER),
    steps: shown.map((event) => ({
      ref: `e${event.seq}`,
      path: placePath(id, `e${event.seq}`),
      offset: offset(event.at - start),
      text: eventLine(event),
      parted: event.seq === parted?.seq,
      behaved: event.seq === behaved?.seq && event.seq !== parted?.seq,
    })),
    ended: parted === undefined && at === events.length,
  }
}
