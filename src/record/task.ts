import type { PlannedTrial } from './run.ts'
import type { TaskRecord } from './sequential.ts'

/** A trial's plan, and nothing that is known of it beyond. */
export function planOf({ id, scenario, variant, agent, model, repeat, tags }: PlannedTrial): PlannedTrial {
  return { id, scenario, variant, agent, model, repeat, tags }
}

/** A text that is the same for all repeats of one task, and for them alone. */
export function taskKey({ scenario, variant, agent, model }: Omit<PlannedTrial, 'id' | 'tags' | 'repeat'>): string {
  return JSON.stringify([scenario, variant, agent, model])
}

/** The plan without the trials that nobody needed: those that are left and did not run are missing. */
export function withoutSaved<T extends PlannedTrial>(
  planned: readonly T[],
  tasks: readonly TaskRecord[],
  ran: { has(id: string): boolean },
): T[] {
  const decided = new Set(tasks.filter(({ decision }) => decision !== 'undecided').map(taskKey))
  if (decided.size === 0) return [...planned]
  return planned.filter((trial) => ran.has(trial.id) || !decided.has(taskKey(trial)))
}
