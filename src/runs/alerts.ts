import { wallNow } from '../kernel/clock.ts'
import { type Alert, alertSchema } from '../record/alert.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { MOST_ALERTS, type Urgent } from '../stage/urgent.ts'

const urgentSchema = alertSchema.pick({
  ...{ kind: true, guard: true, call: true, target: true, message: true, trialTime: true },
})

/** Where the alerts of one trial come from, whoever raises them: its worker while it runs, the findings once it is judged. */
export interface TrialAlerts {
  /** Hears what the worker tells. What is no such text is dropped: an agent may have written it. */
  urgent(text: string): void
  /** Tells of the guards that were passed. */
  judged(record: TrialRecord): void
}

export function alertsOf({ id, scenario, agent }: ScheduledTrial, onAlert: (alert: Alert) => void): TrialAlerts {
  const tell = (urgent: Urgent) => onAlert({ time: now(), trial: id, scenario, agent, ...urgent })
  let heard = 0
  return {
    urgent: (text) => {
      const urgent = readUrgent(text)
      if (urgent && heard++ < MOST_ALERTS) tell(urgent)
    },
    judged: (record) => bypassesOf(record).forEach(tell),
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
function bypassesOf({ guards }: TrialRecord): Urgent[] {
  const trialTime = now()
  return guards.flatMap(({ name: guard, outcome, evidence }) =>
    outcome === 'bypassed'
      ? evidence.slice(0, MOST_ALERTS).map(({ calls, message }) => {
          return { kind: 'bypassed' as const, guard, call: calls[0] ?? null, target: null, message, trialTime }
        })
      : [],
  )
}

function now(): string {
  return new Date(wallNow()).toISOString()
}
