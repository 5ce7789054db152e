import { describe, expect, test } from 'vitest'
import { sequentialPlanSchema } from '../../src/record/sequential.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { type GatedRun, judgeRun } from '../../src/verdict/gate.ts'
import { decideTasks } from '../../src/verdict/sequential.ts'
import { planOf, repeats, runOf, trial } from './runs.ts'

describe('sequential repeats: what decides is in the table below', () => {
  const plan = sequentialPlanSchema.parse({ until: 'decided', max: 20, good: 0.9, bad: 0.1 })
  /** R is red. The tasks by their decision, an error among the trials, a limit that was reached. */
  const table: [string[], string, string, string][] = [
    //                                     tasks.bad  tasks.undecided  no gate
    [['good'], '.', '.', '.'],
    [['good', 'good'], '.', '.', '.'],
    [['bad'], 'R', '.', 'R'],
    [['undecided'], 'R', 'R', 'R'],
    [['good', 'bad'], 'R', '.', 'R'],
    [['good', 'undecided'], 'R', 'R', 'R'],
    [['bad', 'undecided'], 'R', 'R', 'R'],
    [['good', 'error'], 'R', 'R', 'R'],
    [['good', 'limit'], 'R', 'R', 'R'],
    [['limit'], 'R', 'R', 'R'],
  ]
  const verdicts = { good: ['passed', 'passed', 'passed'], bad: ['failed', 'failed'], undecided: ['passed', 'failed'] }

  function runOfTasks(parts: string[]): GatedRun {
    const trials = parts.flatMap((part, index) => {
      const own = part === 'error' ? ['error'] : (verdicts[part as keyof typeof verdicts] ?? [])
      return own.map((verdict, at) =>
        trial({ variant: `v${index}`, repeat: at + 1, verdict: verdict as TrialRecord['verdict'] }),
      )
    })
    const planned = trials.map(planOf)
    const tasks = decideTasks(plan, planned, new Map(trials.map((one) => [one.id, one])))
    const stopped = parts.includes('limit') ? 'The run reached its limit of $5' : null
    return runOf(trials, { planned, stopped, sequential: { plan, tasks } })
  }

  test.each(table)('%j: tasks.bad %s, tasks.undecided %s, no gate %s', (parts, bad, undecided, none) => {
    const sign = (gates: string[]) => (judgeRun(gates, runOfTasks(parts)).passed ? '.' : 'R')
    expect([sign(['tasks.bad == 0']), sign(['tasks.undecided == 0']), sign([])]).toEqual([bad, undecided, none])
  })

  test('where the repeats are fixed, no task was decided and the gate is red', () => {
    expect(judgeRun(['tasks.bad == 0'], runOf(repeats(3))).passed).toBe(false)
  })
})
