import type { Json } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'

/** Values that an agent has come across, by the name of their field. */
export type Harvest = Map<string, Json[]>

/** An input with the properties that a JSON Schema names, of the right types. */
export function inputFor(schema: Json, random: Random, seen: Harvest): Json {
  const { properties = {} } = (schema ?? {}) as { properties?: Record<string, { type?: string; enum?: Json[] }> }
  const entries = Object.entries(properties).map(([name, { type, enum: values }]) => {
    const known = seen.get(name)?.filter((value) => type === undefined || typeOf(value) === type)
    if (values && values.length > 0) return [name, random.pick(values)]
    return [name, known && known.length > 0 ? random.pick(known) : anyOf(type, random)]
  })
  return Object.fromEntries(entries)
}

function typeOf(value: Json): string {
  if (typeof value === 'number' && Number.isInteger(value)) return 'integer'
  return Array.isArray(value) ? 'array' : typeof value
}

function anyOf(type: string | undefined, random: Random): Json {
  if (type === 'number' || type === 'integer') return random.int(100)
  if (type === 'boolean') return random.int(2) === 1
  if (type === 'array') return []
  return type === 'object' ? {} : `text ${random.int(100)}`
}

/** '/v1/charges/{id}': something called id or charge, where one was seen. */
export function idFor(name: string, path: string, random: Random, seen: Harvest): string {
  const kind = path.split('/').find((_, index, parts) => parts[index + 1] === `{${name}}`) ?? ''
  const known = [...(seen.get(name) ?? []), ...(seen.get(kind.replace(/s$/, '')) ?? [])]
  return encodeURIComponent(known.length > 0 ? String(random.pick(known)) : '1')
}

/** A body of everything that was seen: each field with one of its values, ids under the names that refer to them. */
export function anyFields(random: Random, seen: Harvest): Json {
  return Object.fromEntries([...seen].map(([name, values]) => [name, random.pick(values)]))
}

/** Keeps the plain values of a reply, at any depth, 50 of a name at the most. */
export function harvest(value: Json, name: string, seen: Harvest): void {
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 50)) harvest(item, name, seen)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) harvest(member, key, seen)
  } else if (name !== '' && value !== null) {
    const known = seen.get(name) ?? []
    if (known.length < 50) seen.set(name, [...known, value])
  }
}
