import { readdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { systemClock } from '../../../../kernel/clock.ts'
import type { CacheFolder } from './cache-folder.ts'
import { removeAs } from './cluster.ts'
import type { ServerUser } from './server-user.ts'

/** How many are kept: a prepared data folder is some 60 MB with its spare, a copy of the programs as much. */
const CLUSTERS = 8
const BINARIES = 4
const WEEK_MS = 7 * 24 * 3_600_000

/** Removes what was not used for longest. Only where something was added. @param staging A folder of this run's own. */
export async function prune(cache: CacheFolder, staging: string, user: ServerUser): Promise<void> {
  const old = [...beyond(cache.clusters, CLUSTERS), ...beyond(cache.binaries, BINARIES), ...earlierBoots(cache)]
  for (const path of old) {
    const doomed = join(staging, `old-${basename(path)}`)
    // Taken out of its place at once: nobody finds half of it.
    renameSync(path, doomed)
    await removeAs(user, doomed)
  }
}

function beyond(folder: string, count: number): string[] {
  return byAge(folder).slice(count)
}

/** What was kept before the machine last started is not used again, except by another machine with the same home. */
function earlierBoots({ path }: CacheFolder): string[] {
  return byAge(dirname(path)).filter(
    (other) => other !== path && systemClock().now() - statSync(other).mtimeMs > WEEK_MS,
  )
}

/** The entries of a folder, last used first. */
function byAge(folder: string): string[] {
  const entries = readdirSync(folder).map((name) => join(folder, name))
  const used = new Map(entries.map((path) => [path, statSync(path).mtimeMs]))
  return entries.sort((a, b) => (used.get(b) ?? 0) - (used.get(a) ?? 0))
}
