import { isAhead } from '../trace/deed.ts'
import type { Recorded } from '../trace/event.ts'
import type { Evidence } from '../trace/evidence.ts'

/** A trial as its guards were asked about it: nobody asked them which tools there may be, or who may log in. */
export function whatGuardsSaw(evidence: Evidence): Evidence {
  const ahead = new Set(evidence.calls.flatMap(({ call }) => (isAhead(call) ? [call.id] : [])))
  if (ahead.size === 0) return evidence
  const calls = evidence.calls.filter(({ call }) => !ahead.has(call.id))
  return { ...evidence, calls, events: evidence.events.filter((event) => !ahead.has(callOf(event) ?? '')) }
}

function callOf(event: Recorded): string | undefined {
  const { call } = event as { call?: string | { id: string } }
  return typeof call === 'object' ? call.id : call
}
