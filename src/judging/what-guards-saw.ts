import type { Recorded } from '../trace/event.ts'
import type { Evidence } from '../trace/evidence.ts'

/** A trial as its guards were asked about it: nobody asked them which tools there may be. */
export function whatGuardsSaw(evidence: Evidence): Evidence {
  const lists = new Set(evidence.calls.flatMap(({ call }) => (call.lists ? [call.id] : [])))
  if (lists.size === 0) return evidence
  const calls = evidence.calls.filter(({ call }) => !lists.has(call.id))
  return { ...evidence, calls, events: evidence.events.filter((event) => !lists.has(callOf(event) ?? '')) }
}

function callOf(event: Recorded): string | undefined {
  const { call } = event as { call?: string | { id: string } }
  return typeof call === 'object' ? call.id : call
}
