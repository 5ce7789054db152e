import { randomBytes } from 'node:crypto'
import { isolate } from '../hosts/index.ts'
import { strongest } from '../record/tier.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { AgentOrder, Isolation, TrialOrder } from '../stage/order.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { RunFolder } from '../store/directory.ts'
import type { RealModels } from './real-models.ts'
import type { TrialLane } from './trial-lane.ts'

/** What is the same in the orders of a run. */
export interface OrderMeans {
  folder: RunFolder
  /** The run's, for the command that runs a trial again. */
  rootSeed: string
  /** Names of environment variables whose values must not be written. */
  secrets: string[]
  real: RealModels
}

/** At least what its scenario demands; what the agent's config or the command line says is not weakened. */
export function isolationOf({ contestant: { source, tier, askedTier }, loaded }: ScheduledTrial) {
  const demanded = loaded.tier === 'T1' ? undefined : loaded.tier
  return isolate(source(loaded), strongest(askedTier ?? tier, demanded))
}

/** A trial as a worker is told of it. */
export function orderOf(
  trial: ScheduledTrial,
  { databases, services }: Pick<TrialLane, 'databases' | 'services'>,
  isolation: Isolation,
  { folder, rootSeed, secrets, real: { setup } }: OrderMeans,
): TrialOrder {
  const { id, loaded, contestant, variant, repeat, seed, planSeed, follow, mutant } = trial
  return {
    id,
    scenario: { id: loaded.id, file: loaded.file },
    variant,
    agent: { ...agentOrder(contestant, loaded), isolation },
    model: contestant.model,
    repeat,
    seed,
    folder: folder.path,
    nonce: randomBytes(16).toString('hex'),
    rootSeed,
    secrets,
    ...((setup.mode || loaded.served) && {
      models: { ...(setup.mode && { mode: setup.mode }), ...(loaded.served && { served: loaded.served }) },
    }),
    ...(loaded.accepted && { accepted: loaded.accepted }),
    ...(planSeed !== undefined && { planSeed }),
    ...(follow && { schedule: follow }),
    ...(mutant && { mutant }),
    ...(databases && { databases }),
    ...(services && { services }),
  }
}

function agentOrder({ name, source, params }: Contestant, scenario: Scenario): AgentOrder {
  return { ...source(scenario), name, ...(params && { params }) }
}
