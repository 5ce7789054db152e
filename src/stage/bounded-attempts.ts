import { cutMiddle } from '../kernel/head-and-tail.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { EndedHow } from '../trace/events/trial-ended.ts'

/** How much of where an agent wanted to go is kept, in characters. */
const LONGEST = 8_192

/**
 * What an agent tries that is no call of its world's: no seam counts it, and yet it stands in the trace. As many as there may be
 * calls are written, then the trial ends.
 */
export function boundAttempts(
  write: (event: TraceEvent) => void,
  { maxCalls }: { maxCalls: number },
  stop: (how: EndedHow, detail: string) => void,
): (event: TraceEvent) => void {
  let attempts = 0
  return (event) => {
    if (event.type !== 'egress' && event.type !== 'uncovered') return write(event)
    if (++attempts <= maxCalls) return write(shortened(event))
    stop('call-limit', `more than ${maxCalls} attempts at what is outside its world`)
  }
}

function shortened(event: Extract<TraceEvent, { type: 'egress' | 'uncovered' }>): TraceEvent {
  if (event.type === 'egress') return { ...event, target: cutMiddle(event.target, LONGEST) }
  return { ...event, detail: cutMiddle(event.detail, LONGEST) }
}
