import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** They name keys of whoever started the sandbox. */
const KEYS = ['keys', 'key-users']

/**
 * What a sandbox shows of the kernel in /proc beside its processes, as arguments of bubblewrap: nothing that can be written to, and
 * nothing that is for the administrator alone. For root it would be, rights or not: the files are its own.
 */
export function kernelFileArguments(): string[] {
  const names = readdirSync('/proc').filter((name) => !/^\d+$/.test(name))
  return names.flatMap((name) => {
    const path = join('/proc', name)
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (!found || found.isSymbolicLink()) return []
    const isSecret = found.isFile() && ((found.mode & 0o004) === 0 || KEYS.includes(name))
    if (isSecret) return ['--ro-bind', '/dev/null', path]
    return found.isDirectory() || (found.mode & 0o222) !== 0 ? ['--ro-bind', path, path] : []
  })
}
