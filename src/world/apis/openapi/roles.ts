import { idParameterOf, singular } from './names.ts'
import { isNode } from './node.ts'
import { goodAnswer, isJson, type Operation } from './operations.ts'
import { type Flat, propertiesOf, type Schemas, typeOf } from './schemas.ts'

export type Action = 'create' | 'read' | 'update' | 'delete' | 'list' | 'answer'

/** What an operation does, and to what. */
export interface Role {
  action: Action
  /** 'refunds', 'customers.sources': without the API's name. */
  collection: string
  /** The part of the path, of the query or of the body that says which member; undefined where there is one alone, or all are meant. */
  id: string | undefined
  /** Parts of the path that say whose they are. */
  scope: readonly string[]
}

/** The segments of a path: words, and names of parts. */
type Segment = { word: string } | { part: string }

const VERSION = /^(v\d+(\.\d+)*|\d+(\.\d+)+|api|rest|\d{4}-\d{2}(-\d{2})?)$/i

/** What each operation does, told by its path, its method and what it answers. */
export function rolesOf(schemas: Schemas, operations: readonly Operation[]): Map<Operation, Role> {
  const items = new Map<string, Operation[]>()
  for (const operation of operations) {
    const segments = segmentsOf(operation.template)
    if (segments.length > 1 && isPart(segments.at(-1))) push(items, shapeOf(segments), operation)
  }
  return new Map(operations.map((operation) => [operation, roleOf(schemas, operation, items)]))
}

function push(map: Map<string, Operation[]>, key: string, operation: Operation): void {
  map.set(key, [...(map.get(key) ?? []), operation])
}

function segmentsOf(template: string): Segment[] {
  return template
    .split('/')
    .filter(Boolean)
    .map((text) => {
      const part = /^\{([^{}]+)\}$/.exec(text)?.[1]
      return part === undefined ? { word: text } : { part }
    })
}

function isPart(segment: Segment | undefined): segment is { part: string } {
  return segment !== undefined && 'part' in segment
}

/** '/v1/refunds/{}': two spellings of one path. */
function shapeOf(segments: readonly Segment[]): string {
  return segments.map((segment) => ('part' in segment ? '{}' : segment.word)).join('/')
}

function roleOf(schemas: Schemas, operation: Operation, items: ReadonlyMap<string, Operation[]>): Role {
  const segments = segmentsOf(operation.template)
  const last = segments.at(-1)
  const called = segments.length > 0 && last && 'word' in last ? calledRole(operation, last.word, segments) : undefined
  if (called) return called
  if (isPart(last)) return itemRole(operation, segments)
  if (items.has(shapeOf([...segments, { part: '' }]))) return collectionRole(schemas, operation, segments)
  const above = segments.slice(0, -1)
  if (isPart(above.at(-1)) && actsOn(schemas, operation, items.get(shapeOf(above)))) {
    return { ...itemRole(operation, above), action: 'update' }
  }
  return aloneRole(schemas, operation, segments)
}

function nameOf(segments: readonly Segment[]): string {
  const words = segments.flatMap((segment) => ('word' in segment ? [segment.word] : []))
  const first = words.findIndex((word) => !VERSION.test(word))
  return (first < 0 ? words : words.slice(first)).join('.').replace(/[^\w.-]+/g, '_') || 'things'
}

function partsOf(segments: readonly Segment[]): string[] {
  return segments.flatMap((segment) => ('part' in segment ? [segment.part] : []))
}

const BY_METHOD: Readonly<Record<string, Action>> = {
  GET: 'read',
  HEAD: 'read',
  POST: 'update',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
}

function itemRole({ method }: Operation, segments: readonly Segment[]): Role {
  const parts = partsOf(segments)
  return {
    action: BY_METHOD[method] ?? 'answer',
    collection: nameOf(segments),
    id: parts.at(-1),
    scope: parts.slice(0, -1),
  }
}

function collectionRole(schemas: Schemas, operation: Operation, segments: readonly Segment[]): Role {
  const actions: Readonly<Record<string, Action>> = {
    GET: 'list',
    HEAD: 'list',
    POST: 'create',
    PUT: 'create',
    PATCH: 'update',
    DELETE: 'delete',
  }
  const action = actions[operation.method] ?? 'answer'
  const isAlone = action === 'list' && !listIn(schemas, goodAnswer(schemas, operation).schema)
  return { action: isAlone ? 'read' : action, collection: nameOf(segments), id: undefined, scope: partsOf(segments) }
}

