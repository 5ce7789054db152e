import { compareTrials } from '../drift/compare.ts'
import { labelOf } from '../drift/contestants.ts'
import { UsageError } from '../kernel/errors.ts'
import type { NotCompared } from '../record/comparison.ts'
import type { ComparedTrial } from '../record/reference.ts'
import { comparedTrial } from '../store/reference.ts'
import type { GatedRun } from '../verdict/gate.ts'
import type { Side } from './sides.ts'

/** Counts regressions against a reference run, for the gate `drift.regressed`. */
export function regressionsAgainst({ trials: base }: Side): NonNullable<GatedRun['regressions']> {
  return (trials) => countRegressions(base, trials.map(comparedTrial))
}

/** A task that could not be compared could have regressed: there is no figure then. */
function countRegressions(base: readonly ComparedTrial[], head: readonly ComparedTrial[]): number | { none: string } {
  try {
    const { contests, notCompared } = compareTrials(base, head)
    const lacking = uncovered(head, notCompared)
    if (lacking) return { none: `${lacking.scenario} ${lacking.variant} could not be compared: ${lacking.why}` }
    const figures = contests.flatMap(({ findings }) => findings).filter(({ verdict }) => verdict === 'regressed')
    // A task that is lost for certain counts, even where others were won and no figure fell.
    return Math.max(figures.length, contests.flatMap(({ flipped }) => flipped).filter(({ certain }) => certain).length)
  } catch (thrown) {
    if (thrown instanceof UsageError) return { none: thrown.message.replace(/\.$/, '') }
    throw thrown
  }
}

/** The first task of which no trial was compared. */
function uncovered(head: readonly ComparedTrial[], notCompared: readonly NotCompared[]): NotCompared | undefined {
  const sizes = Map.groupBy(head, (trial) => keyOf(trial.scenario, trial.variant, labelOf(trial)))
  const lacks = Map.groupBy(notCompared, (one) => keyOf(one.scenario, one.variant, one.contestant))
  for (const [key, trials] of sizes) {
    const own = (lacks.get(key) ?? []).filter(({ why }) => why !== 'the head has no such trial')
    if (own.reduce((sum, one) => sum + one.trials, 0) >= trials.length) return own[0]
  }
  return undefined
}

function keyOf(...names: string[]): string {
  return JSON.stringify(names)
}
