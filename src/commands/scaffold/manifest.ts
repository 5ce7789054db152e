import { basename } from 'node:path'
import { isObject } from '../../kernel/object.ts'
import { ownManifest } from '../../kernel/version.ts'
import { dependsOn, type Project, rangeOf } from './project.ts'
import type { Edit } from './write.ts'

/** package.json with what mettle needs: a script that runs it, itself, and what the files of the scaffold import. */
export function manifestWith(
  { folder, manifest }: Pick<Project, 'folder' | 'manifest'>,
  before: string | undefined,
  packages: readonly string[],
): Edit {
  const found = manifest ?? { name: nameFrom(folder), private: true, type: 'module' }
  const scripts = isObject(found.scripts) ? found.scripts : {}
  const script = Object.hasOwn(scripts, 'mettle') ? {} : { mettle: 'mettle run' }
  const missing = Object.fromEntries(
    ['mettle', ...packages].filter((name) => !dependsOn(found, name)).map((name) => [name, versionOf(name)]),
  )
  const chosen = manifest?.type === 'module' && before !== undefined && !JSON.parse(before).type ? ['type'] : []
  const notes = [
    ...chosen,
    ...Object.keys(script).map((name) => `scripts.${name}`),
    ...Object.keys(missing).map((name) => name),
  ]
  const others = packages.flatMap((name) => otherVersion(name, rangeOf(found, name)))
  if (notes.length === 0) return { note: others.join(', ') || 'it has all that is needed' }
  const devDependencies = isObject(found.devDependencies) ? found.devDependencies : {}
  const changed = {
    ...found,
    scripts: { ...scripts, ...script },
    ...(Object.keys(missing).length > 0 && { devDependencies: sorted({ ...devDependencies, ...missing }) }),
  }
  const indent = /^([ \t]+)"/m.exec(before ?? '')?.[1] ?? '  '
  return { text: `${JSON.stringify(changed, null, indent)}\n`, note: [...notes, ...others].join(', ') }
}

/** The version that mettle itself uses: handlers and schemas are handed over to it. */
function versionOf(name: string): string {
  const { version, dependencies } = ownManifest()
  return name === 'mettle' ? `^${version}` : (dependencies[name] ?? '*')
}

/** What is there is kept, even where it is not what mettle can work with: a person has to know. */
function otherVersion(name: string, range: unknown): string[] {
  const own = versionOf(name)
  if (range === undefined || String(range).replace(/^[\^~]/, '') === own) return []
  return [`${name} ${range} is kept, mettle needs ${own}: npm install --save-dev ${name}@${own}`]
}

/** A folder's name as one that a package may have. */
function nameFrom(folder: string): string {
  const name = basename(folder).toLowerCase()
  return name.replace(/[^a-z0-9._-]+/g, '-').replace(/^[._-]+|-+$/g, '') || 'agents'
}

function sorted(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)))
}
