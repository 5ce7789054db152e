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

/** Every repeat is needed, whatever comes of the others: they are no tasks of their own. */
export const fixedRepeats: Repeats = { leave: () => 'now', taskOf: () => '', settle: () => {} }

/** Repeats each task until the evidence decides. */
export function sequentialRepeats(plan: SequentialPlan, trials: readonly ScheduledTrial[]): Repeats {
  const tasks = Map.groupBy(trials, taskKey)
  const places = new Map([...tasks.values()].flatMap((own) => own.map(({ id }, place) => [id, place])))
  const verdicts = new Map<string, Verdict>()
  const standings = new Map<string, ReturnType<typeof standingOf>>()
  const standing = (key: string) => {
    const known = standings.get(key)
    if (known) return known
    const own = (tasks.get(key) ?? []).map(({ id }) => verdicts.get(id))
    const found = standingOf(plan, own)
    standings.set(key, found)
    return found
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
