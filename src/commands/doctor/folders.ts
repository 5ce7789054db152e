import { accessSync, constants, existsSync, readdirSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf } from '../../kernel/errors.ts'
import { openCacheFolder } from '../../world/databases/servers/embedded/cache-folder.ts'
import { serverUser } from '../../world/databases/servers/embedded/server-user.ts'
import type { Examination } from './check.ts'

/** Runs with databases take some hundred megabytes. */
const ROOM = 1_000_000_000

/** Where a run is written. */
export const out: Examination = {
  name: 'out',
  look: ({ config }) => {
    const folder = resolve(config?.root ?? '.', config?.out ?? 'reports/latest')
    const found = nearest(folder)
    try {
      accessSync(found, constants.W_OK | constants.X_OK)
      readdirSync(found)
      return { status: 'ok', found: `${folder} can be written` }
    } catch {
      return {
        status: 'fail',
        found: `${found} cannot be written, and runs go to ${folder}`,
        advice: 'Give this user the right to write there, or name another place with "out" in the config.',
      }
    }
  },
}

/** Where the server's programs and its prepared data lie. */
export const cache: Examination = {
  name: 'cache',
  look: () => {
    try {
      const { path } = openCacheFolder(serverUser())
      const { bavail, bsize } = statfsSync(path)
      const free = bavail * bsize
      const found = `${path}, ${(free / 1e9).toFixed(1)} GB free`
      if (free >= ROOM) return { status: 'ok', found }
      return { status: 'warn', found, advice: 'Databases need about 1 GB: make room, or set XDG_CACHE_HOME.' }
    } catch (thrown) {
      return { status: 'fail', found: messageOf(thrown), advice: 'Only scenarios with databases need it.' }
    }
  },
}

/** The folder itself, or the nearest above it that exists. */
function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder))
}
