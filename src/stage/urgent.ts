import type { Alert } from '../record/alert.ts'
import type { Recorded } from '../trace/event.ts'

/** What a worker tells of an event at once: what an alert needs of it. */
export type Urgent = Pick<Alert, 'kind' | 'guard' | 'call' | 'target' | 'message' | 'trialTime'>

/** Alerts of one trial beyond this many are in its trace alone: an agent may be denied a thousand times. */
export const MOST_ALERTS = 50
/** Longer messages are cut, in characters. */
const LONGEST = 2_000

/** Finds what is urgent among the events of one trial, as they are written. */
export function watchUrgent(tell: (urgent: Urgent) => void): (event: Recorded) => void {
  const targets = new Map<string, string>()
  let told = 0
  return (event) => {
    if (event.type === 'call') targets.set(event.call.id, event.call.target.slice(0, LONGEST))
    const urgent = urgentOf(event)
    if (!urgent || told >= MOST_ALERTS) return
    const { kind, guard, call, message } = urgent
    const last = ++told === MOST_ALERTS ? ' (further alerts are in the trace alone)' : ''
    tell({
      ...{ kind, guard, call, target: (call && targets.get(call)) ?? null },
      message: `${message.slice(0, LONGEST)}${last}`,
      trialTime: new Date(event.at).toISOString(),
    })
  }
}

function urgentOf(event: Recorded): Pick<Alert, 'kind' | 'guard' | 'call' | 'message'> | undefined {
  if (event.type === 'alert') {
    return { kind: 'alert', guard: event.guard, call: event.call ?? null, message: event.message }
  }
  if (event.type === 'egress') return { kind: 'egress', guard: null, call: null, message: event.target }
  if (event.type !== 'decision' || event.mode === 'observe') return undefined
  const { guard, call, decision, reason: message } = event
  if (decision === 'deny') return { kind: 'denied', guard, call, message }
  return decision === 'halt' ? { kind: 'halted', guard, call, message } : undefined
}
