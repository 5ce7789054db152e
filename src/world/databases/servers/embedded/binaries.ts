import { existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf, PrerequisiteError } from '../../../../kernel/errors.ts'
import { machineTrouble } from '../../../../kernel/machine.ts'
import type { CacheFolder } from './cache-folder.ts'
import { runAs } from './command.ts'
import type { PlatformPackage } from './package.ts'
import type { ServerUser } from './server-user.ts'

/** Programs that the server's user can reach and run. */
export interface Binaries {
  /** Holds `initdb` and `postgres`. */
  folder: string
  version: string
  majorVersion: number
}

/**
 * The package's programs in the cache, copied there the first time: the package may lie where the server's user may not
 * go, and it lacks the links between its libraries where install scripts do not run.
 * @param staging A new folder for what is not whole yet.
 */
export async function installBinaries(
  cache: CacheFolder,
  { native, version, majorVersion }: PlatformPackage,
  user: ServerUser,
  staging: string,
  signal?: AbortSignal,
): Promise<Binaries> {
  const installed = join(cache.binaries, `${version}-${process.arch}`)
  const binaries = { folder: join(installed, 'bin'), version, majorVersion }
  if (existsSync(installed)) return binaries
  const copy = join(staging, 'binaries')
  await mkdir(copy, { recursive: true })
  const parts = ['bin', 'lib', 'share'].map((part) => join(native, part))
  await runAs({}, 'cp', ['-R', ...parts, copy], signal)
  await runAs({}, 'chmod', ['-R', 'u+rwX,go+rX', copy], signal)
  linkLibraries(native, copy)
  await tryOut(join(copy, 'bin', 'postgres'), user)
  moveInto(copy, installed)
  await rm(copy, { recursive: true, force: true })
  return binaries
}

interface Link {
  source: string
  target: string
}

/** A library is asked for by a shorter name than its file has. */
function linkLibraries(native: string, copy: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]
  for (const { source, target } of links) {
    const path = join(dirname(copy), target.replace(/^native/, basename(copy)))
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

async function tryOut(program: string, user: ServerUser): Promise<void> {
  try {
    await runAs(user, program, ['--version'])
  } catch (thrown) {
    const refused = machineTrouble(thrown, 'start the embedded PostgreSQL')
    if (refused) throw refused
    throw new PrerequisiteError(
      `Failed to start the embedded PostgreSQL: its programs do not run here: ${messageOf(thrown)}. Use \`--database container\`, or the URL of a server: \`--database postgres://...\`.`,
    )
  }
}

/** Puts a whole folder in its place at once. Where another run was faster, that one's stays. */
export function moveInto(folder: string, place: string): void {
  try {
    renameSync(folder, place)
  } catch (thrown) {
    if (!existsSync(place)) throw thrown
  }
}
