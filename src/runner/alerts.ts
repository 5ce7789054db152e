import { wallNow } from '../kernel/clock.ts'
import { type Alert, alertSchema } from '../record/alert.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { Recorded } from '../trace/event.ts'
import type { ScheduledTrial } from './schedule.ts'

/** What a worker tells of an event at once: what an alert needs of it. */
export type Urgent = Pick<Alert, 'kind' | 'guard' | 'call' | 'target' | 'message' | 'trialTime'>

/** Alerts of one trial beyond this many are in its trace alone: an agent may be denied a thousand times. */
const MOST = 50
/** Longer messages are cut, in characters. */
const LONGEST = 2_000

/** Finds what is urgent among the events of one trial, as they are written. */
export function watchUrgent(tell: (urgent: Urgent) => void): (event: Recorded) => void {
  const targets = new Map<string, string>()
  let told = 0
  return (event) => {
    if (event.type === 'call') targets.set(event.call.id, event.call.target.slice(0, LONGEST))
    const urgent = urgentOf(event)
    if (!urgent || told >= MOST) return
    const { kind, guard, call, message } = urgent
    const last = ++told === MOST ? ' (further alerts are in the trace alone)' : ''
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

const urgentSchema = alertSchema.pick({
  ...{ kind: true, guard: true, call: true, target: true, message: true, trialTime: true },
})

/** Hears what a trial's worker tells. What is no such text is dropped: an agent may have written it. */
export function hearing({ id, scenario, agent }: ScheduledTrial, onAlert: (alert: Alert) => void) {
  let heard = 0
  return (text: string): void => {
    const urgent = readUrgent(text)
    if (urgent && heard++ < MOST) onAlert({ time: now(), trial: id, scenario, agent, ...urgent })
  }
}

function readUrgent(text: string): Urgent | undefined {
  try {
    return urgentSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The guards that were passed, as the findings show once a trial is judged. */
export function bypassesOf({ id, scenario, agent, guards }: TrialRecord, trialTime = now()): Alert[] {
  return guards.flatMap(({ name: guard, outcome, evidence }) =>
    outcome === 'bypassed'
      ? evidence.slice(0, MOST).map(({ calls, message }) => {
          const call = calls[0] ?? null
          return {
            time: now(),
            kind: 'bypassed' as const,
            trial: id,
            scenario,
            agent,
            guard,
            call,
            target: null,
            message,
            trialTime,
          }
        })
      : [],
  )
}

function now(): string {
  return new Date(wallNow()).toISOString()
}
