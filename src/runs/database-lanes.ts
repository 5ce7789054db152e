import type { Scenario } from '../scenario/compiled.ts'
import type { Limits } from '../scenario/define.ts'
import type { TrialOrder } from '../stage/order.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import { DEFAULT_START } from '../stage/pacing.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { RunFolder } from '../store/directory.ts'
import { contentsFile } from '../trace/contents.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { RowChange } from '../world/databases/lanes/lane.ts'
import type { Lease, RunDatabases, RunDatabasesOrder } from '../world/databases/run-databases.ts'
import type { DatabasesWanted } from '../world/databases/templates/describe.ts'
import { toldBy } from './told-effects.ts'
import type { RunLanes, SpoiltLane, TrialLane } from './trial-lane.ts'

const NOTHING: Restored = { reset: 'fresh', unreported: [], problems: [] }

const NO_LANE: TrialLane = { restore: async () => NOTHING }

const NO_LANES: RunLanes = {
  title: null,
  lease: async () => NO_LANE,
  finish: async () => [],
  [Symbol.asyncDispose]: async () => {},
}

/** PostgreSQL is started for runs that need it, and with it all that is heavy is loaded. */
export async function openDatabaseLanes(
  trials: readonly ScheduledTrial[],
  folder: RunFolder,
  order: Omit<RunDatabasesOrder, 'wanted'>,
): Promise<RunLanes> {
  const scenarios = [...new Set(trials.map(({ loaded }) => loaded))].filter(hasDatabases)
  if (scenarios.length === 0) return NO_LANES
  const { openRunDatabases } = await import('../world/databases/run-databases.ts')
  const databases = await openRunDatabases({ ...order, wanted: scenarios.map(wantedOf) })
  const keep = keepContents(databases, folder)
  /** Which lane each trial had its databases from. */
  const served = new Map<string, string>()
  return {
    title: databases.title,
    lease: async ({ id, loaded }) => {
      if (!hasDatabases(loaded)) return NO_LANE
      const lease = await databases.lease(wantedOf(loaded))
      const { lane, logins, contents } = lease
      served.set(id, lane)
      keep(Object.values(contents))
      return { lane, databases: { logins, contents }, restore: (...of) => restore(lease, ...of) }
    },
    finish: () => finishDatabases(databases, served),
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}

/** Writes down what databases hold, before a trial begins that somebody will judge by it. */
function keepContents({ contents }: RunDatabases, folder: RunFolder) {
  const kept = new Set<string>()
  return (digests: readonly string[]) => {
    for (const digest of digests) {
      if (!kept.has(digest)) folder.write(contentsFile(digest), JSON.stringify(contents.get(digest)))
      kept.add(digest)
    }
  }
}

function hasDatabases({ world: { databases } }: Scenario): boolean {
  return Object.keys(databases).length > 0
}

function wantedOf({ file, clockStart = DEFAULT_START, world: { databases } }: Scenario): DatabasesWanted {
  return { file, databases, startsAt: clockStart }
}

async function restore(lease: Lease, order: TrialOrder, outcome: Outcome, limits: Limits): Promise<Restored> {
  const told = toldEffects(order, outcome, lease)
  const kept = outcome.reusable && !limits.freshWorker
  const {
    reset,
    unreported = {},
    problems: failed,
    changes,
    beyond,
  } = await lease.release({
    sessions: kept ? 'kept' : 'ended',
    reported: told.counts,
  })
  const missing = Object.entries(unreported).flatMap(([name, changes]) => untold(name, changes, told.effects()))
  const problems = failed.map(inDatabase)
  const total = Object.values(told.counts).reduce((sum, count) => sum + count, 0)
  if (total > changes)
    problems.push(inDatabase(`The trace tells of ${total} changed rows, the databases of ${changes}`))
  const known = total + missing.length
  const detail = `${known} of ${changes}`
  if (known < changes && beyond > 0)
    return { reset, unreported: missing, problems, ended: { how: 'change-limit', detail } }
  if (known < changes) problems.push(inDatabase(`The trace tells of ${detail} changed rows`))
  return { reset, unreported: missing, problems }
}

function inDatabase(message: string): Restored['problems'][number] {
  return { where: 'database', message }
}

/** What the trace tells. A process that was cut could not say how much that is. */
function toldEffects(order: TrialOrder, outcome: Outcome, { logins }: Lease) {
  const effects = (): EffectEvent[] => toldBy(order, outcome)
  const count = () => {
    const all = effects()
    return Object.fromEntries(
      Object.keys(logins).map((name) => [
        name,
        all.filter(({ collection }) => collection.startsWith(`${name}.`)).length,
      ]),
    )
  }
  return { counts: outcome.changes ?? count(), effects }
}

/** The changes that no effect tells. Each effect tells one. */
function untold(database: string, changes: readonly RowChange[], told: EffectEvent[]): Restored['unreported'] {
  const open = told.map(({ collection, op, id }) => `${op} ${collection} ${id}`)
  return changes.flatMap(({ table, op, id, before, after }) => {
    const collection = `${database}.${table}`
    const at = open.indexOf(`${op} ${collection} ${id}`)
    if (at >= 0) {
      open.splice(at, 1)
      return []
    }
    const images = { ...(before != null && { before }), ...(after != null && { after }) }
    return [{ collection, op, id, ...images } as Restored['unreported'][number]]
  })
}

/**
 * What is left of some trial in a lane may have been in the way of every other one there: none of them is believed.
 * @param served Trial -> lane.
 */
async function finishDatabases(databases: RunDatabases, served: ReadonlyMap<string, string>): Promise<SpoiltLane[]> {
  const verified = await databases.verify()
  return verified.flatMap(({ lane, differences }) => {
    if (differences.length === 0) return []
    const trials = [...served].flatMap(([id, its]) => (its === lane ? [id] : []))
    const named = differences.slice(0, 5).join(', ')
    return [{ what: `The harness failed in database (lane ${lane} was not put back: ${named}).`, trials }]
  })
}
