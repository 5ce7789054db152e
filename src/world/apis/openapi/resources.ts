import type { Json } from '../../../kernel/json.ts'
import { isObject } from '../../../kernel/object.ts'
import { type Collection, defineCollection } from '../../collection.ts'
import { idFieldOf } from './names.ts'
import { goodAnswer, isJson, type Operation } from './operations.ts'
import type { Fields } from './request.ts'
import { type Action, listIn, memberIn, type Role } from './roles.ts'
import { type Flat, propertiesOf, type Schemas, typeOf } from './schemas.ts'

/** Things of one kind, and how they look. */
export interface Resource {
  /** Without the API's name. */
  name: string
  collection: Collection<Fields>
  /** What a member looks like; undefined where the specification does not say. */
  schema: unknown
  /** The field of a member that says its id. */
  idField: string
  /** What ids are, by the path that names one. */
  idSchema: unknown
  /** How many parts of the path say whose a member is. */
  depth: number
  roles: ReadonlySet<Action>
}

/** The resources of an API. @param seeds Members at the start of a trial, by collection and key. */
export function resourcesOf(
  api: string,
  roles: ReadonlyMap<Operation, Role>,
  schemas: Schemas,
  seeds: Readonly<Record<string, Record<string, Fields>>>,
): Map<string, Resource> {
  const grouped = Map.groupBy(roles, ([, role]) => role.collection)
  return new Map(
    [...grouped].map(([name, group]) => {
      const schema = schemaOf(group, schemas)
      const [idOperation, idRole] = group.find(([, { id }]) => id !== undefined) ?? []
      const part = idRole?.id ?? 'id'
      const parameter = idOperation?.parameters.find((one) => one.name === part)
      const flat = flatOf(schemas, schema)
      const idSchema = parameter?.schema ?? {}
      const idField = idFieldOf(schemas, flat, { part, schema: idSchema, collection: name })
      const collection = defineCollection<Fields>(`${api}.${name}`, seeds[name] ?? {})
      const depth = idRole?.scope.length ?? group[0]?.[1].scope.length ?? 0
      return [
        name,
        { name, collection, schema, idField, idSchema, depth, roles: new Set(group.map(([, { action }]) => action)) },
      ]
    }),
  )
}

type Group = readonly (readonly [Operation, Role])[]

/** By the operation that shows most of a member. */
function schemaOf(group: Group, schemas: Schemas): unknown {
  for (const action of ['read', 'create', 'update', 'list'] as const) {
    for (const [operation, role] of group) {
      if (role.action !== action) continue
      const { type, schema } = goodAnswer(schemas, operation)
      if (type === undefined || !isJson(type)) continue
      const found =
        action === 'list' ? listIn(schemas, schema)?.items : memberIn(schemas, schema, role.collection).schema
      if (found !== undefined && typeOf(flatOf(schemas, found)) === 'object') return found
    }
  }
  return undefined
}

export function flatOf(schemas: Schemas, schema: unknown): Flat {
  const flat = schemas.flat(schema)
  return schemas.branches(flat)[0] ?? flat
}

/** What stands in the one field of a body, where a member has no field of that name. */
export function unwrapped(body: Fields, flat: Flat): Fields {
  const [[name, inner] = ['', null], ...others] = Object.entries(body)
  const isAround = others.length === 0 && isObject(inner) && !Object.hasOwn(propertiesOf(flat), name)
  return isAround && Object.keys(propertiesOf(flat)).length > 0 ? inner : body
}

const SLASH = /[/%]/g

/** Under what a member is kept: what says whose it is, then its own id. */
export function keyOf(scope: readonly Json[], id: Json): string {
  return [...scope, id].map((part) => String(part).replace(SLASH, encodeURIComponent)).join('/')
}

/** Is a member of those whose it is said to be? */
export function isWithin(key: string, scope: readonly Json[]): boolean {
  return scope.length === 0 || key.startsWith(`${keyOf(scope.slice(0, -1), scope.at(-1) ?? '')}/`)
}

/** The last part of a key, as the path would say it. */
export function idIn(key: string): string {
  const last = key.slice(key.lastIndexOf('/') + 1)
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

/** Fields of a member that say when something happened to it. */
export function timesOf(flat: Flat, when: 'created' | 'updated', now: number, schemas: Schemas): Fields {
  const fits =
    when === 'created'
      ? /^(created|date_?created|creation_?(date|time)|inserted)(_?(at|on|date|time|timestamp))?$/i
      : /^(updated|modified|changed|last_?(updated|modified)|date_?(updated|modified))(_?(at|on|date|time|timestamp))?$/i
  const names = Object.keys(propertiesOf(flat)).filter((name) => fits.test(name))
  return Object.fromEntries(names.map((name) => [name, timeAs(flatOf(schemas, propertiesOf(flat)[name]), now)]))
}

function timeAs(flat: Flat, now: number): Json {
  const type = typeOf(flat)
  if (type === 'integer' || type === 'number') return Math.floor(now / 1000)
  const text = new Date(now).toISOString()
  return flat.format === 'date' ? text.slice(0, 10) : text
}
