import { messageOf } from '../kernel/errors.ts'
import { processes } from '../kernel/left-processes.ts'
import { type Grounds, type Leftover, type LeftoverKind, sweepKind } from '../kernel/leftover.ts'
import { temporaryFolders } from '../kernel/temporary.ts'

type Loading<G> = () => LeftoverKind<G> | Promise<LeftoverKind<G>>

/**
 * Kinds that are swept whenever a run begins and ends, whatever it uses: the system alone is asked, for some milliseconds. Processes are the
 * first: they hold what others are.
 */
const atEachRun: readonly Loading<unknown>[] = [
  () => processes,
  async () => (await import('../hosts/tiers/bubblewrap/cgroups.ts')).controlGroups,
  async () => (await import('../world/databases/servers/embedded/leftovers.ts')).embeddedServers,
  () => temporaryFolders,
]

/** Kinds of which somebody has to be asked, and a place known: whoever uses such things sweeps them himself. */
const whereUsed: readonly Loading<Grounds>[] = [
  async () => (await import('../world/containers/leftovers.ts')).containers,
  async () => (await import('../hosts/tiers/container/leftovers.ts')).agentContainers,
  async () => (await import('../world/databases/servers/url/registry.ts')).databasesAtUrl,
  async () => (await import('../store/leftovers.ts')).runFolders,
]

/** What was being started while others were looked for comes up only then: so often it is looked again where something was removed. */
export const ROUNDS = 5

/** What was found of a kind. */
export interface Found {
  kind: string
  left: Leftover[]
  /** Why nobody can tell. */
  unknown?: string
}

/** Looks for what dead runs have left, of every kind. */
export async function findLeftovers(grounds: Grounds): Promise<Found[]> {
  const found: Found[] = []
  for (const load of [...atEachRun, ...whereUsed]) found.push(await findOf(await load(), grounds))
  return found
}

async function findOf({ name, find }: LeftoverKind<Grounds>, grounds: Grounds): Promise<Found> {
  try {
    return { kind: name, left: await find(grounds) }
  } catch (thrown) {
    return { kind: name, left: [], unknown: messageOf(thrown) }
  }
}

/** Removes what can be found without asking anybody. Never rejects: it is nobody's trouble who runs something. */
export async function sweepLeftovers(): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) if ((await sweepOnce()) === 0) return
}

async function sweepOnce(): Promise<number> {
  let gone = 0
  for (const load of atEachRun) {
    try {
      gone += await sweepKind(await load())
    } catch {
      // `mettle doctor --leftovers` tells of it.
    }
  }
  return gone
}
