import { messageOf, PrerequisiteError, UsageError } from '../kernel/errors.ts'
import { basisOf, changesSince } from '../runs/basis.ts'
import { loadAgentsOf } from '../runs/load-agents.ts'
import type { Plan } from '../runs/plan.ts'
import { planAgain } from '../runs/plan-again.ts'
import { openRealModels, type RealModels } from '../runs/real-models.ts'
import type { Setup } from '../runs/setup.ts'
import { setupAgain } from '../runs/setup-again.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { Config } from '../scenario/config.ts'
import type { OfferedRun } from './joining.ts'

/** The project of a worker, as it lies in its checkout. */
export interface Project {
  config: Config
  scenarios: readonly Scenario[]
  /** As the config and the command line of the worker have it. */
  setup: Setup
}

/** A run that this worker can perform: the same code, the same plan. */
export interface Joined {
  plan: Plan
  setup: Setup
  real: RealModels
}

/** @returns A text: why this worker takes nothing of the run. It names what is another one here. */
export async function openJoined(project: Project, { head, planned }: OfferedRun): Promise<Joined | string> {
  const { config, scenarios } = project
  const { basis } = head
  if (!basis) return 'nothing says what it rests on'
  try {
    const plan = planAgain(config, scenarios, head, planned)
    const setup = setupAgain({ ...head, basis }, project.setup)
    const real = openRealModels(plan.trials, setup)
    await loadAgentsOf(plan.trials, setup.env)
    const lines = changesSince({ ...head, basis }, await basisOf(plan.trials, setup, config.root))
    return lines.length > 0 ? lines.join('; ') : { plan, setup, real }
  } catch (thrown) {
    if (thrown instanceof UsageError || thrown instanceof PrerequisiteError) return messageOf(thrown)
    throw thrown
  }
}
