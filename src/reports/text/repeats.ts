import type { TrialRow } from '../../record/row.ts'
import { clusteredStandardError } from '../../stats/clustered.ts'
import type { Interval } from '../../stats/interval.ts'
import { mean } from '../../stats/mean.ts'
import { passAt } from '../../stats/pass-at.ts'
import { passHat } from '../../stats/pass-hat.ts'
import { wilson } from '../../stats/wilson.ts'
import type { CellTrial } from './matrix.ts'
import { agentLabel } from './outcome.ts'

/** A cell of several trials as counts. Errors and trials that did not run are no part of `judged`. */
export interface CellTally {
  passed: number
  judged: number
  inconclusive: number
  errors: number
  notRun: number
  /** Some of the judged trials passed, and some did not. */
  flaky: boolean
}

export function tallyOf(cell: readonly Pick<CellTrial, 'outcome'>[]): CellTally {
  const count = (outcome: CellTrial['outcome']) => cell.filter((trial) => trial.outcome === outcome).length
  const [passed, inconclusive, errors, notRun] = [
    count('passed'),
    count('inconclusive'),
    count('error'),
    count('not run'),
  ]
  const judged = cell.length - errors - notRun
  return { passed, judged, inconclusive, errors, notRun, flaky: passed > 0 && passed < judged }
}

/** How reliable an agent is, over all its tasks. */
export interface Reliability {
  agent: string
  passed: number
  judged: number
  errors: number
  /** Wilson, 95 %. */
  interval: Interval
  /** Of the pass rate, where trials of one task hang together; undefined for a single task. */
  standardError: number | undefined
  /** The k of pass@k and pass^k: 3, or the fewest trials of a task. */
  k: number
  passAt: number
  passHat: number
  flaky: number
  tasks: number
}

/** A line for each agent that has a judged trial; nothing where no task is repeated. */
export function reliabilityOf(trials: readonly TrialRow[]): Reliability[] {
  const groups = [...Map.groupBy(trials, agentLabel)]
  const lines = groups.flatMap(([agent, own]) => lineOf(agent, own) ?? [])
  return lines.some(({ judged, tasks }) => judged > tasks) ? lines : []
}

function lineOf(agent: string, trials: readonly TrialRow[]): Reliability | undefined {
  const judged = trials.filter(({ verdict }) => verdict !== 'error')
  if (judged.length === 0) return undefined
  const tasks = [...Map.groupBy(judged, ({ scenario, variant }) => JSON.stringify([scenario, variant])).values()]
  const scores = tasks.map((task) => task.map(({ verdict }): number => (verdict === 'passed' ? 1 : 0)))
  const counts = scores.map((task) => ({ passed: task.reduce((sum, score) => sum + score, 0), of: task.length }))
  const k = counts.reduce((fewest, { of }) => Math.min(fewest, of), 3)
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  return {
    agent,
    passed,
    judged: judged.length,
    errors: trials.length - judged.length,
    interval: wilson(passed, judged.length),
    standardError: tasks.length > 1 ? clusteredStandardError(scores) : undefined,
    k,
    passAt: mean(counts.map((count) => passAt(count.passed, count.of, k))),
    passHat: mean(counts.map((count) => passHat(count.passed, count.of, k))),
    flaky: counts.filter((count) => count.passed > 0 && count.passed < count.of).length,
    tasks: tasks.length,
  }
}
