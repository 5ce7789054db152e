import { atExit } from '../../../../kernel/at-exit.ts'
import { Cleanup } from '../../../../kernel/cleanup.ts'
import { sweepKind } from '../../../../kernel/leftover.ts'
import { machineTrouble } from '../../../../kernel/machine.ts'
import { unlessAborted } from '../../../../kernel/unless-aborted.ts'
import { withAdmin } from '../admin.ts'
import { type Binaries, installBinaries } from '../embedded/binaries.ts'
import { type CacheFolder, openCacheFolder } from '../embedded/cache-folder.ts'
import {
  type Cluster,
  clusterOf,
  discard,
  initialize,
  keep,
  leaveSpare,
  removeAs,
  type Taken,
  takeCopy,
} from '../embedded/cluster.ts'
import { embeddedServers } from '../embedded/leftovers.ts'
import { findPackage } from '../embedded/package.ts'
import { PORT, type PostmasterOrder, startPostmaster } from '../embedded/postmaster.ts'
import { prune } from '../embedded/prune.ts'
import {
  makeRunFolder,
  makeSocketFolder,
  removeAtOnce,
  removeRunFolder,
  type ServerFolder,
} from '../embedded/run-folder.ts'
import { type ServerUser, serverUser } from '../embedded/server-user.ts'
import { end } from '../end.ts'
import { newPassword, verifierOf } from '../password.ts'
import { newRunId } from '../run-id.ts'
import type { DatabaseServer, Login, ServerOrder } from '../server.ts'

/** On a busy disk a data folder takes its time to copy and to remove. */
const END_LIMIT_MS = 30_000

/** How often a data folder is made that another run removes before it is copied. */
const MOST_TURNS = 5

/** Everything that starting a server is about. */
interface Site {
  cache: CacheFolder
  runId: string
  user: ServerUser
  run: ServerFolder
  binaries: Binaries
  /** A data folder as `initdb` leaves it, and one that the order's `prepare` has worked on. */
  plain: Cluster
  prepared: Cluster
  cleanup: Cleanup
  order: ServerOrder
}

/** Starts the programs that npm has installed, on a data folder of the run's own. @param majorVersion Default: the newest. */
export async function startEmbedded(majorVersion: number | undefined, order: ServerOrder): Promise<DatabaseServer> {
  // What is needed in the end loads while the rest is under way.
  import('pg').catch(() => {})
  const user = serverUser()
  const found = findPackage(majorVersion)
  const cache = openCacheFolder(user)
  const cleanup = new Cleanup(END_LIMIT_MS)
  try {
    const sweeping = sweepKind(embeddedServers).catch(() => {})
    cleanup.defer('sweep', () => sweeping)
    const runId = newRunId()
    const run = makeRunFolder(cache, runId, user)
    const removed = atExit(() => removeAtOnce(run))
    cleanup.defer('remove the run folder', async () => {
      await removeEverything(run, user)
      removed[Symbol.dispose]()
    })
    const binaries = await installBinaries(cache, found, user, run.path, order.signal)
    const plain = clusterOf(cache, binaries, 'plain')
    const prepared = clusterOf(cache, binaries, `prepared ${order.digest}`)
    return await serve({ cache, runId, user, run, binaries, plain, prepared, cleanup, order })
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

async function removeEverything(run: ServerFolder, user: ServerUser): Promise<void> {
  await removeAs(user, run.data)
  await removeAs(user, run.sockets)
  await removeRunFolder(run)
}

async function serve(site: Site): Promise<DatabaseServer> {
  const { plain, prepared, run, user, cleanup, order } = site
  const server = await startFrom(prepared, site, 'nothing', () => prepareAnew(site))
  const leaving = leaveSpare(prepared, run.path, user, order.signal)
    .then(() => leaveSpare(plain, run.path, user, order.signal))
    .catch(() => {})
  cleanup.defer('leave copies for the next run', () => leaving)
  return server
}

/** Starts on a copy of what is kept, which is made first where it is missing, and once more where it turns out to be damaged. */
async function startFrom(
  cluster: Cluster,
  site: Site,
  keeps: PostmasterOrder['keeps'],
  make: () => Promise<void>,
): Promise<DatabaseServer> {
  const { run, user, order } = site
  const kept = await takeCopy(cluster, run.data, user, order.signal)
  if (kept) {
    try {
      return await startOn(kept, site, keeps)
    } catch (thrown) {
      if (order.signal?.aborted || machineTrouble(thrown)) throw thrown
      await removeAs(user, run.data)
      await discard(cluster, run.path, user)
    }
  }
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    order.signal?.throwIfAborted()
    await make()
    const made = await takeCopy(cluster, run.data, user, order.signal)
    if (made) return startOn(made, site, keeps)
    // Other runs have needed so many others meanwhile that this one was the oldest.
  }
  throw new Error(`Failed to copy ${cluster.origin}: other runs remove it each time. Run fewer at once.`)
}

/** Works on a plain data folder as ordered, and keeps the outcome. */
async function prepareAnew(site: Site): Promise<void> {
  const { cache, plain, prepared, run, user, order } = site
  const server = await startFrom(plain, site, 'data', () => initializeAnew(site))
  try {
    await unlessAborted(order.signal, order.prepare(server))
  } finally {
    await server[Symbol.asyncDispose]()
  }
  await keep(prepared, { data: run.data, password: server.admin.password }, run.path, user)
  await prune(cache, run.path, user).catch(() => {})
}

async function initializeAnew({ binaries, plain, run, user, order }: Site): Promise<void> {
  await keep(plain, await initialize(binaries, run.data, user, order.signal), run.path, user)
}

/** Starts a server and gives its administrator a new password: the one in the kept folder is known to other runs. */
async function startOn(taken: Taken, site: Site, keeps: PostmasterOrder['keeps']): Promise<DatabaseServer> {
  const { runId, user, run, binaries, order } = site
  makeSocketFolder(run, user)
  const server = await startPostmaster({ binaries, run, user, keeps, signal: order.signal })
  const letGo = atExit(server.letGo)
  server.ended.then(() => letGo[Symbol.dispose]())
  const old: Login = { host: run.sockets, port: PORT, user: 'postgres', password: taken.password, database: 'postgres' }
  const admin = { ...old, password: newPassword() }
  const dispose = keeps === 'data' ? server.stop : () => end(site.cleanup)
  if (keeps === 'nothing') site.cleanup.defer('end the server', server.stop)
  try {
    await withAdmin(old, (client) => client.query(`ALTER ROLE postgres PASSWORD '${verifierOf(admin.password)}'`))
  } catch (thrown) {
    await server.stop()
    throw thrown
  }
  return { backend: 'embedded', runId, majorVersion: binaries.majorVersion, admin, [Symbol.asyncDispose]: dispose }
}
