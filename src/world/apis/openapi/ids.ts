import type { Json } from '../../../kernel/json.ts'
import { letters, uuidFrom } from './formats.ts'
import { singular } from './names.ts'
import { textAt } from './node.ts'
import { flatOf, type Resource } from './resources.ts'
import { propertiesOf, type Schemas, typeOf } from './schemas.ts'
import { makeText } from './strings.ts'
import { chanceInTrial, nowInTrial, stateOf } from './trial.ts'

const MOST_TRIES = 50

/** An id that this trial has not used, by its seed. @param taken Is an id in use? */
export function newId(
  api: string,
  resource: Resource,
  { schemas, prefix, taken }: { schemas: Schemas; prefix: string | undefined; taken(id: Json): boolean },
): Json {
  const { made } = stateOf(api)
  let id: Json = null
  for (let turn = 0; turn < MOST_TRIES; turn++) {
    const count = (made.get(resource.name) ?? 0) + 1
    made.set(resource.name, count)
    id = idFrom(resource, schemas, prefix, count)
    if (!taken(id)) return id
  }
  return id
}

function idFrom(
  { name, schema, idField, idSchema }: Resource,
  schemas: Schemas,
  prefix: string | undefined,
  count: number,
): Json {
  const random = chanceInTrial('id', name, count)
  const properties = propertiesOf(flatOf(schemas, schema))
  const flat = flatOf(schemas, Object.hasOwn(properties, idField) ? properties[idField] : idSchema)
  const type = typeOf(flat) ?? typeOf(flatOf(schemas, idSchema))
  const number = (idField === 'number' ? 0 : 1_000_000 + random.int(900_000) * 1_000) + count
  if (isNumber(type)) return number
  // Its own field may say as a text what the path takes as a number.
  if (isNumber(typeOf(flatOf(schemas, idSchema)))) return String(number)
  if (prefix === undefined && (textAt(flat, 'format') === 'uuid' || idField === 'uuid')) return uuidFrom(random)
  if (prefix === undefined && (flat.pattern !== undefined || flat.format !== undefined))
    return makeText(flat, { name: 'id', random, now: nowInTrial() })
  const most = typeof flat.maxLength === 'number' ? flat.maxLength : 60
  return `${prefix ?? `${singular(name.split('.').at(-1) ?? name)}_`}${letters(random, 14)}`.slice(0, Math.max(1, most))
}

function isNumber(type: string | undefined): boolean {
  return type === 'integer' || type === 'number'
}
