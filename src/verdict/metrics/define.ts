import type { KnownFault } from '../../record/known-fault.ts'
import type { MutantRecord } from '../../record/mutation.ts'
import type { TrialRow } from '../../record/row.ts'
import type { TaskRecord } from '../../record/sequential.ts'

/** What a metric found: a number, or why there is none. A gate without a number fails. */
export type Figure = number | { none: string }

/** What a figure may rest on beside the selected trials. */
export interface MetricContext {
  /** The tasks of the selected trials, where sequential repeats decided them. */
  tasks?: readonly TaskRecord[] | undefined
  /** How many findings against the reference run are regressions, over these trials. */
  regressions?: ((trials: readonly TrialRow[]) => Figure) | undefined
  /** The faults that could be planned, where the run keeps them. */
  faults?: readonly KnownFault[] | undefined
  /** The guards that were loosened, where the run is one of `mettle guards mutate`. */
  mutation?: readonly MutantRecord[] | undefined
}

/** A figure of a run that a gate can hold against a threshold. */
export interface Metric {
  /** The word used in gates. */
  name: string
  /** One sentence for the table of metrics. */
  summary: string
  /** 'share' is 0 to 1, 'usd' are dollars. */
  unit: 'share' | 'count' | 'usd' | 'ms'
  /** The tag that it alone understands, which narrows the guards, the faults or the models of each trial. */
  tag?: 'guard' | 'fault' | 'asked'
  /** That tag narrows the figure, and selects no trials: those without its part belong to it. */
  narrowsOnly?: true
  /** It counts what is open or broken, so that an open question does not put its figure in doubt. */
  countsOpen?: true
  /** It follows from how many selected trials pass, or from what tasks are found to be, alone: its chances can be told beforehand. */
  restsOn?: 'passes' | 'tasks'
  /** Why runs of this kind say nothing about it: such a gate is not evaluated there. Undefined: this run does. */
  elsewhere?(context: MetricContext): string | undefined
  /** Pure. Gets the selected trials, errors among them, at least one. */
  measure(trials: readonly TrialRow[], context: MetricContext): Figure
}

/** Trials that a figure may rest on: an error of the harness is never in a denominator. */
export function judged(trials: readonly TrialRow[]): TrialRow[] {
  return trials.filter(({ verdict }) => verdict !== 'error')
}

export const NOTHING_JUDGED = { none: 'no selected trial was judged' }
