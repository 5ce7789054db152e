import { code } from '../table.ts'

/** As much of JSON Schema as zod writes. */
export interface JsonSchema {
  type?: string | string[]
  title?: string
  const?: unknown
  enum?: unknown[]
  default?: unknown
  description?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  additionalProperties?: JsonSchema | boolean
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  $ref?: string
}

/** The ways that a value may take: one, unless it is a union. */
export function waysOf(schema: JsonSchema): JsonSchema[] {
  const ways = schema.anyOf ?? schema.oneOf
  return ways ? ways.flatMap(waysOf) : [schema]
}

/** Objects within a schema that have members of their own: it itself, what a list holds, what a record holds. */
export function objectsIn(schema: JsonSchema): { suffix: string; schema: JsonSchema }[] {
  return waysOf(schema).flatMap((way) => {
    if (way.properties) return [{ suffix: '', schema: way }]
    const within = (suffix: string, inner: JsonSchema) =>
      objectsIn(inner).map((found) => ({ ...found, suffix: `${suffix}${found.suffix}` }))
    if (way.items) return within('[]', way.items)
    return typeof way.additionalProperties === 'object' ? within('.*', way.additionalProperties) : []
  })
}

/** The shape of a value in a few words: "list of string", "'must' or 'should'", 'whole number, 1 to 256'. */
export function shapeOf(schema: JsonSchema): string {
  return [...new Set(waysOf(schema).map(shapeOfWay))].join(' or ')
}

function shapeOfWay(way: JsonSchema): string {
  if (way.const !== undefined) return literal(way.const)
  if (way.enum) return way.enum.map(literal).join(' or ')
  if (Array.isArray(way.type)) return way.type.map((type) => shapeOf({ ...way, type })).join(' or ')
  if (way.type === 'array') return `list of ${shapeOf(way.items ?? {})}`
  if (way.type === 'integer') return `whole number${range(way)}`
  if (way.type === 'number') return `number${range(way)}`
  if (way.type === 'object' && !way.properties) return `by name: ${shapeOf(objectOf(way.additionalProperties))}`
  return way.type ?? (way.title ? code(way.title) : 'any JSON')
}

function objectOf(schema: JsonSchema | boolean | undefined): JsonSchema {
  return typeof schema === 'object' ? schema : {}
}

/** Bounds that somebody chose: zod names those of a safe integer as well. */
function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}`
  return [
    ...(low === undefined ? [] : [`, at least ${low}`]),
    ...(high === undefined ? [] : [`, at most ${high}`]),
    ...(exclusiveMinimum === undefined ? [] : [`, above ${exclusiveMinimum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`, below ${exclusiveMaximum}`]),
  ].join('')
}

function literal(value: unknown): string {
  return code(typeof value === 'string' ? `'${value}'` : String(value))
}
