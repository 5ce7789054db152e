import type { TrialRow } from '../record/row.ts'
import type { PlannedTrial } from '../record/run.ts'
import type { SequentialPlan, TaskRecord } from '../record/sequential.ts'
import { taskKey } from '../record/task.ts'
import { binomialChance } from '../stats/binomial.ts'
import { logChoose } from '../stats/log-factorial.ts'
import { type SprtChances, sprtChances } from '../stats/sprt-chances.ts'
import { pairWithRecords } from './candidate.ts'
import { judgeGate } from './judge-gate.ts'
import type { Gate } from './parse-gate.ts'
import { mayFit, type Tag } from './tags.ts'

/** Trials that would run, each of which passes with the same chance and by itself. */
export interface Forecast {
  planned: readonly PlannedTrial[]
  /** Undefined: each trial is repeated a fixed number of times. */
  sequential: SequentialPlan | undefined
}

/** What is left of a sum is less than rounding. */
const NEGLIGIBLE = 1e-15

/** What a task is found to be. Undefined: each is repeated a fixed number of times, and none is decided. */
export function taskChances({ sequential }: Forecast, p: number): SprtChances | undefined {
  return sequential && sprtChances(sequential, sequential, p)
}

/** How many trials a run of this plan takes, on average, where each passes with the chance p. */
export function expectedTrials({ planned, sequential }: Forecast, p: number): number {
  const task = taskChances({ planned, sequential }, p)
  return task ? tasksOf(planned).length * task.trials : planned.length
}

/**
 * The chance that a gate holds where each trial passes with the chance p: the gate's own verdict on every outcome that is
 * possible, weighed by how likely it is. Undefined: the gate rests on more than which trials pass.
 */
export function chanceToHold(gate: Gate, forecast: Forecast, p: number): number | undefined {
  const { metric, tags } = gate
  const planned = forecast.planned.filter((trial) => tags.every((tag) => fits(tag, trial)))
  const { sequential } = forecast
  if (metric.restsOn === 'passes' && !sequential) return overPasses(gate, planned, p)
  if (metric.restsOn === 'tasks' && sequential) return overTasks(gate, planned, sequential, p)
  return undefined
}

/** The chance that a run without a gate passes: all its trials do, or all its tasks are found good. */
export function chanceToPass({ planned, sequential }: Forecast, p: number): number {
  const task = taskChances({ planned, sequential }, p)
  return task ? task.good ** tasksOf(planned).length : p ** planned.length
}

function overPasses(gate: Gate, planned: readonly PlannedTrial[], p: number): number {
  const all = planned.length
  const isHeld = isOrder(gate)
    ? oneWay(all, (passed) => holds(gate, planned, passed))
    : (passed: number) => holds(gate, planned, passed)
  return sum(
    Array.from({ length: all + 1 }, (_, passed) => {
      const chance = binomialChance(passed, all, p)
      return chance > NEGLIGIBLE && isHeld(passed) ? chance : 0
    }),
  )
}

/** Every pass more moves such a figure one way, and the verdict with it turns once at most. */
function isOrder({ operator }: Gate): boolean {
  return operator !== '==' && operator !== '!='
}

/** The same answers from fewer questions, where they turn once at most between 0 and `last`. */
function oneWay(last: number, ask: (number: number) => boolean): (number: number) => boolean {
  const [atFirst, atLast] = [ask(0), ask(last)]
  if (atFirst === atLast) return () => atFirst
  let [before, from] = [0, last]
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2)
    if (ask(middle) === atLast) from = middle
    else before = middle
  }
  return (number) => (number >= from ? atLast : atFirst)
}

function overTasks(gate: Gate, planned: readonly PlannedTrial[], plan: SequentialPlan, p: number): number {
  const tasks = tasksOf(planned)
  const chances = sprtChances(plan, plan, p)
  let found = 0
  for (let bad = 0; bad <= tasks.length; bad++) {
    for (let undecided = 0; bad + undecided <= tasks.length; undecided++) {
      const chance = multinomial(tasks.length, bad, undecided, chances)
      if (chance > NEGLIGIBLE && holds(gate, tasks, tasks.length, recordsOf(tasks, plan, bad, undecided)))
        found += chance
    }
  }
  return found
}

/** One trial of each task. */
function tasksOf(planned: readonly PlannedTrial[]): PlannedTrial[] {
  return [...new Map(planned.map((trial) => [taskKey(trial), trial])).values()]
}

function recordsOf(tasks: readonly PlannedTrial[], plan: SequentialPlan, bad: number, undecided: number) {
  const decisionOf = (index: number): TaskRecord['decision'] =>
    index < bad ? 'bad' : index < bad + undecided ? 'undecided' : 'good'
  return {
    plan,
    tasks: tasks.map(({ scenario, variant, agent, model }, index): TaskRecord => {
      return { ...{ scenario, variant, agent, model }, decision: decisionOf(index), judged: 1, passed: 1, saved: 0 }
    }),
  }
}

function multinomial(tasks: number, bad: number, undecided: number, chances: SprtChances): number {
  const ways = logChoose(tasks, bad) + logChoose(tasks - bad, undecided)
  const power = (chance: number, count: number) => (count === 0 ? 0 : count * Math.log(chance))
  const good = tasks - bad - undecided
  return Math.exp(ways + power(chances.bad, bad) + power(chances.undecided, undecided) + power(chances.good, good))
}

/** Would it hold where the first trials passed, and the others failed? */
function holds(
  gate: Gate,
  planned: readonly PlannedTrial[],
  passed: number,
  sequential?: { plan: SequentialPlan; tasks: TaskRecord[] },
): boolean {
  const rows = planned.map((trial, index) => rowOf(trial, index < passed ? 'passed' : 'failed'))
  return judgeGate(gate, pairWithRecords(planned, rows), { ...(sequential && { sequential }) }).status === 'passed'
}

/** A trial of which nothing is known but its verdict. */
function rowOf(planned: PlannedTrial, verdict: 'passed' | 'failed'): TrialRow {
  const { id, scenario, variant, agent, model, repeat, tags } = planned
  const nothing = { calls: 0, modelCalls: 0, inputTokens: 0, outputTokens: 0, usd: 0, modelUsd: 0 }
  return {
    ...{ id, scenario, variant, agent, model, repeat, tags, verdict },
    ...{ seed: '', definition: '', tier: 'T1', reset: 'fresh', reproducible: true, effects: 0, traceHash: '' },
    ...{ scores: [], guards: [], faults: [], actions: [], trace: { events: 0 } },
    usage: { ...nothing, models: [], wallMs: 0, virtualMs: 0 },
  }
}

/** Trials that have not run have no guards, faults or models that a tag could ask for. */
function fits(tag: Tag, planned: PlannedTrial): boolean {
  return mayFit(tag, { planned, records: [], evidence: undefined })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}
