import type { TrialRow } from '../../record/row.ts'
import { taskKey } from '../../record/task.ts'
import { passHat } from '../../stats/pass-hat.ts'
import { wilson } from '../../stats/wilson.ts'
import { type Figure, judged, type Metric, NOTHING_JUDGED } from './define.ts'

export const passRate: Metric = {
  name: 'passRate',
  summary: 'Share of the judged trials that passed.',
  unit: 'share',
  restsOn: 'passes',
  measure: (trials) => ofJudged(trials, (passed, of) => passed / of),
}

export const passRateLow: Metric = {
  name: 'passRate.low',
  summary: 'Lower end of the 95 % Wilson interval of the pass rate.',
  unit: 'share',
  restsOn: 'passes',
  measure: (trials) => ofJudged(trials, (passed, of) => wilson(passed, of).low),
}

export const passHat3: Metric = {
  name: 'passHat3',
  summary:
    'pass^3: the chance that three trials of a task all pass, averaged over tasks. A task is a scenario, variant, agent and model.',
  unit: 'share',
  measure: (trials) => meanPassHat(trials, 3),
}

export const flaky: Metric = {
  name: 'flaky',
  summary: 'How many tasks passed in some of their trials and not in others.',
  unit: 'count',
  measure: (trials) => {
    const tasks = [...Map.groupBy(judged(trials), taskKey).values()]
    if (tasks.length === 0) return NOTHING_JUDGED
    return tasks.filter((group) => countPassed(group) > 0 && countPassed(group) < group.length).length
  },
}

function ofJudged(trials: readonly TrialRow[], rate: (passed: number, of: number) => number): Figure {
  const counted = judged(trials)
  return counted.length === 0 ? NOTHING_JUDGED : rate(countPassed(counted), counted.length)
}

function countPassed(trials: readonly TrialRow[]): number {
  return trials.filter(({ verdict }) => verdict === 'passed').length
}

function meanPassHat(trials: readonly TrialRow[], k: number): Figure {
  const tasks = [...Map.groupBy(judged(trials), taskOf)]
  if (tasks.length === 0) return NOTHING_JUDGED
  const short = tasks.find(([, group]) => group.length < k)
  if (short) return { none: `k > n: pass^${k} needs ${k} trials of a task, and ${short[0]} has ${short[1].length}` }
  const chances = tasks.map(([, group]) => passHat(countPassed(group), group.length, k))
  return chances.reduce((sum, chance) => sum + chance, 0) / chances.length
}

function taskOf({ scenario, variant, agent, model }: TrialRow): string {
  return [scenario, variant, model === null ? agent : `${agent}@${model}`].join('~')
}
