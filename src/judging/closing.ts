import type { Outcome, Restored } from '../stage/outcome.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import type { TrialEndedEvent } from '../trace/events/trial-ended.ts'
import { type Evidence, eventsOf } from '../trace/evidence.ts'

/** What the databases know and the worker did not live to tell, and how the trial came to its end. */
export function closingOf(
  events: Recorded[],
  outcome: Pick<Outcome, 'cut' | 'wallMs'>,
  restored: Restored,
): Recorded[] {
  const calls = underWay(events)
  const at = events.at(-1)?.at ?? 0
  const wallMs = Math.round(outcome.wallMs)
  const closing: TraceEvent[] = [
    ...restored.unreported.map((change) => ({ type: 'effect' as const, calls, ...change })),
    { type: 'trial-ended', ...endOf(events, outcome, restored), wallMs },
  ]
  return closing.map((event, index) => ({ seq: events.length + 1 + index, at, ...event }))
}

/** The statements that a process was cut within: what they did was theirs. None where the agent went another way. */
function underWay(events: Evidence['events']): string[] {
  const over = new Set(eventsOf(events, 'executed').map(({ call }) => call))
  return eventsOf(events, 'call').flatMap(({ call: { id, holdsEffects } }) =>
    holdsEffects && !over.has(id) ? [id] : [],
  )
}

function endOf(
  events: Evidence['events'],
  { cut }: Pick<Outcome, 'cut'>,
  { ended: databases }: Restored,
): Pick<TrialEndedEvent, 'how' | 'detail'> {
  // What the worker wrote before it was cut explains the cut.
  const stopping = events.findLast((event) => event.type === 'stopping')
  if (stopping) return { how: stopping.how, detail: stopping.detail }
  if (cut) return cut
  if (databases) return databases
  const ended = events.findLast((event) => event.type === 'agent-ended')
  if (ended) return ended.how === 'threw' ? { how: 'threw', detail: ended.error ?? '' } : { how: 'returned' }
  return { how: 'lost', detail: 'the trace ends before the agent did' }
}
