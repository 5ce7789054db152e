import type { Plan } from './plan.ts'
import type { Rate } from './proof.ts'
import type { Cause } from './told.ts'
import type { Counts } from './trials.ts'

/** A plan, and the trial that shows what comes of it. */
export interface Shown {
  plan: Plan
  /** Id of a trial in the ledger. */
  trial: string
  /** Why that trial failed, in one sentence. */
  reason: string
  /** The command that runs it again. */
  replay: string
}

/** A way in which the agent fails, with the smallest plan that makes it fail so. */
export interface Find extends Shown {
  cause: Cause
  /** 'yes': each removal was tried and does not show the cause. 'no': the search ended before that, or a removal was not to be told. */
  minimal: 'yes' | 'no'
  /** How often the plan showed the cause, with another seed each time. */
  rate?: Rate
  /** Of the saint under the same plan. 'not-met': not every fault reached it. 'unknown': there is none to ask, or it fails in calm. */
  saint: 'survives' | 'not-met' | 'unknown'
  /** Other plans that show the same cause, none within another. They are no smaller than they were found. */
  also: Shown[]
  /** After so many trials. */
  at: number
}

/** A plan that makes the agent fail, and for what. */
export interface Failing extends Shown {
  cause: Cause
}

/** A plan that shows a cause now and then: too seldom to be told from chance, too often to be told from nothing. */
export interface Unstable extends Failing {
  rate: Rate
}

/** All that a search found, and how far it came. */
export interface Found {
  /** What the agent comes to without any fault. */
  calm: { verdict: string; reason: string; trial: string; replay: string; causes: readonly Cause[]; calls: number }
  /** The same plan comes to this and to that. */
  byChance: boolean
  finds: Find[]
  /** The saint fails under these as well. */
  unsurvivable: Failing[]
  unstable: Unstable[]
  /** Plans that made it fail, and that nobody looked into: the search ended before that. */
  open: Failing[]
  /** Is there a saint that passes in calm? */
  saint: 'asked' | 'none' | 'fails-calm'
  counts: Counts
  /** The reason of the first trial that was an error. */
  firstError: string | undefined
  /** Trials that failed with a fault that never arrived, and not without it. */
  withoutFault: number
  /** Failures that came no more often than without a fault. */
  noise: number
  coverage: Coverage
  /**
   * 'done': nothing is left to try. 'spent': the budget is, or somebody ended it. 'calm': there is nothing to search from. 'broken': what
   * runs plans failed.
   */
  ended: 'done' | 'spent' | 'calm' | 'broken'
}

/** Calls of the calm trial, each with each fault that concerns it. */
export interface Coverage {
  cells: number
  tried: number
  /** Of those that were tried, the fault arrived. */
  arrived: number
  /** Pairs, and plans that were drawn. */
  pairs: number
  drawn: number
}
