import { messageOf, PrerequisiteError, UsageError } from '../kernel/errors.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { RunFolder } from '../store/directory.ts'
import type { RunDatabasesOrder } from '../world/databases/run-databases.ts'
import { openDatabaseLanes } from './database-lanes.ts'
import { openServiceLanes } from './service-lanes.ts'
import type { RunLanes, TrialLane } from './trial-lane.ts'

export interface LanesOrder extends Omit<RunDatabasesOrder, 'wanted'> {
  /** So many trials run at once. */
  workers: number
  /** Told where something cannot be put away: what was run is whole. */
  onTrouble(trouble: string): void
}

/** What keeps state outside of a trial's process is started for runs that need it, and with it all that is heavy is loaded. */
export async function openLanes(
  trials: readonly ScheduledTrial[],
  folder: RunFolder,
  { workers, onTrouble, ...order }: LanesOrder,
): Promise<RunLanes> {
  const services = await openServiceLanes(trials, workers, order.signal)
  try {
    const databases = await openDatabaseLanes(trials, folder, order)
    return {
      title: databases.title,
      finish: databases.finish,
      lease: async (trial) => {
        const served = await services.lease(trial).catch(ofServices)
        try {
          return joined(served, await databases.lease(trial))
        } catch (thrown) {
          await served.drop()
          throw thrown
        }
      },
      [Symbol.asyncDispose]: async () => {
        await putAway('the database server', databases, onTrouble)
        await putAway('the services', services, onTrouble)
      },
    }
  } catch (thrown) {
    await services[Symbol.asyncDispose]()
    throw thrown
  }
}

/** What is to be told of a trial that had no lane: whose fault it is. */
export class LaneTrouble extends Error {
  readonly where: string

  constructor(where: string, cause: unknown) {
    super(messageOf(cause), { cause })
    this.where = where
  }
}

/** What the user is to do about it himself is told of the run. */
function ofServices(thrown: unknown): never {
  if (thrown instanceof UsageError || thrown instanceof PrerequisiteError) throw thrown
  throw new LaneTrouble('service', thrown)
}

type ServedTrial = Awaited<ReturnType<Awaited<ReturnType<typeof openServiceLanes>>['lease']>>

function joined({ drop: _, ...served }: ServedTrial, databases: TrialLane): TrialLane {
  return {
    ...databases,
    ...served,
    restore: async (order, outcome, limits) => {
      const seen = await served.restore(order, outcome)
      const { unreported, problems, ...restored } = await databases.restore(order, outcome, limits)
      return {
        ...restored,
        unreported: [...unreported, ...seen.unreported],
        problems: [...problems, ...seen.problems],
      }
    },
  }
}

async function putAway(what: string, opened: AsyncDisposable, onTrouble: LanesOrder['onTrouble']): Promise<void> {
  try {
    await opened[Symbol.asyncDispose]()
  } catch (thrown) {
    onTrouble(
      `Failed to put ${what} away: ${messageOf(thrown)} The run is whole; what is left is removed by the next run.`,
    )
  }
}
