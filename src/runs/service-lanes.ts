import type { Scenario } from '../scenario/compiled.ts'
import type { TrialOrder } from '../stage/order.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { applyEffects } from '../trace/evidence.ts'
import type { RunServices, ServiceLease } from '../world/services/run-services.ts'
import { toldBy } from './told-effects.ts'

/** A trial's way to its services, as long as it runs. */
export interface TrialServices {
  services?: NonNullable<TrialOrder['services']>
  look?: ServiceLease['look']
  restore(order: TrialOrder, outcome: Outcome): Promise<Pick<Restored, 'unreported' | 'problems'>>
  /** Gives them back unused. */
  drop(): Promise<unknown>
}

/** The services of all trials of a run. */
export interface ServiceLanes extends AsyncDisposable {
  lease(trial: ScheduledTrial): Promise<TrialServices>
}

const NOTHING = { unreported: [], problems: [] }
const NO_SERVICES: TrialServices = { restore: async () => NOTHING, drop: async () => {} }
const NO_LANES: ServiceLanes = { lease: async () => NO_SERVICES, [Symbol.asyncDispose]: async () => {} }

/** @param atOnce So many trials have services at once: one container of each service for each. */
export async function openServiceLanes(
  trials: readonly ScheduledTrial[],
  atOnce: number,
  signal: AbortSignal | undefined,
): Promise<ServiceLanes> {
  const scenarios = [...new Set(trials.map(({ loaded }) => loaded))].filter(hasServices)
  if (scenarios.length === 0) return NO_LANES
  const { openRunServices } = await import('../world/services/run-services.ts')
  const wanted = scenarios.map(servicesOf)
  const services: RunServices = await openRunServices({ wanted, atOnce, ...(signal && { signal }) })
  return {
    lease: async ({ loaded }) => {
      if (!hasServices(loaded)) return NO_SERVICES
      const lease = await services.lease(servicesOf(loaded))
      const { places, look } = lease
      const drop = () => lease.release((initial) => initial)
      return { services: places, look, restore: (...of) => restore(lease, ...of), drop }
    },
    [Symbol.asyncDispose]: () => services[Symbol.asyncDispose](),
  }
}

function servicesOf({ world: { services = {} } }: Scenario) {
  return services
}

function hasServices(scenario: Scenario): boolean {
  return Object.keys(servicesOf(scenario)).length > 0
}

/** What the services hold at the end, and the trace does not tell, was made by nobody that was seen. */
async function restore(lease: ServiceLease, order: TrialOrder, outcome: Outcome): ReturnType<TrialServices['restore']> {
  const own = Object.keys(lease.places).map((name) => `${name}.`)
  const isOurs = (collection: string) => own.some((name) => collection.startsWith(name))
  const { unreported, problems } = await lease.release((initial) =>
    applyEffects(
      initial,
      toldBy(order, outcome).filter(({ collection }) => isOurs(collection)),
    ),
  )
  return { unreported, problems: problems.map((message) => ({ where: 'service', message })) }
}
