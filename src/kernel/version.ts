import { readFileSync } from 'node:fs'

interface Manifest {
  version: string
  dependencies: Record<string, string>
}

/** package.json of mettle itself. */
export function ownManifest(): Manifest {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
}

/** The version of this package. */
export function version(): string {
  return ownManifest().version
}
