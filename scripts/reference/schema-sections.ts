import { code, table } from '../table.ts'
import { type JsonSchema, objectsIn, shapeOf } from './json-schema.ts'
import { anchor } from './page.ts'

/** What a reference says of a schema beside its members. */
export interface Telling {
  /** Is each member there always? Then a reader need not know which are needed. */
  complete?: boolean
}

/**
 * A table of the members of an object, and a section for each object within it.
 * @param path How the object is called: 'trials[]', '' for the one at the top.
 * @throws {Error} a member that is not described.
 */
export function sections(schema: JsonSchema, telling: Telling = {}, path = ''): string[] {
  const members = Object.entries(schema.properties ?? {})
  const inner = members.flatMap(([name, member]) =>
    merged(member).map(({ suffix, schema }) => ({ name, path: `${join(path, name)}${suffix}`, schema })),
  )
  const sectionOf = (name: string) => inner.find((one) => one.name === name)?.path
  const rows = members.map(([name, member]) => row(name, member, { schema, path, telling, section: sectionOf(name) }))
  const head = telling.complete ? ['member', 'shape', 'meaning'] : ['member', 'shape', 'default', 'meaning']
  return [
    table(head, rows),
    ...inner.flatMap((one) => [`## ${code(one.path)}`, ...sections(one.schema, telling, one.path)]),
  ]
}

interface Place {
  schema: JsonSchema
  path: string
  telling: Telling
  section: string | undefined
}

function row(name: string, member: JsonSchema, { schema, path, telling, section }: Place): string[] {
  const { description } = member
  if (!description) throw new Error(`Nothing says what "${join(path, name)}" is: describe it where it is defined.`)
  const shape = section ? shapeOf(member).replace(/\bobject\b/, `[object](#${anchor(section)})`) : shapeOf(member)
  if (telling.complete) return [code(name), shape, description]
  const standard = defaultOf(name, member, schema)
  return [code(name), shape, standard, standard ? description.replace(/ Default:? .*\.$/, '') : description]
}

function defaultOf(name: string, member: JsonSchema, { required = [] }: JsonSchema): string {
  if (member.default !== undefined) return code(JSON.stringify(member.default))
  return required.includes(name) ? 'must be given' : ''
}

/** The objects of a member, those of one path as one: what a union offers stands in one table. */
function merged(member: JsonSchema): { suffix: string; schema: JsonSchema }[] {
  const bySuffix = Map.groupBy(objectsIn(member), ({ suffix }) => suffix)
  return [...bySuffix].map(([suffix, found]) => {
    const [first] = found
    if (found.length === 1 && first) return first
    const properties: Record<string, JsonSchema> = {}
    for (const one of found) Object.assign(properties, { ...one.schema.properties, ...properties })
    const required = Object.keys(properties).filter((name) =>
      found.every(({ schema }) => schema.required?.includes(name)),
    )
    return { suffix, schema: { type: 'object', properties, required } }
  })
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
