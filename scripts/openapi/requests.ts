import type { Json } from '../../src/kernel/json.ts'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import type { Served, Serving } from '../../src/world/apis/openapi/handler.ts'
import { isNode, type Node, nodeAt } from '../../src/world/apis/openapi/node.ts'
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

/** A right request: all that must be said, and what says which member. @param known What of path, query and body is known. */
export function rightRequest(
  serving: Serving,
  { operation, role }: Served,
  known: Fields,
  random: Random = createRandom(operation.key),
): Wanted {
  const make = (schema: unknown, name: string, given?: Json) =>
    serving.generator.make(schema ?? {}, { random: random.fork(name), now: NOW, known: given, filled: true })
  const made = (place: Parameter['in']) => {
    const wanted = operation.parameters.filter(
      ({ in: where, required, name }) =>
        where === place && (required || name === role.id) && !(place === 'header' && TRANSPORT.test(name)),
    )
    return Object.fromEntries(wanted.map(({ name, schema }) => [name, known[name] ?? make(schema, name)]))
  }
  const [type, schema] = bodyTypeOf(operation) ?? []
  const inBody = role.id !== undefined && operation.parameters.every(({ name }) => name !== role.id)
  const own = inBody && role.id !== undefined ? { [role.id]: known[role.id] ?? 'planted' } : undefined
  return {
    path: made('path'),
    query: made('query'),
    headers: made('header'),
    body: type === undefined ? undefined : { type, value: make(schema, 'body', own) },
  }
}

const TRANSPORT = /^(authorization|accept|content-type)$/i

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
    if (only === flat && flat.type === 'object' && isNode(body.value)) {
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
  serving: Serving,
  base: string,
  { operation }: Served,
  { path, query, headers, body }: Wanted,
): Sent {
  const place = operation.template.replace(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name] ?? 'x')),
  )
  const url = new URL(`${base}${place}`)
  for (const [name, value] of [...fieldsOf(query), ...keysOf(serving, 'query')]) url.searchParams.append(name, value)
  const own = Object.entries(headers).map(([name, value]) => [name, String(value)] as const)
  const said = [['authorization', keyOf(serving)] as const, ...keysOf(serving, 'header'), ...own]
  const type = body && (body.type === PARTS ? `${PARTS}; boundary=${BOUNDARY}` : body.type)
  return {
    ...{ method: operation.method, url: url.href, body: body && textOf(body) },
    headers: Object.fromEntries(
      [...said, ...(type ? [['content-type', type] as const] : [])].map(([name, value]) => [name.toLowerCase(), value]),
    ),
  }
}

const BOUNDARY = 'mettle'
const PARTS = 'multipart/form-data'

function textOf({ type, value }: { type: string; value: Json }): string {
  if (type.includes('urlencoded')) return new URLSearchParams(fieldsOf(value)).toString()
  if (type !== PARTS) return typeof value === 'string' && !isJson(type) ? value : JSON.stringify(value)
  const head = (name: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`
  return `${fieldsOf(value)
    .map(([name, text]) => `${head(name)}${text}\r\n`)
    .join('')}--${BOUNDARY}--\r\n`
}

function fieldsOf(value: Json, prefix = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[prefix, value === null ? '' : String(value)]]
  return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, prefix === '' ? name : `${prefix}[${name}]`))
}

function schemesOf({ schemas }: Serving): Node[] {
  const all = nodeAt(nodeAt(schemas.specification.root, 'components'), 'securitySchemes')
  return Object.values(all)
    .map((one) => schemas.follow(one))
    .filter(isNode)
}

/** Keys that are sent under names of the API's own. */
function keysOf(serving: Serving, place: string): [string, string][] {
  const schemes = schemesOf(serving).filter((one) => one.type === 'apiKey' && one.in === place)
  return schemes.map(({ name }) => [String(name), /^authorization$/i.test(String(name)) ? 'Bearer key' : 'key'])
}

function keyOf(serving: Serving): string {
  const schemes = schemesOf(serving)
  const takesBearer = schemes.some(({ type, scheme }) => scheme === 'bearer' || type === 'oauth2')
  return schemes.some(({ scheme }) => scheme === 'basic') && !takesBearer ? `Basic ${btoa('key:')}` : 'Bearer key'
}
