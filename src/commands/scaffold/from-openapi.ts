import { basename, extname, relative, resolve, sep } from 'node:path'
import { UsageError } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import { isObject } from '../../kernel/object.ts'
import { createRandom } from '../../kernel/random.ts'
import type { Served } from '../../world/apis/openapi/handler.ts'
import type { OpenedApi } from '../../world/apis/openapi/open.ts'
import { flatOf, unwrapped } from '../../world/apis/openapi/resources.ts'

type Fields = Record<string, Json>

/** A first scenario of a specification: something is created, once. */
export interface FirstScenario {
  /** Of the API, and of the scenario's file. */
  name: string
  /** Text of the scenario's module. */
  text: string
}

/** What an agent is told of the request that it is to send. */
interface Order {
  create: Served
  type: string
  body: Json
  /** Fields by which it is known again in a list. */
  same: Fields
}

const NOW = Date.UTC(2026, 0, 5)

/**
 * Makes a first scenario of a specification. @param folder Of the project; the scenario lies in `scenarios/`.
 * @throws {UsageError} it cannot be read, or nothing that it creates is listed.
 */
export async function scenarioFrom(file: string, folder: string): Promise<FirstScenario> {
  const path = resolve(file)
  const name = nameOf(path)
  const { openApi } = await import('../../world/apis/openapi/open.ts')
  const api = openApi({ file: path }, name)
  const orders = api.served.flatMap((served) => orderOf(api, served))
  const order = orders.find(({ create }) => create.resource.depth === 0) ?? orders[0]
  if (!order) {
    const why = `nothing that ${file} creates is listed by another operation`
    throw new UsageError(`Failed to make a scenario: ${why}. Write one by hand: docs/openapi.md.`)
  }
  const place = relative(resolve(folder, 'scenarios'), path).split(sep).join('/')
  return { name, text: textOf(api, order, { name, place: place.startsWith('.') ? place : `./${place}` }) }
}

/** 'Stripe API.v1.yaml' -> 'stripe-api-v1' */
function nameOf(path: string): string {
  const plain = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
  return plain || 'api'
}

function orderOf(api: OpenedApi, create: Served): Order[] {
  const { operation, role, resource } = create
  const { generator } = api.serving
  const [type, schema] = [...(operation.body?.contents ?? [])].find(([one]) => /json|urlencoded/.test(one)) ?? []
  const isPlain =
    role.scope.length === 0 && operation.parameters.every(({ required, in: place }) => !required || place === 'path')
  if (role.action !== 'create' || type === undefined || !resource.roles.has('list') || !isPlain) return []
  const body = generator.make(schema, { random: createRandom('first scenario'), now: NOW, filled: true, ample: true })
  const same = knownAgain(api, create, body)
  const sent = type.includes('json') ? body : Object.fromEntries(formOf(body))
  return Object.keys(same).length > 0 ? [{ create, type, body: sent, same }] : []
}

/** Fields of a form: { a: { b: 1 } } is 'a[b]=1'. */
function formOf(value: Json, prefix = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[prefix, String(value ?? '')]]
  return Object.entries(value).flatMap(([name, inner]) => formOf(inner, prefix === '' ? name : `${prefix}[${name}]`))
}

/** Of what is asked for, what a member shows as it was asked for. */
function knownAgain(api: OpenedApi, { resource }: Served, sent: Json): Fields {
  if (!isObject(sent)) return {}
  const { generator, schemas } = api.serving
  const body = unwrapped(sent, flatOf(schemas, resource.schema))
  const shown = generator.make(resource.schema ?? {}, { random: createRandom('shown'), now: NOW, known: body })
  const plain = Object.entries(body).filter(
    ([name, value]) => typeof value !== 'object' && Object(shown)[name] === value,
  )
  return Object.fromEntries(plain.slice(0, 4))
}

function textOf(
  api: OpenedApi,
  { create, type, body, same }: Order,
  { name, place }: { name: string; place: string },
): string {
  const { operation, resource } = create
  const list = api.served.find(({ role, resource: other }) => role.action === 'list' && other === resource)
  const base = basePath(api, create)
  const path = `${base}${operation.template}`
  const data = {
    ...{ api: name, create: path, list: `${base}${list?.operation.template ?? operation.template}`, type, body, same },
    ...{ headers: keysOf(api), id: resource.idField },
  }
  return `import { defineApi, defineScenario } from 'mettle'

const CREATE = '${name} ${operation.method} ${path}'

export default defineScenario({
  task: {
    text: 'Send the body in the data to {{api}}: ${operation.method} {{create}}. It is to be there once. Say its id.',
    data: ${indented(data, 4)},
  },

  // Every operation of the specification is answered. What it really does is said in \`operations\`, what is there from the start in \`seeds\`.
  world: { apis: { ${JSON.stringify(name)}: defineApi({ openapi: ${JSON.stringify(place)} }) } },

  guards: [{ use: 'loop-breaker' }],
  requires: ['loop-breaker'],

  variants: {
    // It is made, and the answer does not arrive. Whoever repeats it blindly makes two.
    'lost-reply': [{ fault: 'lost-reply', on: CREATE, when: { nth: 1 } }],
    unavailable: [{ fault: 'unavailable', on: CREATE, when: { nth: 1 } }],
  },

  // What counts is what is there in the end, not what the agent says.
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [{ collection: '${name}.${resource.name}', op: 'create', where: ${indented(same, 8)}, count: 1 }],
        others: 'forbid',
      },
    },
    { use: 'limits', params: { writes: 2 } },
  ],

  saint: '../agents/careful.ts',
})
`
}

function indented(value: unknown, by: number): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(by)}`)
}

/** The server's own path, which stands before those of the operations. */
function basePath(api: OpenedApi, { operation }: Served): string {
  const paths = api.handlers.map(({ info }) => new URL(String((info as { path?: unknown }).path)).pathname)
  const whole = paths.find((path) => path.endsWith(operation.template))
  return whole?.slice(0, -operation.template.length) ?? ''
}

/** A key wherever the specification may ask for one. */
function keysOf({ serving: { schemas } }: OpenedApi): Fields {
  const { components } = schemas.specification.root as { components?: { securitySchemes?: object } }
  const schemes = Object.values(components?.securitySchemes ?? {}).map((one) => Object(schemas.follow(one)))
  const named = schemes.filter(({ type, in: place }) => type === 'apiKey' && place === 'header')
  const isBasic = schemes.some(({ scheme }) => scheme === 'basic') && !schemes.some(({ scheme }) => scheme === 'bearer')
  const keys = named.map(({ name }) => [name, 'key'] as const)
  if (schemes.length === 0) return {}
  return { authorization: isBasic ? 'Basic a2V5Og==' : 'Bearer key', ...Object.fromEntries(keys) }
}
