import type { Json } from '../../src/kernel/json.ts'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import type { Served, Serving } from '../../src/world/apis/openapi/handler.ts'
import { isNode } from '../../src/world/apis/openapi/node.ts'
import { isJson, type Operation, type Parameter } from '../../src/world/apis/openapi/operations.ts'
import { propertiesOf, requiredOf, typeOf } from '../../src/world/apis/openapi/schemas.ts'
import type { Sent } from './caller.ts'

type Fields = Record<string, Json>

/** A request that a specification takes for right, before it is written as text. */
export interface Wanted {
  path: Fields
  query: Fields
  headers: Fields
  body: { type: string; value: Json } | undefined
}

const NOW = Date.UTC(2026, 0, 1)

/** A right request. @param path What is known of the path. @param whole With everything that may be said, and not only what must. */
export function rightRequest(
  serving: Serving,
  { operation }: Served,
  path: Fields,
  random: Random = createRandom(operation.key),
): Wanted {
  const make = (schema: unknown, name: string, known?: Json) =>
    serving.generator.make(schema ?? {}, { random: random.fork(name), now: NOW, known })
  const made = (place: Parameter['in']) => {
    const wanted = operation.parameters.filter(
      ({ in: where, required, name }) =>
        where === place && required && !/^(authorization|accept|content-type)$/i.test(name),
    )
    return Object.fromEntries(wanted.map(({ name, schema }) => [name, make(schema, name)]))
  }
  const [type, schema] = bodyTypeOf(operation) ?? []
  return {
    path: { ...made('path'), ...path },
    query: made('query'),
    headers: made('header'),
    body: type === undefined ? undefined : { type, value: make(schema, 'body') },
  }
}

function bodyTypeOf({ body }: Operation): [string, unknown] | undefined {
  const all = [...(body?.contents ?? [])]
  return all.find(([type]) => isJson(type)) ?? all.find(([type]) => type.includes('urlencoded')) ?? all[0]
}

/** The same with one thing in it that is wrong; what is wrong, in words. */
export function wrongRequests(serving: Serving, served: Served, right: Wanted): { what: string; wanted: Wanted }[] {
  const { schemas } = serving
  const wrong: { what: string; wanted: Wanted }[] = []
  const schema = right.body && bodyTypeOf(served.operation)?.[1]
  if (right.body && isJson(right.body.type) && isNode(schema)) {
    const body = right.body
    const flat = schemas.flat(schema)
    const [only] = schemas.branches(flat)
    if (only === flat && typeOf(flat) === 'object' && isNode(body.value)) {
      wrong.push({ what: 'a body of another type', wanted: { ...right, body: { ...body, value: 'nothing' } } })
      const value = body.value as Fields
      const [name] = requiredOf(flat).filter(
        (one) => Object.hasOwn(value, one) && schemas.flat(propertiesOf(flat)[one]).readOnly !== true,
      )
      const { [name ?? '']: _, ...rest } = value
      if (name !== undefined)
        wrong.push({ what: `without ${name}`, wanted: { ...right, body: { ...body, value: rest } } })
    }
  }
  for (const { name, in: place, required, schema: own } of served.operation.parameters) {
    if (place !== 'query') continue
    const flat = schemas.flat(own)
    const isPlain = schemas.branches(flat)[0] === flat
    const { [name]: _, ...rest } = right.query
    if (required) wrong.push({ what: `without ${name}`, wanted: { ...right, query: rest } })
    if (isPlain && (typeOf(flat) === 'integer' || (typeOf(flat) === 'string' && Array.isArray(flat.enum)))) {
      wrong.push({
        what: `${name} that is none`,
        wanted: { ...right, query: { ...right.query, [name]: '@@nothing@@' } },
      })
    }
  }
  return wrong
}

/** A request as it is sent. */
export function asSent(
  origin: string,
  base: string,
  { operation }: Served,
  { path, query, headers, body }: Wanted,
): Sent {
  const place = operation.template.replace(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name] ?? 'x')),
  )
  const url = new URL(`${origin}${base}${place}`)
  for (const [name, value] of fieldsOf(query)) url.searchParams.append(name, value)
  const keys = { authorization: 'Bearer key', 'x-api-key': 'key' }
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
  return {
    ...{ method: operation.method, url: url.href },
    headers: { ...keys, ...own, ...(body && { 'content-type': body.type }) },
    body: body && textOf(body),
  }
}

function textOf({ type, value }: { type: string; value: Json }): string {
  if (type.includes('urlencoded')) return new URLSearchParams(fieldsOf(value)).toString()
  return typeof value === 'string' && !isJson(type) ? value : JSON.stringify(value)
}

function fieldsOf(value: Json, prefix = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[prefix, value === null ? '' : String(value)]]
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, prefix === '' ? name : `${prefix}[${name}]`))
}
