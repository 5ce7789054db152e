import type { Found } from '../../search/found.ts'
import type { SetupFlags } from '../run-flags.ts'
import type { Budget } from './budget.ts'
import type { Searched } from './performer.ts'

/** The options of `mettle search`, as the command line gives them. */
export interface SearchFlags
  extends Pick<SetupFlags, 'config' | 'workers' | 'maxUsd' | 'models' | 'realTime' | 'database'> {
  agent?: string
  model?: string
  budget: Budget
  /** Globs over names of faults. */
  faults?: string[]
  maxFaults: number
  seed?: string
  out?: string
  /** Each plan is a whole trial: none is told by the worker that ran it. */
  wholeTrials?: boolean
  /** Goes on with a search that was begun: the one in that folder, or the last one. */
  resume?: string | true
  /** Writes finds into the scenario's file. */
  write?: boolean
  /** True: printed. A text: written into that file. */
  json?: string | true
}

/** A search that is over. */
export interface Told {
  found: Found
  searched: Searched
  seconds: number
  /** Where its trials lie. */
  folder: string
  flags: Pick<SearchFlags, 'budget' | 'maxFaults' | 'json'>
  /** Somebody ended it. */
  interrupted?: boolean
  /** What became of `--write`, a line each. */
  written: readonly string[]
}
