import { canonical } from '../kernel/json.ts'
import type { NotCompared } from '../record/comparison.ts'
import type { ComparedTrial } from '../record/reference.ts'
import { labelOf, type Match } from './contestants.ts'

/** Two trials of one scenario, variant and repeat. */
export interface Pair {
  base: ComparedTrial
  head: ComparedTrial
}

export interface Aligned {
  pairs: Pair[]
  notCompared: NotCompared[]
}

/** Finds for each trial its partner on the other side. What has none, what changed, and what is an error is named. */
export function align(base: readonly ComparedTrial[], head: readonly ComparedTrial[], match: Match): Aligned {
  const left = byPlace(base, match.base)
  const right = byPlace(head, match.head)
  const pairs: Pair[] = []
  const reasons: { trial: ComparedTrial; why: string }[] = []
  for (const [place, trial] of left) {
    const other = right.get(place)
    const why = other ? objection({ base: trial, head: other }) : 'the head has no such trial'
    if (why !== undefined) reasons.push({ trial: other ?? trial, why })
    else if (other) pairs.push({ base: trial, head: other })
  }
  for (const [place, trial] of right) if (!left.has(place)) reasons.push({ trial, why: 'the base has no such trial' })
  return { pairs, notCompared: summarize(reasons) }
}

/** Trials of contestants that nobody on the other side is compared with. */
export function leftOut(
  base: readonly ComparedTrial[],
  head: readonly ComparedTrial[],
  matches: readonly Match[],
): NotCompared[] {
  const bases = new Set(matches.map((match) => match.base))
  const heads = new Set(matches.map((match) => match.head))
  return summarize([
    ...base
      .filter((trial) => !bases.has(labelOf(trial)))
      .map((trial) => ({ trial, why: 'the head has no such agent' })),
    ...head
      .filter((trial) => !heads.has(labelOf(trial)))
      .map((trial) => ({ trial, why: 'the base has no such agent' })),
  ])
}

function byPlace(trials: readonly ComparedTrial[], label: string): Map<string, ComparedTrial> {
  const own = trials.filter((trial) => labelOf(trial) === label)
  return new Map(own.map((trial) => [canonical([trial.scenario, trial.variant, trial.repeat]), trial]))
}

/** Why two trials say nothing about each other. */
function objection({ base, head }: Pair): string | undefined {
  if (base.definition !== head.definition) return `${changeOf({ base, head })} changed`
  const broken = [base.verdict === 'error' && 'base', head.verdict === 'error' && 'head'].filter(Boolean)
  return broken.length > 0 ? `an error of the harness (${broken.join(' and ')})` : undefined
}

/** As far as the records tell what of a scenario is another one now. */
function changeOf({ base, head }: Pair): string {
  const changed = [
    canonical(guardsOf(base)) !== canonical(guardsOf(head)) && 'guards',
    canonical(planOf(base)) !== canonical(planOf(head)) && 'fault plan',
  ].filter(Boolean)
  return changed.length > 0
    ? `its ${changed.join(' and ')}`
    : 'its definition (task, world, parameters, scorers or another variant)'
}

function guardsOf({ guards }: ComparedTrial) {
  return guards.map(({ name, mode, required }) => ({ name, mode, required }))
}

function planOf({ faults }: ComparedTrial) {
  return faults.map(({ fault, params, on, when }) => ({ fault, params, on, when }))
}

function summarize(reasons: readonly { trial: ComparedTrial; why: string }[]): NotCompared[] {
  const groups = Map.groupBy(reasons, ({ trial, why }) =>
    canonical([trial.scenario, trial.variant, labelOf(trial), why]),
  )
  return [...groups.values()].map((group) => {
    const { trial, why } = group[0] as { trial: ComparedTrial; why: string }
    const { scenario, variant } = trial
    return { scenario, variant, contestant: labelOf(trial), trials: group.length, why }
  })
}

/** Did both sides do the same, step by step? */
export function sameTrace({ base, head }: Pair): boolean {
  return base.traceHash === head.traceHash && base.verdict === head.verdict
}
