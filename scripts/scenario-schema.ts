import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { openApiSchema } from '../src/scenario/openapi-schema.ts'
import { presets } from '../src/scenario/presets.ts'
import { repositorySchema } from '../src/scenario/repository-schema.ts'
import { scenarioSchema } from '../src/scenario/schema.ts'
import { camelCase, kinds, partNames } from './parts.ts'
import type { JsonSchema } from './reference/json-schema.ts'
import { describeScenario } from './reference/scenario.ts'

type Schema = Record<string, unknown>
type Part = { summary: string; params: z.ZodType }
type Catalogue = Readonly<Record<string, Part>>

const MODULE = {
  type: 'string',
  pattern: '^\\.\\.?/',
  description: 'A module beside the scenario, and what it exports: ./shop.ts#shop',
}

/** The shape of a scenario in YAML, for editors: names of parts with what they do, and the parameters of each. */
export async function scenarioYamlSchema(root: string): Promise<Map<string, string>> {
  const plain = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-07', unrepresentable: 'any' })
  const schema = describeScenario(plain as JsonSchema, root) as Schema
  const world = properties(schema, 'world')
  for (const kind of ['tools', 'databases']) member(world, kind).additionalProperties = MODULE
  member(world, 'apis').additionalProperties = { anyOf: [MODULE, specification(), repository()] }
  nameModels(world)
  nameApprover(world)
  nameDocuments(world)
  const task = member(properties(schema), 'task')
  const file = (what: string) => ({ type: 'string', description: `A file beside the scenario that holds ${what}.` })
  Object.assign(properties(task), { file: file('the text'), dataFile: file('the data, as JSON or YAML') })
  delete task.required
  task.oneOf = [{ required: ['text'] }, { required: ['file'] }]
  const shared = schema.definitions as Schema
  namePart(itemOf(member(properties(schema), 'guards')), 'use', await partsOf(root, 'guards'), shared)
  const own = properties(member(properties(schema), 'models').additionalProperties as Schema)
  namePart(itemOf(member(own, 'guards')), 'use', await partsOf(root, 'guards'), shared)
  namePart(itemOf(member(properties(schema), 'scorers')), 'use', await partsOf(root, 'scorers'), shared)
  const entry = itemOf(member(properties(schema), 'variants').additionalProperties as Schema)
  const safeguardFaults = await partsOf(root, 'faults/safeguards')
  nameEntry(entry, { ...(await partsOf(root, 'faults')), ...safeguardFaults }, shared)
  const titled = { ...schema, title: 'A scenario of mettle', description: 'What *.scenario.yaml may hold.' }
  return new Map([['schemas/scenario.schema.json', `${JSON.stringify(titled, null, 2)}\n`]])
}

/** The parts of a kind by their files: the index may be stale while this runs. */
async function partsOf(root: string, folder: string): Promise<Catalogue> {
  const names = kinds.filter((kind) => kind.folder === folder).flatMap((kind) => partNames(root, kind))
  const parts = names.map(async (name) => {
    const module = await import(pathToFileURL(join(root, 'src', folder, `${name}.ts`)).href)
    return [name, module[camelCase(name)] as Part] as const
  })
  return Object.fromEntries(await Promise.all(parts))
}

/** An API by its specification. Code is named by its module; what only code can say is left out. */
function specification(): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(openApiSchema, {
    io: 'input',
    target: 'draft-07',
    unrepresentable: 'any',
  }) as Schema
  const operations = properties(schema).operations as Schema
  const [operation] = ((operations.additionalProperties as Schema).anyOf ?? []) as Schema[]
  if (!operation) throw new Error('An operation is no longer an object or code: see openapi-schema.ts.')
  for (const name of ['items', 'cost', 'actual', 'reason', 'also', 'about']) delete properties(operation)[name]
  properties(operation).handler = MODULE
  operations.additionalProperties = { anyOf: [operation, MODULE] }
  return schema
}

/** A repository. Its checks are code, named by their modules. */
function repository(): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(repositorySchema, {
    io: 'input',
    target: 'draft-07',
    unrepresentable: 'any',
  }) as Schema
  const checks = properties(schema).checks as Schema
  checks.additionalProperties = MODULE
  return schema
}

