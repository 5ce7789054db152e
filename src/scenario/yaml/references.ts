import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { isObject } from '../../kernel/object.ts'
import { findExport, isModulePath, type Site } from '../find-export.ts'
import { readYaml } from './read-yaml.ts'

type Members = Record<string, unknown>

/** Parts of a world that are code: YAML names the module that exports them. */
const CODE = ['apis', 'tools', 'databases', 'services', 'models']

/**
 * Puts in what a YAML scenario only names: exports of modules ('./shop.ts#shop'), and the task's text and data from
 * files (`task.file`, `task.dataFile`). What has the wrong shape stays as it is, for the schema to find.
 */
export async function resolveReferences(value: unknown, site: Site): Promise<unknown> {
  if (!isObject(value)) return value
  const { task, world, guards, models, scorers, variants } = value
  return {
    ...value,
    ...('task' in value && { task: isObject(task) ? resolveTask(task, site) : task }),
    ...('world' in value && { world: isObject(world) ? await resolveWorld(world, site) : world }),
    ...('guards' in value && { guards: await resolveUses(guards, 'use', ['guards'], site) }),
    ...('models' in value && { models: isObject(models) ? await resolveModels(models, site) : models }),
    ...('scorers' in value && { scorers: await resolveUses(scorers, 'use', ['scorers'], site) }),
    ...('variants' in value && { variants: isObject(variants) ? await resolvePlans(variants, site) : variants }),
  }
}

function resolveTask({ file, dataFile, ...task }: Members, site: Site): Members {
  const read = (name: unknown, member: string) => {
    if (typeof name === 'string' && existsSync(resolve(site.folder, name))) {
      return readFileSync(resolve(site.folder, name), 'utf8')
    }
    site.complain(['task', member], `${JSON.stringify(name)} does not exist beside the scenario`)
    return undefined
  }
  const text = file === undefined ? undefined : read(file, 'file')?.trimEnd()
  const data = dataFile === undefined ? undefined : read(dataFile, 'dataFile')
  if (file !== undefined && 'text' in task) site.complain(['task', 'file'], 'the task has a text already')
  if (dataFile !== undefined && 'data' in task) site.complain(['task', 'dataFile'], 'the task has data already')
  // JSON is YAML, too.
  const parsed = data === undefined ? {} : { data: readYaml(data, basename(String(dataFile))).value }
  return { ...task, ...(text !== undefined && { text }), ...parsed }
}

async function resolveWorld(world: Members, site: Site): Promise<Members> {
  const resolved = { ...world }
  for (const kind of CODE) {
    const parts = world[kind]
    if (!isObject(parts)) continue
    const found: Members = {}
    for (const [name, reference] of Object.entries(parts)) {
      const path = ['world', kind, name]
      found[name] = typeof reference === 'string' ? await findExport(reference, name, path, site) : reference
      if (kind === 'apis' && isObject(reference)) found[name] = await resolveApi(reference, path, site)
    }
    resolved[kind] = found
  }
  return resolved
}

/** An API by its specification: what defineApi would make of it. Code that answers for it is named by its module. */
async function resolveApi(api: Members, path: PropertyKey[], site: Site): Promise<unknown> {
  if (typeof api.repository === 'string') return resolveRepository(api, path, site)
  if (typeof api.openapi !== 'string') return api
  const { openapi, operations, ...rest } = api
  const resolved: Members = {}
  for (const [name, said] of isObject(operations) ? Object.entries(operations) : []) {
    const place = [...path, 'operations', name]
    const own = isObject(said) && isModulePath(said.handler)
    resolved[name] = isModulePath(said) ? await findExport(said, name, place, site) : said
    if (own)
      resolved[name] = { ...said, handler: await findExport(String(said.handler), name, [...place, 'handler'], site) }
  }
  const said = 'operations' in api ? { operations: isObject(operations) ? resolved : operations } : {}
  const source = { ...rest, ...said, file: resolve(site.folder, openapi) }
  return { collections: [], handlers: [], calls: {}, openapi: source }
}

/** A repository: what defineRepository would make of it. Its checks are code. */
async function resolveRepository(api: Members, path: PropertyKey[], site: Site): Promise<unknown> {
  const { files, checks, ...rest } = api
  const resolved: Members = {}
  for (const [name, said] of isObject(checks) ? Object.entries(checks) : []) {
    resolved[name] = isModulePath(said) ? await findExport(said, name, [...path, 'checks', name], site) : said
  }
  const run = 'checks' in api ? { checks: isObject(checks) ? resolved : checks } : {}
  const held = typeof files === 'string' ? { file: resolve(site.folder, files) } : { files }
  return { collections: [], handlers: [], calls: {}, repository: { ...rest, ...run, ...held } }
}

/** The guards of each model's own. */
async function resolveModels(models: Members, site: Site): Promise<Members> {
  const resolved: Members = {}
  for (const [name, own] of Object.entries(models)) {
    const path = ['models', name, 'guards']
    resolved[name] =
      isObject(own) && 'guards' in own ? { ...own, guards: await resolveUses(own.guards, 'use', path, site) } : own
  }
  return resolved
}

async function resolvePlans(variants: Members, site: Site): Promise<Members> {
  const resolved: Members = {}
  for (const [name, plan] of Object.entries(variants)) {
    resolved[name] = await resolveUses(plan, 'fault', ['variants', name], site)
  }
  return resolved
}

/** Parts of the user's own are named by their module; the others are names in a catalogue. */
async function resolveUses(uses: unknown, member: string, path: PropertyKey[], site: Site): Promise<unknown> {
  if (!Array.isArray(uses)) return uses
  const resolved: unknown[] = []
  for (const [index, use] of uses.entries()) {
    const name = isObject(use) ? use[member] : undefined
    resolved.push(
      isModulePath(name) ? { ...use, [member]: await findExport(name, '', [...path, index, member], site) } : use,
    )
  }
  return resolved
}