/** No path leads to single ones: what is there, there is one of; what is posted is added. */
function aloneRole(schemas: Schemas, operation: Operation, segments: readonly Segment[]): Role {
  const actions: Readonly<Record<string, Action>> = {
    GET: 'read',
    HEAD: 'read',
    POST: 'create',
    PUT: 'update',
    PATCH: 'update',
    DELETE: 'delete',
  }
  const action = actions[operation.method] ?? 'answer'
  const isList = action === 'read' && listIn(schemas, goodAnswer(schemas, operation).schema) !== undefined
  return { action: isList ? 'list' : action, collection: nameOf(segments), id: undefined, scope: partsOf(segments) }
}

const BY_VERB: readonly (readonly [RegExp, Action])[] = [
  [/^(create|add|post|open|schedule|upload|send|invite)/i, 'create'],
  [/^(list|all|history|search|find)/i, 'list'],
  [/^(info|get|read|lookup|show|retrieve)/i, 'read'],
  [/^(update|edit|set|rename|modify|archive|unarchive|enable|disable)/i, 'update'],
  [/^(delete|remove|destroy)/i, 'delete'],
]

/** Paths that are names of methods: '/chat.postMessage', '/users.info'. */
function calledRole(operation: Operation, word: string, segments: readonly Segment[]): Role | undefined {
  const [, noun, verb] = /^(\w[\w.]*)\.([a-z]\w*)$/i.exec(word) ?? []
  if (noun === undefined || verb === undefined || /^(json|xml|csv|html|txt)$/i.test(verb)) return undefined
  const other = operation.method === 'GET' ? 'read' : idParameterOf(operation, noun) === undefined ? 'create' : 'update'
  const action = BY_VERB.find(([fits]) => fits.test(verb))?.[1] ?? other
  const needsId = action === 'read' || action === 'update' || action === 'delete'
  const id = needsId ? idParameterOf(operation, noun) : undefined
  return {
    action: needsId && id === undefined && action !== 'read' ? 'answer' : action,
    collection: noun,
    id,
    scope: partsOf(segments),
  }
}

/** Does a verb below an item answer with the item? '/charges/{id}/capture' changes the charge. */
function actsOn(schemas: Schemas, operation: Operation, items: readonly Operation[] | undefined): boolean {
  if (!/^(POST|PUT|PATCH)$/.test(operation.method)) return false
  const item = items?.find(({ method }) => method === 'GET')
  if (!item) return false
  const { schema, type } = goodAnswer(schemas, operation)
  const own = goodAnswer(schemas, item)
  return type !== undefined && own.type !== undefined && isJson(type) && isSame(schema, own.schema)
}

function isSame(a: unknown, b: unknown): boolean {
  return isNode(a) && isNode(b) && typeof a.$ref === 'string' && a.$ref === b.$ref
}

/** Where the list of an answer is: [] where it is one itself. Undefined where it has none. */
export function listIn(schemas: Schemas, schema: unknown, name = ''): { path: string[]; items: unknown } | undefined {
  const flat = firstOf(schemas, schema)
  if (typeOf(flat) === 'array') return { path: [], items: flat.items ?? {} }
  const properties = Object.entries(propertiesOf(flat))
  const lists = properties.filter(([, one]) => isList(schemas, one))
  const known = ['data', 'items', 'results', 'values', 'entries', 'result', 'records', name]
  const chosen = lists.find(([one]) => known.includes(one)) ?? (isThing(flat) ? undefined : lists[0])
  return chosen && { path: [chosen[0]], items: firstOf(schemas, chosen[1]).items ?? {} }
}

/** It has an id of its own: its lists are parts of it. */
function isThing(flat: Flat): boolean {
  return Object.hasOwn(propertiesOf(flat), 'id')
}

function isList(schemas: Schemas, schema: unknown): boolean {
  const flat = firstOf(schemas, schema)
  if (typeOf(flat) !== 'array') return false
  const items = firstOf(schemas, flat.items)
  return typeOf(items) === 'object' || typeOf(items) === undefined || typeOf(items) === 'string'
}

/** The first branch of a schema. */
export function firstOf(schemas: Schemas, schema: unknown): Flat {
  const flat = schemas.flat(schema)
  return schemas.branches(flat)[0] ?? flat
}

/** Where the member of an answer is: [] where it is one itself. */
export function memberIn(schemas: Schemas, schema: unknown, collection: string): { path: string[]; schema: unknown } {
  const flat = firstOf(schemas, schema)
  const properties = propertiesOf(flat)
  if (isThing(flat)) return { path: [], schema }
  const things = Object.entries(properties).filter(([, one]) => typeOf(firstOf(schemas, one)) === 'object')
  const known = ['data', 'result', 'item', singular(collection.split('.').at(-1) ?? '')]
  const [name, inner] =
    things.find(([one]) => known.includes(one)) ?? things.find(([, one]) => isThing(firstOf(schemas, one))) ?? []
  return name === undefined ? { path: [], schema } : { path: [name], schema: inner }
}
