import { type Evidence, eventsOf } from '../../../trace/evidence.ts'
import { plural } from '../../text/quantity.ts'
import type { TrialDetail } from '../embed/shape.ts'

/** Kinds of change that are named. */
const NAMED = 3

const DONE = { create: 'created', update: 'updated', delete: 'deleted' } as const

export function taskOf({ events }: Evidence): string | undefined {
  return events.find((event) => event.type === 'trial-started')?.task.text
}

/** 'The agent made 3 calls, met lost-reply, created 2 in payments.refunds and answered.' */
export function happenedText(detail: TrialDetail, trace: Evidence | undefined): string {
  const { usage, faults, guards } = detail
  const met = [...new Set(faults.flatMap(({ fault, delivered }) => (delivered > 0 ? [fault] : [])))]
  const stopped = guards
    .filter(({ mode }) => mode === 'enforce')
    .map(({ decisions }) => decisions.deny + decisions.halt)
  const refused = stopped.reduce((sum, count) => sum + count, 0)
  return `The agent ${listed([
    `made ${plural(usage.calls - usage.modelCalls, 'call')}`,
    ...(met.length > 0 ? [`met ${met.join(' + ')}`] : []),
    ...(refused > 0 ? [`was refused ${plural(refused, 'time')}`] : []),
    ...(trace ? [...changesIn(trace), endOf(trace)] : []),
  ])}.`
}

function changesIn({ events }: Evidence): string[] {
  const effects = eventsOf(events, 'effect')
  if (effects.length === 0) return ['changed nothing']
  const kinds = [...Map.groupBy(effects, ({ op, collection }) => `${op} ${collection}`).values()]
  const told = kinds.slice(0, NAMED).flatMap((own) => {
    const [first] = own
    return first ? [`${DONE[first.op as keyof typeof DONE] ?? first.op} ${own.length} in ${first.collection}`] : []
  })
  return kinds.length > NAMED ? [...told, `made ${kinds.length - NAMED} more kinds of change`] : told
}

function endOf({ ended }: Evidence): string {
  if (!ended) return 'left no end'
  if (ended.how === 'returned') return 'answered'
  return ended.how === 'threw' ? 'threw' : `was ended (${ended.how})`
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
