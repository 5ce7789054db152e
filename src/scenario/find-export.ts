import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'

/** Whose words name modules, and who is told of what they do not have. */
export interface Site {
  /** Folder of the scenario. */
  folder: string
  load(file: string): Promise<Record<string, unknown>>
  complain(path: PropertyKey[], message: string): void
}

/** Does a text name a module? It begins with './' or '../'. */
export function isModulePath(text: unknown): text is string {
  return typeof text === 'string' && /^\.\.?\//.test(text)
}

/** './shop.ts#shop' is an export. Without a name it is the default export, or the one that is called like the part. */
export async function findExport(
  reference: string,
  partName: string,
  path: PropertyKey[],
  site: Site,
): Promise<unknown> {
  const [file = '', wanted] = reference.split('#', 2)
  const place = resolve(site.folder, file)
  if (!existsSync(place)) {
    site.complain(path, `${file} does not exist beside the scenario: expected a module such as "./shop.ts#shop"`)
    return undefined
  }
  try {
    const exported = await site.load(place)
    const name = wanted ?? ('default' in exported ? 'default' : partName)
    if (Object.hasOwn(exported, name)) return exported[name]
    site.complain(path, `${file} exports no "${name}".${suggest(name, Object.keys(exported))}`)
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    site.complain(path, messageOf(thrown))
  }
  return undefined
}
