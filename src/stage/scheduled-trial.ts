import type { Schedule } from '../faults/plan.ts'
import type { Json } from '../kernel/json.ts'
import type { PlannedTrial } from '../record/run.ts'
import type { Tier } from '../record/tier.ts'
import type { AgentSource } from '../scenario/agent-source.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { MutantOrder } from './order.ts'

/** An agent that takes part in a run, with the model that it is pinned to. */
export interface Contestant {
  name: string
  model: string | null
  /** Where it comes from; 'saint' agents are another one in each scenario. */
  source(scenario: Scenario): AgentSource
  /** What it is told as `task.params`. */
  params?: Readonly<Record<string, Json>>
  /** The command that runs its trial again, where no config names it. */
  again?: string
  /** The tier that its config says: that of a process which nobody watches is accepted. */
  tier?: Tier | undefined
  /** The same, as the command line says it. */
  askedTier?: Tier | undefined
  /** Its model is a parameter of its own, and names no model of the world. */
  parameter?: true
}

/** A trial as it is planned. */
export interface ScheduledTrial extends PlannedTrial {
  contestant: Contestant
  loaded: Scenario
  /** From scenario, variant and repeat: agents and models that are compared get the same chance. */
  seed: string
  /** What its faults draw their chance from, where it is not `seed`: a plan by itself breaks the same in each repeat. */
  planSeed?: string
  /** Follows a plan that was drawn before, in place of drawing anew. */
  follow?: Schedule
  /** Runs with a guard that is loosened. */
  mutant?: MutantOrder
}
