import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { atExit } from '../../kernel/at-exit.ts'
import { messageOf, PrerequisiteError } from '../../kernel/errors.ts'
import { makeTemporary } from '../../kernel/temporary.ts'
import { LOCKFILES } from '../../runs/basis.ts'
import type { Bundle } from './bundle.ts'

/** A bundle that lies on this disk. */
export interface Unpacked extends Disposable {
  folder: string
  config: string
}

/** The folder that has the packages of this worker. @throws {PrerequisiteError} neither the current one nor one above it has any. */
export function packagesFolder(from = process.cwd()): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return folder
    if (dirname(folder) === folder)
      throw new PrerequisiteError(
        'Failed to find node_modules, here or above. Put package.json and the lock file of the project here, and run "npm ci".',
      )
  }
}

/**
 * Writes a bundle into a folder of its own, beside the packages and the lock file of this worker: what is installed does not come with
 * it. Names in it are whatever somebody put into a database.
 * @returns A text where a name is none of a file in that folder.
 */
export function unpackBundle({ config, files }: Bundle, packages: string): Unpacked | string {
  const strange = [config, ...files.map(({ path }) => path)].find((path) => !isInside(path))
  if (strange !== undefined) return `its bundle has a file ${JSON.stringify(strange)}`
  const folder = realpathSync(makeTemporary('mettle-bundle-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const unguarded = atExit(remove)
  try {
    for (const { path, executable, bytes } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      // Nothing is written over, and no link is there yet that could be followed.
      writeFileSync(join(folder, path), bytes, { flag: 'wx', mode: executable ? 0o700 : 0o600 })
    }
    for (const name of LOCKFILES)
      if (existsSync(join(packages, name))) copyFileSync(join(packages, name), join(folder, name))
    symlinkSync(join(packages, 'node_modules'), join(folder, 'node_modules'))
  } catch (thrown) {
    unguarded[Symbol.dispose]()
    remove()
    return `its bundle cannot be unpacked: ${messageOf(thrown)}`
  }
  return {
    ...{ folder, config: join(folder, config) },
    [Symbol.dispose]: () => {
      unguarded[Symbol.dispose]()
      remove()
    },
  }
}

/** A path below the folder, in plain parts, and none that this worker has its own of. */
function isInside(path: string): boolean {
  const parts = path.split('/')
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part))
  return isPlain && !/^node_modules$/i.test(parts[0] ?? '') && !(parts.length === 1 && LOCKFILES.includes(path))
}
