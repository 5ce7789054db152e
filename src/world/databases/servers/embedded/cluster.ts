import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { join } from 'node:path'
import { machineTrouble } from '../../../../kernel/machine.ts'
import { newPassword } from '../password.ts'
import { type Binaries, moveInto } from './binaries.ts'
import type { CacheFolder } from './cache-folder.ts'
import { runAs } from './command.ts'
import { makeServerFolder } from './run-folder.ts'
import type { ServerUser } from './server-user.ts'

/** The form of what is kept. Another number, and everything is made anew. */
const FORMAT = 1

/** A data folder that is kept: of a server that was ended in order, never of one that runs. */
export interface Cluster {
  path: string
  /** Copies are taken of it. */
  origin: string
  /** A copy that is ready to be taken as it is. Not always there. */
  spare: string
}

export function clusterOf(cache: CacheFolder, { version }: Binaries, digest: string): Cluster {
  const name = createHash('sha256').update(digest).digest('hex').slice(0, 24)
  const path = join(cache.clusters, `${version}-f${FORMAT}-${name}`)
  return { path, origin: join(path, 'origin'), spare: join(path, 'spare') }
}

/** A data folder of a run's own, and the administrator's password in it. */
export interface Taken {
  data: string
  password: string
}

/** Takes a copy, if there is one to be had. */
export async function takeCopy(
  cluster: Cluster,
  data: string,
  user: ServerUser,
  signal?: AbortSignal,
): Promise<Taken | undefined> {
  if (!existsSync(cluster.path)) return undefined
  try {
    const password = readFileSync(join(cluster.path, 'password'), 'utf8')
    const now = new Date()
    utimesSync(cluster.path, now, now)
    if (!takeSpare(cluster, data)) await copyFolder(cluster.origin, data, user, signal)
    return { data, password }
  } catch (thrown) {
    await removeAs(user, data)
    signal?.throwIfAborted()
    if (machineTrouble(thrown)) throw thrown
    // Another run has just removed it: it is made anew.
    return undefined
  }
}

/** A name is moved faster than a thousand files are copied, and only one of two runs gets it. */
function takeSpare({ spare }: Cluster, data: string): boolean {
  try {
    renameSync(spare, data)
    return true
  } catch {
    return false
  }
}

/** Leaves a copy for the next run. @param staging A folder of this run's own. */
export async function leaveSpare(
  { origin, spare }: Cluster,
  staging: string,
  user: ServerUser,
  signal?: AbortSignal,
): Promise<void> {
  if (existsSync(spare) || !existsSync(origin)) return
  const copy = join(staging, 'spare')
  await copyFolder(origin, copy, user, signal)
  moveInto(copy, spare)
  await removeAs(user, copy)
}

/** Keeps the data folder of a server that has ended in order. It is moved away: take a copy to go on. */
export async function keep(
  cluster: Cluster,
  { data, password }: Taken,
  staging: string,
  user: ServerUser,
): Promise<void> {
  const whole = join(staging, 'cluster')
  mkdirSync(whole, { mode: user.uid === undefined ? 0o700 : 0o711 })
  writeFileSync(join(whole, 'password'), password, { mode: 0o600 })
  renameSync(data, join(whole, 'origin'))
  moveInto(whole, cluster.path)
  if (existsSync(whole)) await removeAs(user, join(whole, 'origin'))
  rmSync(whole, { recursive: true, force: true })
}

/** Takes a damaged one out of its place. */
export async function discard(cluster: Cluster, staging: string, user: ServerUser): Promise<void> {
  const doomed = join(staging, 'damaged')
  renameSync(cluster.path, doomed)
  for (const part of ['origin', 'spare']) await removeAs(user, join(doomed, part))
  rmSync(doomed, { recursive: true, force: true })
}

async function copyFolder(from: string, to: string, user: ServerUser, signal?: AbortSignal): Promise<void> {
  makeServerFolder(to, user)
  await runAs(user, 'cp', ['-a', `${from}/.`, to], signal)
}

export async function removeAs(user: ServerUser, path: string): Promise<void> {
  if (!existsSync(path)) return
  // Its name stays where the folder around it is not the server's.
  await runAs(user, 'rm', ['-rf', '--', path]).catch(() => {})
  rmSync(path, { recursive: true, force: true })
}

/** Makes a data folder from nothing. */
export async function initialize(
  binaries: Binaries,
  data: string,
  user: ServerUser,
  signal?: AbortSignal,
): Promise<Taken> {
  makeServerFolder(data, user)
  const password = newPassword()
  const passwordFile = `${data}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user.uid !== undefined && user.gid !== undefined) await chown(passwordFile, user.uid, user.gid)
  try {
    await runAs(user, join(binaries.folder, 'initdb'), initdbArguments(binaries, data, passwordFile), signal)
  } finally {
    rmSync(passwordFile, { force: true })
  }
  // Over its socket, with a password, and in no other way.
  await runAs(user, '/bin/sh', ['-c', 'echo "local all all scram-sha-256" >"$1"', 'sh', join(data, 'pg_hba.conf')])
  return { data, password }
}

function initdbArguments({ majorVersion }: Binaries, data: string, passwordFile: string): string[] {
  const locale = ['--locale=C', '--encoding=UTF8']
  // Upper and lower case of all letters, the same on every machine. Older versions know only those of ASCII.
  if (majorVersion >= 17) locale.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  const speed = ['--no-sync', '--no-instructions', '--wal-segsize=1']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  return ['--pgdata', data, ...locale, ...speed, ...access]
}
