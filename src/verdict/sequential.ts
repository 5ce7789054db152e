import type { TrialRow } from '../record/row.ts'
import type { PlannedTrial } from '../record/run.ts'
import type { SequentialPlan, TaskRecord } from '../record/sequential.ts'
import { taskKey } from '../record/task.ts'
import type { Verdict } from '../record/trial.ts'
import { sprt } from '../stats/sprt.ts'

/** Where a task stands after its first trials. */
export interface Standing {
  decision: TaskRecord['decision']
  judged: number
  passed: number
  /** How many of its trials, from the first, are sure to be needed. All that ran once it is decided. */
  needed: number
}

/**
 * How a task stands, from the verdicts of its trials in order, up to the first that is not known yet. An error is no
 * evidence; an inconclusive trial has not passed. That only as many trials start as are sure to be needed makes the
 * decision, and the trials it rests on, the same on any number of workers.
 */
export function standingOf(plan: SequentialPlan, verdicts: readonly (Verdict | undefined)[]): Standing {
  const test = sprt(plan)
  let [seen, judged, passed] = [0, 0, 0]
  for (const verdict of verdicts) {
    if (verdict === undefined) break
    seen++
    if (verdict !== 'error') judged++
    if (verdict === 'passed') passed++
    const decision = test.decide(passed, judged - passed)
    if (seen >= plan.min && decision !== 'open') return { decision, judged, passed, needed: seen }
  }
  const more = Math.max(plan.min - seen, test.needed(passed, judged - passed))
  return { decision: 'undecided', judged, passed, needed: Math.min(plan.max, seen + more) }
}

/** What each task came to, in the order of the plan. @param planned All trials that could have run. */
export function decideTasks(
  plan: SequentialPlan,
  planned: readonly PlannedTrial[],
  rows: ReadonlyMap<string, Pick<TrialRow, 'verdict'>>,
): TaskRecord[] {
  return [...Map.groupBy(planned, taskKey).values()].map((trials) => {
    const { decision, judged, passed } = standingOf(
      plan,
      trials.map(({ id }) => rows.get(id)?.verdict),
    )
    const { scenario, variant, agent, model } = trials[0] as PlannedTrial
    const saved = decision === 'undecided' ? 0 : trials.filter(({ id }) => !rows.has(id)).length
    return { scenario, variant, agent, model, decision, judged, passed, saved }
  })
}
