import { type HttpHandler, http } from 'msw'
import { UsageError } from '../../../kernel/errors.ts'
import { suggest } from '../../../kernel/nearest.ts'
import { isObject } from '../../../kernel/object.ts'
import { createRandom } from '../../../kernel/random.ts'
import type { Api } from '../define.ts'
import { Generator } from './generator.ts'
import { partName, resolverOf, type Served, type Serving } from './handler.ts'
import { listAt, nodeAt, textAt } from './node.ts'
import { type Operation, operationsOf } from './operations.ts'
import { readSpecification } from './read.ts'
import { Refusals } from './refusals.ts'
import type { Fields } from './request.ts'
import { keyOf, type Resource, resourcesOf } from './resources.ts'
import { type Role, rolesOf } from './roles.ts'
import { Schemas } from './schemas.ts'
import type { Keys } from './security.ts'
import type { AcceptedKeys, OpenApiSource, OperationOverride } from './source.ts'
import { Validators } from './validators.ts'

/** An API whose handlers were made of its specification. */
export interface OpenedApi extends Api {
  /** Of the specification's text: another text is another API. */
  digest: string
  served: readonly Served[]
  serving: Serving
}

const opened = new WeakMap<OpenApiSource, Map<string, OpenedApi>>()

/** Reads a specification and makes handlers of it, once per process. @param api Its name in the world. @throws {UsageError} */
export function openApi(source: OpenApiSource, api: string): OpenedApi {
  const known = opened.get(source) ?? new Map<string, OpenedApi>()
  opened.set(source, known)
  const found = known.get(api)
  if (found) return found
  const made = make(source, api)
  known.set(api, made)
  return made
}

function make(source: OpenApiSource, api: string): OpenedApi {
  const specification = readSpecification(source.file)
  const schemas = new Schemas(specification)
  const validators = new Validators(schemas)
  const generator = new Generator(schemas, validators)
  const operations = operationsOf(schemas)
  if (operations.length === 0) throw new UsageError(`Failed to load ${specification.file}: it has no operations.`)
  const overrides = overridesOf(source, operations, specification.file)
  const roles = new Map(
    [...rolesOf(schemas, operations)].map(([operation, role]) => [operation, changed(role, overrides.get(operation))]),
  )
  const bare = resourcesOf(api, roles, schemas, {})
  const resources = resourcesOf(
    api,
    roles,
    schemas,
    seedsOf({ source, file: specification.file, resources: bare, generator }),
  )
  const means = { api, schemas, generator, refusals: new Refusals(schemas, generator) }
  const serving: Serving = { ...means, validators, keys: keysOf(source.keys), source, resources }
  const served = operations.flatMap((operation): Served[] => {
    const role = roles.get(operation) as Role
    const resource = resources.get(role.collection)
    return resource ? [{ operation, role, resource, override: overrides.get(operation) ?? {} }] : []
  })
  return {
    collections: [...resources.values()].map(({ collection }) => collection),
    ...handlersOf(serving, served),
    ...{ digest: specification.digest, served, serving, openapi: source },
  }
}

function handlersOf(serving: Serving, served: readonly Served[]): Pick<Api, 'handlers' | 'calls'> {
  const base = baseOf(serving)
  const calls: Record<string, Api['calls'][string]> = {}
  const placed = served.map((one) => {
    const path = pathOf(base, one.operation)
    const { access, items, cost, actual, reason, also, about } = one.override
    const isRead = one.role.action === 'read' || one.role.action === 'list'
    const said = {
      ...(isRead && one.operation.method === 'POST' && { access: 'read' as const }),
      ...present({ access, items, cost, actual, reason, also, about }),
    }
    if (Object.keys(said).length > 0) calls[`${one.operation.method} ${path}`] = said
    return { one, path }
  })
  // A word stands before a part that may be anything.
  placed.sort((a, b) => (rankOf(a.path) < rankOf(b.path) ? -1 : 1))
  const handlers = placed.flatMap(({ one, path }) => handlerOf(serving, one, `${base.origin}${path}`))
  return { handlers, calls }
}

function present<T extends object>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

const MAKERS: Readonly<Record<string, typeof http.get>> = {
  GET: http.get,
  HEAD: http.head,
  POST: http.post,
  PUT: http.put,
  PATCH: http.patch,
  DELETE: http.delete,
  OPTIONS: http.options,
}

function handlerOf(serving: Serving, served: Served, path: string): HttpHandler[] {
  const maker = MAKERS[served.operation.method]
  return maker ? [maker(path, resolverOf(serving, served))] : []
}

