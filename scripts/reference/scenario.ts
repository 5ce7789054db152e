import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { scenarioSchema } from '../../src/scenario/schema.ts'
import { type Declaration, declarations, type Member } from './interfaces.ts'
import { type JsonSchema, waysOf } from './json-schema.ts'
import { page } from './page.ts'
import { sections } from './schema-sections.ts'

/** Where the members of a scenario are described: the interfaces that its authors see. */
const FILES = ['src/scenario/define.ts']

/** Members whose types depend on what the author wrote, as they are where nothing is known of that. */
const WRITTEN: Readonly<Record<string, string>> = {
  guards: 'GuardUse',
  scorers: 'ScorerUse',
  variants: 'EntryUse | PresetUse',
  apis: 'Api',
  tools: 'Tool',
  databases: 'Database',
  fault: 'Fault',
  'guards.use': 'Guard',
  'scorers.use': 'Scorer',
  params: 'Record',
}

/** `docs/reference/scenario.md`: what `defineScenario` takes. */
export function scenarioReference(root: string): Map<string, string> {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return new Map([['docs/reference/scenario.md', scenarioPage(describeScenario(schema, root))]])
}

/** The page of a schema. */
export function scenarioPage(schema: JsonSchema): string {
  return page('A scenario', INTRO, ...sections(schema))
}

/** The schema of a scenario with what its interfaces say of each member. It is changed in place. */
export function describeScenario(schema: JsonSchema, root: string): JsonSchema {
  const all = FILES.flatMap((file) => declarations(readFileSync(join(root, file), 'utf8')))
  describe(schema, named(all, 'ScenarioInput'), all)
  return schema
}

function describe(schema: JsonSchema, members: readonly Member[], all: readonly Declaration[], within = ''): void {
  for (const way of waysOf(schema)) {
    if (way.items) describe(way.items, members, all, within)
    if (typeof way.additionalProperties === 'object') describe(way.additionalProperties, members, all, within)
    for (const [name, property] of Object.entries(way.properties ?? {})) {
      const member = members.find((one) => one.name === name)
      if (!member) continue
      if (member.doc) property.description ??= member.doc
      const type = WRITTEN[`${within}.${name}`] ?? WRITTEN[name] ?? member.type
      nameParts(property, type)
      describe(property, innerOf({ ...member, type }, all), all, name)
    }
  }
}

/** A part is whatever its `define...` returns: no JSON tells its shape, so its type stands for it. */
function nameParts(schema: JsonSchema, type: string): void {
  const part = type
    .match(/\b(?:Any)?(?!Record\b|Json\b)[A-Z]\w+/g)
    ?.at(-1)
    ?.replace('Any', '')
  const within = [schema, schema.additionalProperties].flatMap((one) => (typeof one === 'object' ? waysOf(one) : []))
  for (const way of within) if (part && Object.keys(way).length === 0) way.title = part
}

/** The members of what a member holds: written out in place, or by the names in its type. */
function innerOf({ type, members }: Member, all: readonly Declaration[]): Member[] {
  if (members.length > 0) return members
  return [...type.matchAll(/[A-Z]\w+/g)].flatMap(([name]) => named(all, name))
}

function named(all: readonly Declaration[], name: string): Member[] {
  return all.find((declaration) => declaration.name === name)?.members ?? []
}

const INTRO = `A scenario is what \`defineScenario\` takes, in a file \`*.scenario.ts\` below the folder of the scenarios. In YAML the members
are the same ([scenarios in YAML](../yaml-scenarios.md)). [Write a scenario](../guides/write-a-scenario.md) walks through one;
[plans](../plans.md) has the rules for faults. A member that is not listed here is an error (exit code 2).`
