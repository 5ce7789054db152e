import { resolve } from 'node:path'
import { z } from 'zod'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { isObject } from '../kernel/object.ts'
import type { Api } from '../world/apis/define.ts'
import type { RepositorySource } from '../world/apis/git/source.ts'
import type { OpenApiSource } from '../world/apis/openapi/source.ts'
import type { RecordedSource } from '../world/apis/recorded/source.ts'
import { misfits } from './explain.ts'
import { openApiSchema } from './openapi-schema.ts'
import { repositorySchema } from './repository-schema.ts'
import { knownMembers } from './schema.ts'

type Members = Record<string, unknown>
type Complain = (path: PropertyKey[], message: string) => void

/** What the specifications of a world's APIs say: part of what the scenario says. */
export interface OpenedWorld {
  value: unknown
  digests: readonly string[]
}

/**
 * Puts in the handlers of APIs that are given by a specification, by recorded traffic or by a repository. What reads those is loaded where there is one.
 * @param folder From which paths are meant that no module has resolved.
 */
export async function openApis(value: unknown, folder: string, complain: Complain): Promise<OpenedWorld> {
  const apis = isObject(value) && isObject(value.world) ? value.world.apis : undefined
  if (!isObject(apis)) return { value, digests: [] }
  const made: Members = {}
  const digests: string[] = []
  for (const [name, api] of Object.entries(apis)) {
    made[name] = api
    const open = openerOf(api, folder)
    if (!open) continue
    try {
      if (!isRight(api, name, complain)) continue
      const opened = await open(name)
      digests.push(opened.digest)
      made[name] = partsOf(opened)
    } catch (thrown) {
      if (!(thrown instanceof UsageError)) throw thrown
      complain(placeOf(name, messageOf(thrown)), messageOf(thrown))
    }
  }
  const { world } = value as { world: Members }
  return { value: { ...(value as Members), world: { ...world, apis: made } }, digests }
}

type Opened = Pick<Api, 'collections' | 'handlers' | 'calls' | 'standsFor' | 'prerequisites'> & { digest: string }

/** Nothing else: what stands there is part of the scenario's definition, and where a file lies is none. */
function partsOf({ collections, handlers, calls, standsFor, prerequisites }: Opened): Omit<Opened, 'digest'> {
  return { collections, handlers, calls, ...(standsFor && { standsFor }), ...(prerequisites && { prerequisites }) }
}

function openerOf(api: unknown, folder: string): ((name: string) => Promise<Opened>) | undefined {
  if (!isObject(api)) return undefined
  const { openapi, recorded, repository } = api
  if (isSource(openapi)) {
    const source = absolute(openapi as OpenApiSource, folder)
    return async (name) => (await import('../world/apis/openapi/open.ts')).openApi(source, name)
  }
  if (isObject(repository)) {
    const source = repository as unknown as RepositorySource
    const placed = source.file === undefined ? source : absolute(source as RepositorySource & { file: string }, folder)
    return async (name) => (await import('../world/apis/git/open.ts')).openRepository(placed, name)
  }
  if (!isSource(recorded)) return undefined
  const source = absolute(recorded as RecordedSource, folder)
  return async (name) => (await import('../world/apis/recorded/open.ts')).openRecorded(source, name)
}

function isSource(source: unknown): source is { file: string } {
  return isObject(source) && typeof source.file === 'string'
}

/** An error that says which setting it is about stands there: 'operations["PostRefund"]: ...'. */
function placeOf(name: string, message: string): PropertyKey[] {
  const [, setting, key] = /^(operations|seeds)\["([^"]*)"\]/.exec(message) ?? []
  return ['world', 'apis', name, ...(setting === undefined || key === undefined ? [] : [setting, key])]
}

/** What is said of an API in place of handlers, as its author wrote it, and the shape that it must have. */
function saidOf(api: unknown): [z.ZodType, unknown] {
  const { openapi, repository } = api as Members
  if (isSource(openapi)) {
    const { file, ...said } = openapi
    return [openApiSchema, { openapi: file, ...said }]
  }
  if (!isObject(repository)) return [z.unknown(), undefined]
  const { file, ...said } = repository
  return [repositorySchema, file === undefined ? said : { files: file, ...said }]
}

/** What does not fit is told, with the nearest that would. */
function isRight(api: unknown, name: string, complain: Complain): boolean {
  const [schema, value] = saidOf(api)
  const parsed = schema.safeParse(value)
  if (parsed.success) return true
  const known = (path: PropertyKey[], found: unknown) => knownMembers(schema, path, found)
  for (const { path, message } of misfits(parsed.error.issues, value, known)) {
    complain(['world', 'apis', name, ...path], message)
  }
  return false
}

/** One and the same source where nothing is to be done: what was made of it is found by it. */
function absolute<S extends { file: string }>(source: S, folder: string): S {
  const file = resolve(folder, source.file)
  return file === source.file ? source : { ...source, file }
}
