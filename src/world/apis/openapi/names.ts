import { isNode } from './node.ts'
import type { Operation } from './operations.ts'
import { type Flat, propertiesOf, type Schemas, typesOf } from './schemas.ts'

/** 'refunds' -> 'refund', 'companies' -> 'company' */
export function singular(word: string): string {
  if (/(ss|us|is)$/i.test(word)) return word
  if (/ies$/i.test(word)) return `${word.slice(0, -3)}y`
  if (/(x|ch|sh|s)es$/i.test(word)) return word.slice(0, -2)
  return word.replace(/s$/i, '')
}

function bare(name: string): string {
  return name.replace(/[^a-z\d]/gi, '').toLowerCase()
}

/** The parameter or field that says which member a method is about: '/users.info?user=U1'. */
export function idParameterOf({ parameters, body }: Operation, noun: string): string | undefined {
  const word = bare(singular(noun.split('.').at(-1) ?? noun))
  const fields = [...(body?.contents.values() ?? [])].flatMap((schema) =>
    isNode(schema) ? Object.keys(propertiesOf(schema)) : [],
  )
  const names = [...parameters.filter(({ in: place }) => place !== 'header').map(({ name }) => name), ...fields]
  const wanted = [word, `${word}id`, 'id']
  return wanted.flatMap((one) => names.filter((name) => bare(name) === one))[0]
}

/**
 * The member's own field that holds what a part of the path says: 'id' for '/refunds/{refund}', 'number' for
 * '/issues/{issue_number}', 'name' for '/repos/{repo}'.
 */
export function idFieldOf(
  schemas: Schemas,
  flat: Flat,
  { part, schema, collection }: { part: string; schema: unknown; collection: string },
): string {
  const properties = propertiesOf(flat)
  const word = bare(singular(collection.split('.').at(-1) ?? collection))
  const rest = bare(part).startsWith(word) ? bare(part).slice(word.length) : undefined
  const last = bare(part.split(/[_-]|(?<=[a-z])(?=[A-Z])/).at(-1) ?? '')
  const wanted = [
    bare(part),
    rest,
    last,
    'id',
    `${word}id`,
    'name',
    'slug',
    'key',
    'uuid',
    'gid',
    'sid',
    'number',
    'code',
    'ts',
  ]
  const asked = typesOf(schemas.flat(schema))
  const fits = (name: string) => asked.length === 0 || overlap(asked, typesOf(schemas.flat(properties[name])))
  const names = Object.keys(properties)
  const found = wanted.flatMap((one) => (one ? names.filter((name) => bare(name) === one) : []))
  return found.find(fits) ?? found[0] ?? 'id'
}

function overlap(asked: readonly string[], has: readonly string[]): boolean {
  const plain = (types: readonly string[]) => types.map((type) => (type === 'integer' ? 'number' : type))
  const second = plain(has)
  return has.length === 0 || plain(asked).some((type) => second.includes(type))
}
