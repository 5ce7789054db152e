import type { SequentialPlan } from '../record/sequential.ts'
import { taskKey } from '../record/task.ts'
import type { TrialRecord, Verdict } from '../record/trial.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { standingOf } from '../verdict/sequential.ts'
import type { Leaves } from './queue.ts'

/** Says which repeats are needed, as the verdicts come in. */
export interface Repeats extends Pick<Leaves, 'leave' | 'taskOf'> {
  settle(record: TrialRecord): void
}

/** Those that have no record yet. @param done Ids of the others: none of them runs again. */
export function onlyMissing(repeats: Repeats, done: ReadonlySet<string>): Repeats {
  if (done.size === 0) return repeats
  return { ...repeats, leave: (trial) => (done.has(trial.id) ? 'never' : repeats.leave(trial)) }
}

/** Every repeat is needed, whatever comes of the others: they are no tasks of their own. */
export const fixedRepeats: Repeats = { leave: () => 'now', taskOf: () => '', settle: () => {} }

/** Repeats each task until the evidence decides. @param known Verdicts that there are already, by trial. */
export function sequentialRepeats(
  plan: SequentialPlan,
  trials: readonly ScheduledTrial[],
  known: ReadonlyMap<string, Verdict> = new Map(),
): Repeats {
  const tasks = Map.groupBy(trials, taskKey)
  const places = new Map([...tasks.values()].flatMap((own) => own.map(({ id }, place) => [id, place])))
  const verdicts = new Map(known)
  const standings = new Map<string, ReturnType<typeof standingOf>>()
  const standing = (key: string) => {
    const found = standings.get(key)
    if (found) return found
    const own = (tasks.get(key) ?? []).map(({ id }) => verdicts.get(id))
    const made = standingOf(plan, own)
    standings.set(key, made)
    return made
  }
  return {
    leave: (trial) => {
      const key = taskKey(trial)
      const { decision, needed } = standing(key)
      if (decision !== 'undecided') return 'never'
      return (places.get(trial.id) ?? 0) < needed ? 'now' : 'later'
    },
    taskOf: taskKey,
    settle: (record) => {
      verdicts.set(record.id, record.verdict)
      standings.delete(taskKey(record))
    },
  }
}
