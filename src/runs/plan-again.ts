import { UsageError } from '../kernel/errors.ts'
import { isProbe } from '../record/probe-variant.ts'
import type { PlannedTrial, RunHead } from '../record/run.ts'
import { tierSchema } from '../record/tier.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { Config } from '../scenario/config.ts'
import { withPlans } from '../scenario/planned.ts'
import { withProbes } from '../scenario/probed.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'
import { chooseContestants } from './contestants.ts'
import type { Plan } from './plan.ts'
import { seedsOf } from './schedule.ts'

/**
 * The plan of a run that was begun, of the project as it is now: the same trials in the same order.
 * @throws {UsageError} a scenario, a variant or an agent of it is gone.
 */
export function planAgain(
  config: Config,
  loaded: readonly Scenario[],
  { seed, sequential, known, basis }: RunHead,
  planned: readonly PlannedTrial[],
): Plan {
  const scenarioOf = openScenarios(loaded, planned)
  const asked = tierSchema.safeParse(basis?.settings.tier).data
  const contestants = new Map<string, Contestant>()
  const contestantOf = ({ agent, model }: PlannedTrial): Contestant => {
    const text = model === null ? agent : `${agent}@${model}`
    const found = contestants.get(text)
    if (found) return found
    const [made] = chooseContestants(config, [text], [])
    if (made?.name !== agent || made.model !== model) throw gone(`agent ${text}`)
    const one = { ...made, ...(asked && { askedTier: asked }) }
    contestants.set(text, one)
    return one
  }
  const trials = planned.map((trial): ScheduledTrial => {
    return { ...trial, contestant: contestantOf(trial), loaded: scenarioOf(trial), ...seedsOf(seed, trial) }
  })
  for (const { contestant, loaded: own } of trials) contestant.source(own)
  return { trials, contestants: [...contestants.values()], seed, sequential: sequential?.plan, known }
}

/** Scenarios with the variants that a command line asked for by themselves: plans, and probes. */
function openScenarios(loaded: readonly Scenario[], planned: readonly PlannedTrial[]) {
  const variants = Map.groupBy(planned, ({ scenario }) => scenario)
  const made = new Map<string, Scenario>()
  const make = (id: string): Scenario => {
    const own = loaded.find((one) => one.id === id)
    if (!own) throw gone(`scenario ${id}`)
    const names = [...new Set((variants.get(id) ?? []).map(({ variant }) => variant))]
    const scenario = withPlans(names.some(isProbe) ? withProbes(own) : own, names)
    made.set(id, scenario)
    return scenario
  }
  return ({ scenario: id, variant }: PlannedTrial): Scenario => {
    const scenario = made.get(id) ?? make(id)
    if (!scenario.variants.has(variant)) throw gone(`variant ${variant} of ${id}`)
    return scenario
  }
}

function gone(what: string): UsageError {
  return new UsageError(`Failed to resume: ${what} is not there any more. Run it anew.`)
}
