import type { Case } from './cases/define.ts'
import type { Effect } from './effect.ts'
import type { Outcome } from './outcome.ts'
import type { ConformanceTarget } from './target.ts'

/** A case and a target: what became of it. */
export interface Cell {
  case: Case['name']
  kind: Case['kind']
  /** The worst of all repeats, and of all ways of a case that has several. */
  outcome: Outcome
  /** Do all repeats end alike? */
  steady: boolean
  /** What ran in the worst of them, in order. */
  effects: readonly Effect[]
  /** What was to run. */
  expected: readonly Effect[]
  /** What was thrown, and why it is not applicable. */
  note?: string
}

/** A target, and all that was found of it. */
export interface TargetResult
  extends Pick<ConformanceTarget, 'name' | 'mechanism' | 'holds' | 'control' | 'guide' | 'settingOf' | 'only'> {
  /** Of its packages, as they are installed. */
  versions: Readonly<Record<string, string>>
  repeats: number
  cells: readonly Cell[]
}
