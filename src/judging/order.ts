import type { PlannedTrial } from '../record/run.ts'
import type { Tier } from '../record/tier.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { Accepted } from '../scenario/accepted.ts'
import type { AgentSource } from '../scenario/agent-source.ts'
import type { Served } from '../scenario/schema.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'

/** A trial as the parent asks a judge about it. Plain JSON: the scenario's code is named, never passed. */
export interface JudgeOrder {
  trial: PlannedTrial & { seed: string; host: AgentSource['host'] }
  scenario: { id: string; file: string; definition: string }
  /** What the record says of it: more than it says itself, where it has databases. */
  definition: string
  /** What a person accepted for the scenario, as it was before the first trial. */
  accepted?: Accepted | undefined
  /** Models of the config. */
  served?: Served | undefined
  /** The command that runs this trial again, where it is not one of the config's agents that ran. */
  again?: string | undefined
  /** The run's seed, for the command that runs this trial again. */
  rootSeed: string
  /** Where the chain of its trace starts. */
  nonce: string
  /** How its agent was isolated. */
  tier: Tier
  /** The tier that the command line asks for. */
  askedTier?: Tier | undefined
  /** How the trial came out of its process, with where its trace lies, and out of its databases. */
  outcome: Outcome
  restored: Restored
  /** Steps that ended a judge: they are not tried again. */
  struck?: Struck[]
}

/**
 * What a judge does for a trial, in this order, by number: 0 loads the scenario, 1 reads the trace, then come the scenario's
 * scorers and then its guards' oracles, each as the scenario lists them.
 */
export interface Struck {
  step: number
  /** 'took longer than 10000 ms' */
  why: string
}

/** The step of the first scorer: those before it are the harness's own. */
export const FIRST_SCORER = 2

/** What a trial came to. */
export interface Judged {
  record: TrialRecord
  /** Lines of the audit log, without their links. */
  audit: string[]
}
