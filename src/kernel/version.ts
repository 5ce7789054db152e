import { readFileSync } from 'node:fs'
import { ownFile } from './own-files.ts'

interface Manifest {
  version: string
  dependencies: Record<string, string>
}

/** package.json of mettle itself. */
export function ownManifest(): Manifest {
  return JSON.parse(readFileSync(ownFile('package.json'), 'utf8'))
}

/** The version of this package. */
export function version(): string {
  return ownManifest().version
}
