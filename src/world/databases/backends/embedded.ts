import { Cleanup } from '../../../kernel/cleanup.ts'
import { withAdmin } from '../admin.ts'
import { type Binaries, installBinaries } from '../embedded/binaries.ts'
import { openCacheFolder } from '../embedded/cache-folder.ts'
import {
  type Cluster,
  clusterOf,
  initialize,
  keep,
  leaveSpare,
  removeAs,
  type Taken,
  takeCopy,
} from '../embedded/cluster.ts'
import { sweepRunFolders } from '../embedded/leftovers.ts'
import { findPackage } from '../embedded/package.ts'
import { PORT, type PostmasterOrder, startPostmaster } from '../embedded/postmaster.ts'
import { makeRunFolder, type RunFolder, removeRunFolder } from '../embedded/run-folder.ts'
import { type ServerUser, serverUser } from '../embedded/server-user.ts'
import { newPassword, verifierOf } from '../password.ts'
import { newRunId } from '../run-id.ts'
import type { DatabaseServer, Login, ServerOrder } from '../server.ts'

/** Everything that starting a server is about. */
interface Site {
  runId: string
  user: ServerUser
  run: RunFolder
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
  const cleanup = new Cleanup()
  try {
    const sweeping = sweepRunFolders(cache, user)
    cleanup.defer('sweep', () => sweeping)
    const runId = newRunId()
    const run = makeRunFolder(cache, runId, user)
    cleanup.defer('remove the run folder', () => removeEverything(run, user))
    const binaries = await installBinaries(cache, found, user, run.path)
    const plain = clusterOf(cache, binaries, 'plain')
    const prepared = clusterOf(cache, binaries, `prepared ${order.digest}`)
    return await serve({ runId, user, run, binaries, plain, prepared, cleanup, order })
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

async function removeEverything(run: RunFolder, user: ServerUser): Promise<void> {
  await removeAs(user, run.data)
  await removeAs(user, run.sockets)
  await removeRunFolder(run)
}

async function serve(site: Site): Promise<DatabaseServer> {
  const { prepared, run, user, cleanup } = site
  const taken = (await takeCopy(prepared, run.data, user)) ?? (await prepareAnew(site))
  const server = await startOn(taken, site, 'nothing')
  const leaving = leaveSpare(prepared, run.path, user).catch(() => {})
  cleanup.defer('leave a copy for the next run', () => leaving)
  return server
}

/** Works on a plain data folder as ordered, keeps the outcome, and takes a copy of it. */
async function prepareAnew(site: Site): Promise<Taken> {
  const { prepared, run, user, order } = site
  const first = (await takeCopy(site.plain, run.data, user)) ?? (await initializeAnew(site))
  const server = await startOn(first, site, 'data')
  try {
    await order.prepare(server)
  } finally {
    await server[Symbol.asyncDispose]()
  }
  await keep(prepared, { ...first, password: server.admin.password }, run.path, user)
  return takeOrFail(prepared, site)
}

async function initializeAnew(site: Site): Promise<Taken> {
  const { binaries, plain, run, user } = site
  await keep(plain, await initialize(binaries, run.data, user), run.path, user)
  return takeOrFail(plain, site)
}

async function takeOrFail(cluster: Cluster, { run, user }: Site): Promise<Taken> {
  const taken = await takeCopy(cluster, run.data, user)
  if (!taken) throw new Error(`Failed to copy ${cluster.origin}: it is gone. Another run has removed it; run again.`)
  return taken
}

/** Starts a server and gives its administrator a new password: the one in the kept folder is known to other runs. */
async function startOn(taken: Taken, site: Site, keeps: PostmasterOrder['keeps']): Promise<DatabaseServer> {
  const { runId, user, run, binaries, order } = site
  const server = await startPostmaster({ binaries, run, user, keeps, signal: order.signal })
  const old: Login = { host: run.sockets, port: PORT, user: 'postgres', password: taken.password, database: 'postgres' }
  const admin = { ...old, password: newPassword() }
  const dispose = keeps === 'data' ? server.stop : () => site.cleanup[Symbol.asyncDispose]()
  if (keeps === 'nothing') site.cleanup.defer('end the server', server.stop)
  try {
    await withAdmin(old, (client) => client.query(`ALTER ROLE postgres PASSWORD '${verifierOf(admin.password)}'`))
  } catch (thrown) {
    await server.stop()
    throw thrown
  }
  return { backend: 'embedded', runId, majorVersion: binaries.majorVersion, admin, [Symbol.asyncDispose]: dispose }
}
