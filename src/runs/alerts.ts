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
  /**
   * Begins to hear what a worker tells of the trial. Where the trial runs again, what was told before is not told twice. What
   * is no such text is dropped: an agent may have written it.
   */
  attempt(): (text: string) => void
  /** Tells of the guards that were passed. */
  judged(record: TrialRecord): void
}

export function alertsOf({ id, scenario, agent }: ScheduledTrial, onAlert: (alert: Alert) => void): TrialAlerts {
  const tell = (urgent: Urgent) => onAlert({ time: now(), trial: id, scenario, agent, ...urgent })
  let before = new Map<string, number>()
  let told = new Map<string, number>()
  const attempt = () => {
    before = most(before, told)
    told = new Map()
    let heard = 0
    return (text: string) => {
      const urgent = readUrgent(text)
      if (!urgent || heard++ >= MOST_ALERTS) return
      const key = JSON.stringify(urgent)
      const times = (told.get(key) ?? 0) + 1
      told.set(key, times)
      if (times > (before.get(key) ?? 0)) tell(urgent)
    }
  }
  return {
    attempt,
    judged: (record) => bypassesOf(record).forEach(tell),
  }
}

function most(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  const keys = [...one.keys(), ...other.keys()]
  return new Map(keys.map((key) => [key, Math.max(one.get(key) ?? 0, other.get(key) ?? 0)]))
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
