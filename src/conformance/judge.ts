import type { Case } from './cases/define.ts'
import { type Effect, textOf } from './effect.ts'
import { SCRIPTS } from './model/scripts.ts'
import type { Outcome } from './outcome.ts'

/** One attempt at a case, as far as it is not told from effects. */
export interface Attempt {
  /** It was still waiting when its time was over. */
  hung?: boolean
  /** Why there is no place for it. */
  notApplicable?: string
  /** What was to run, where that was known by then only. */
  expected?: readonly Effect[]
}

/** How an attempt ended: what ran is compared with what was to run, and nothing that anybody says counts. */
export function judge(
  of: Pick<Case, 'script' | 'kind' | 'expect' | 'orNothing'>,
  attempt: Attempt,
  ran: readonly Effect[],
): Outcome {
  // A target that never asks and runs all the same is no target without a place for the case.
  if (attempt.notApplicable !== undefined && ran.length === 0) return 'not-applicable'
  const expected = (attempt.expected ?? of.expect).map(textOf)
  const effects = ran.map(textOf)
  const extra = without(effects, expected)
  if (extra.length > 0) return openBy(of, extra, { effects, expected })
  const missing = without(expected, effects)
  const isEnough = missing.length === 0 || (of.orNothing === true && effects.length === 0)
  if (attempt.hung) return 'hangs'
  if (!isEnough) return 'lost'
  return effects.length === 0 ? 'fails-closed' : 'ok'
}

function openBy(
  { script, kind }: Pick<Case, 'script' | 'kind'>,
  extra: readonly string[],
  { effects, expected }: { effects: readonly string[]; expected: readonly string[] },
): Outcome {
  const offered = SCRIPTS[script].flat().map(textOf)
  const isOther = (effect: string) => !offered.includes(effect) || (kind === 'ask' && effect.includes('mallory'))
  if (extra.some(isOther)) return 'other'
  const [first = ''] = extra
  return expected.includes(first) && without(effects, [first]).includes(first) ? 'twice' : 'fails-open'
}

/** What is in one list and not in the other, as often as it is. */
function without(all: readonly string[], some: readonly string[]): string[] {
  const left = [...all]
  for (const one of some) {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
  }
  return left
}
