import { compareTrials } from '../drift/compare.ts'
import { UsageError } from '../kernel/errors.ts'
import type { TrialRecord } from '../record/trial.ts'
import { comparedTrial } from '../store/reference.ts'
import type { GatedRun } from '../verdict/gate.ts'
import { openSide } from './sides.ts'

/**
 * Counts regressions against a reference run, for the gate `drift.regressed`. Undefined where none was named.
 * @throws {UsageError} there is no such reference run.
 */
export function regressionsAgainst(place: string | undefined): GatedRun['regressions'] {
  if (place === undefined) return undefined
  const { trials: base } = openSide(place)
  return (trials: readonly TrialRecord[]) => {
    try {
      const { contests, reason } = compareTrials(base, trials.map(comparedTrial))
      if (contests.some(({ pairs }) => pairs === 0)) return { none: reason.replace(/\.$/, '') }
      return contests.flatMap(({ findings }) => findings).filter(({ verdict }) => verdict === 'regressed').length
    } catch (thrown) {
      if (thrown instanceof UsageError) return { none: thrown.message.replace(/\.$/, '') }
      throw thrown
    }
  }
}
