import { wallNow } from '../kernel/clock.ts'
import { type Alert, alertSchema } from '../record/alert.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { MOST_ALERTS, type Urgent } from '../stage/urgent.ts'

const urgentSchema = alertSchema.pick({
  ...{ kind: true, guard: true, call: true, target: true, message: true, trialTime: true },
})

/** Hears what a trial's worker tells. What is no such text is dropped: an agent may have written it. */
export function hearing({ id, scenario, agent }: ScheduledTrial, onAlert: (alert: Alert) => void) {
  let heard = 0
  return (text: string): void => {
    const urgent = readUrgent(text)
    if (urgent && heard++ < MOST_ALERTS) onAlert({ time: now(), trial: id, scenario, agent, ...urgent })
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
      ? evidence.slice(0, MOST_ALERTS).map(({ calls, message }) => {
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
