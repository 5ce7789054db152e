import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrerequisiteError } from '../kernel/errors.ts'
import type { Known } from './known.ts'

/** Versions of the packages of a target, as they are installed. Undefined: it is not. */
function installed({ target, root }: Known): [name: string, version: string | undefined][] {
  return Object.keys(target.packages).map((name) => [name, versionOf(name, root)])
}

function versionOf(name: string, root: string): string | undefined {
  try {
    const file = findPackageJSON(name, pathToFileURL(join(root, 'package.json')))
    return file === undefined ? undefined : String(JSON.parse(readFileSync(file, 'utf8')).version)
  } catch {
    return undefined
  }
}

/** @throws {PrerequisiteError} some are not installed, with the command that installs them. */
export function mustBeInstalled(list: readonly Known[]): void {
  const lines = list.flatMap((known) => {
    const missing = missingOf(known)
    if (missing.length === 0) return []
    const wanted = missing.map((name) => `${name}@${known.target.packages[name]}`)
    return [
      `Failed to run the cases against ${known.target.name}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed in ${known.root}.\n` +
        `  npm install --save-dev ${wanted.join(' ')}`,
    ]
  })
  if (lines.length > 0) throw new PrerequisiteError(lines.join('\n'))
}

/** Names of packages of a target that are not installed. */
export function missingOf(known: Known): string[] {
  return installed(known).flatMap(([name, version]) => (version === undefined ? [name] : []))
}

export function versionsOf(known: Known): Record<string, string> {
  return Object.fromEntries(installed(known).map(([name, version]) => [name, version ?? 'not installed']))
}