function rankOf(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '~' : segment.includes(':') ? '|' : segment))
    .join('/')
}

function pathOf({ path }: { path: string }, { template }: Operation): string {
  return `${path}${template}`.replace(/\{([^{}]+)\}/g, (_, name: string) => `:${partName(name)}`)
}

/** Where the API is served: its own first server, unless somebody says otherwise. */
function baseOf({ api, schemas, source }: Serving): { origin: string; path: string } {
  const host = `https://${api.toLowerCase().replace(/[^a-z\d-]+/g, '-') || 'api'}.test`
  const [server] = listAt(schemas.specification.root, 'servers')
  const variables = nodeAt(server, 'variables')
  const written = (textAt(server, 'url') ?? '').replace(
    /\{([^{}]+)\}/g,
    (_, name: string) => textAt(nodeAt(variables, name), 'default') ?? name,
  )
  const at = URL.canParse(written, host) ? new URL(written, host) : new URL(host)
  const base = /^https?:$/.test(at.protocol) ? at : new URL(host)
  const own = source.url === undefined ? undefined : new URL(source.url)
  const path = (own && own.pathname !== '/' ? own : base).pathname.replace(/\/+$/, '')
  return { origin: (own ?? base).origin, path: decodeURI(path) }
}

/** @throws {UsageError} there is no such operation. */
function overridesOf(
  { operations = {} }: OpenApiSource,
  all: readonly Operation[],
  file: string,
): Map<Operation, OperationOverride> {
  return new Map(
    Object.entries(operations).map(([name, said]) => {
      const found = all.find(({ id }) => id === name) ?? all.find(({ key }) => key === name)
      if (!found) {
        const known = name.includes(' ') ? all.map(({ key }) => key) : all.map(({ id }) => id)
        throw new UsageError(`operations["${name}"]: ${file} has no such operation.${suggest(name, known)}`)
      }
      return [found, typeof said === 'function' ? { handler: said } : said]
    }),
  )
}

function changed(role: Role, override: OperationOverride | undefined): Role {
  const { action, collection, id } = override ?? {}
  const isRead = action !== undefined && action !== role.action && ['create', 'list'].includes(action)
  return { ...role, ...(isRead && { id: undefined }), ...present({ action, collection, id }) }
}

function keysOf(keys: AcceptedKeys | undefined): Keys {
  if (keys === undefined) return undefined
  return new Map(Array.isArray(keys) ? keys.map((key) => [key, 'all'] as const) : Object.entries(keys))
}

/** When what is there from the start was made. */
const MADE_AT = Date.UTC(2026, 0, 1)
const MOST_SAMPLES = 1_000

interface Seeding {
  source: OpenApiSource
  file: string
  resources: ReadonlyMap<string, Resource>
  generator: Generator
}

/** Members from the start, each as the specification has it. They are the same in every trial. @throws {UsageError} no such collection. */
function seedsOf({ source, file, resources, generator }: Seeding): Record<string, Record<string, Fields>> {
  const seeds: Record<string, Record<string, Fields>> = {}
  for (const [name, given] of Object.entries(source.seeds ?? {})) {
    const resource = resources.get(name)
    if (!resource)
      throw new UsageError(`seeds["${name}"]: ${file} has no such collection.${suggest(name, [...resources.keys()])}`)
    seeds[name] = Object.fromEntries(
      Object.entries(given).map(([key, known]) => [key, completed(resource, generator, key, known)]),
    )
  }
  const samples = Math.min(source.samples ?? 0, MOST_SAMPLES)
  for (const resource of samples > 0 ? resources.values() : []) {
    if (resource.depth > 0 || resource.schema === undefined) continue
    const own = { ...seeds[resource.name] }
    for (let count = 1; count <= samples; count++) {
      const made = completed(resource, generator, undefined, {}, count)
      own[keyOf([], made[resource.idField] ?? `sample_${count}`)] = made
    }
    seeds[resource.name] = own
  }
  return seeds
}

function completed(
  { name, schema, idField }: Resource,
  generator: Generator,
  key: string | undefined,
  known: Fields,
  count = 0,
): Fields {
  if (schema === undefined) return known
  const random = createRandom('seeds').fork(name, key ?? '', count)
  const id = key === undefined || Object.hasOwn(known, idField) ? {} : { [idField]: key.split('/').at(-1) ?? key }
  const made = generator.make(schema, { random, now: MADE_AT, ample: true, known: { ...id, ...known } })
  return isObject(made) ? { ...known, ...made } : known
}