/** Code that answers is named by its module, alone or in the place of a list. */
function nameApprover(world: Record<string, unknown>): void {
  const approver = member(world, 'approver')
  const { answers, variants } = properties(approver) as Record<string, Schema>
  for (const one of [answers, variants?.additionalProperties as Schema]) {
    const [list] = (one?.anyOf ?? []) as Schema[]
    if (!one || !list) throw new Error('Answers are no longer a list or code: see schema.ts.')
    one.anyOf = [list, MODULE]
  }
  const { description, ...script } = approver
  world.approver = { description, anyOf: [script, MODULE] }
}

/** Members of collections may lie in files: those of one, or all of them. */
function nameDocuments(world: Record<string, unknown>): void {
  const data = member(world, 'data')
  const path = {
    type: 'string',
    pattern: '\\.(json|jsonl|ndjson|csv)(#.*)?$',
    description: 'A file: ./shop.json#orders',
  }
  const keyed = {
    type: 'object',
    properties: { file: path, key: { type: 'string', description: "What tells records apart. Default: 'id'." } },
    required: ['file'],
    additionalProperties: false,
  }
  const members = { type: 'object', additionalProperties: {} }
  const { description, ...rest } = data
  world.data = { description, anyOf: [path, { ...rest, additionalProperties: { anyOf: [path, keyed, members] } }] }
}

/** A model is code, named by its module, a script, or who serves it. */
function nameModels(world: Record<string, unknown>): void {
  const models = member(world, 'models')
  const [, script, real] = ((models.additionalProperties as Schema).anyOf ?? []) as Schema[]
  if (!script || !real) throw new Error('A model is no longer code, a script or a real one: see schema.ts.')
  for (const one of [script, real]) delete properties(one).price
  models.additionalProperties = { anyOf: [script, real, MODULE] }
}

/** An entry of a plan is a fault or a preset. */
function nameEntry(entry: Schema, faults: Catalogue, shared: Schema): void {
  const [fault, preset] = (entry.anyOf ?? entry.oneOf) as Schema[]
  if (!fault || !preset) throw new Error('An entry of a plan is no longer a fault or a preset: see schema.ts.')
  namePart(fault, 'fault', faults, shared)
  properties(preset).preset = { oneOf: names(presets) }
}

/** The names of a catalogue, or a module; and for each name what its params may hold. */
function namePart(use: Schema, key: string, catalogue: Catalogue, shared: Schema): void {
  properties(use)[key] = { anyOf: [{ oneOf: names(catalogue) }, MODULE] }
  use.allOf = Object.entries(catalogue).map(([name, { params }]) => ({
    if: { properties: { [key]: { const: name } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { properties: { params: shapeOf(name, params, shared) } },
  }))
}

function names(catalogue: Readonly<Record<string, { summary: string }>>): Schema[] {
  return Object.entries(catalogue).map(([name, { summary }]) => ({ const: name, description: summary }))
}

/** Its definitions move to the top, where its references look for them. */
function shapeOf(name: string, params: z.ZodType, shared: Schema): Schema {
  const shape = z.toJSONSchema(params, { io: 'input', target: 'draft-07', unrepresentable: 'any' })
  const own = JSON.stringify(shape).replaceAll('#/definitions/', `#/definitions/${name}.`)
  const { $schema: _, definitions = {}, ...rest } = JSON.parse(own) as Schema
  for (const [key, definition] of Object.entries(definitions as Schema)) shared[`${name}.${key}`] = definition
  return rest
}

function properties(schema: Schema, ...path: string[]): Record<string, unknown> {
  const inner = path.reduce((found, name) => member(properties(found), name), schema)
  if (!inner.properties) throw new Error(`The scenario's schema has no members at "${path.join('.')}".`)
  return inner.properties as Record<string, unknown>
}

function member(members: Record<string, unknown>, name: string): Schema {
  const found = members[name]
  if (!found) throw new Error(`The scenario's schema has no member "${name}".`)
  return found as Schema
}

function itemOf(list: Schema): Schema {
  return list.items as Schema
}
