import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import type { Random } from '../kernel/random.ts'
import { isBounded } from '../trace/bounded.ts'
import { defineFault } from './define.ts'
import { changeJson } from './replies/change-json.ts'
import { leavesOf, mapMembers } from './replies/members.ts'
import { renamed } from './replies/renamed.ts'

const hows = ['rename', 'drop', 'retype', 'nest'] as const
type How = (typeof hows)[number]

const params = z.strictObject({ how: z.enum(hows).default('rename'), field: z.string().min(1).optional() })

export const schemaDrift = defineFault<z.infer<typeof params>, z.input<typeof params>>({
  name: 'schema-drift',
  summary: 'The world does what was asked, and its reply has another shape than agreed.',
  channels: ['http', 'tool'],
  params,
  arbitrary: (fc) => fc.record({ how: fc.constantFrom(...hows) }),
  detectable: true,
  terminal: false,
  inject:
    ({ how, field }) =>
    async (_call, next, { signal, random }) =>
      changeJson(await next(), signal, (value) => drift(value, how, field, random)),
  symptom: ({ executed, delivered }, { how }) => {
    if (!executed || delivered?.outcome !== 'ok' || delivered.output === undefined) return undefined
    if (isBounded(delivered.output) || isBounded(executed.output)) return undefined
    return shapeOf(delivered.output) === shapeOf(executed.output) ? undefined : SEEN[how]
  },
})

const SEEN: Record<How, string> = {
  rename: 'a field of the reply had another name',
  drop: 'a field of the reply was missing',
  retype: 'a field of the reply had another type',
  nest: 'the reply was wrapped in "data"',
}

/** A field of that name, wherever it stands: a list whose items agreed with each other still does. */
function drift(value: Json, how: How, field: string | undefined, random: Random): Json {
  if (how === 'nest') return { data: value }
  const names = [...new Set(leavesOf(value).flatMap(({ name }) => (name === '' ? [] : [name])))]
  if (field === undefined && names.length === 0) return value
  return changeField(value, field ?? random.pick(names), how)
}

function changeField(value: Json, field: string, how: Exclude<How, 'nest'>): Json {
  if (Array.isArray(value)) return value.map((item) => changeField(item, field, how))
  if (!isObject(value)) return value
  return mapMembers(value, (name, member) => {
    if (name !== field) return [name, changeField(member, field, how)]
    if (how === 'drop') return undefined
    return how === 'rename' ? [renamed(name), member] : [name, retyped(member)]
  })
}

/** A number or a flag becomes its text, anything else a list of one. */
function retyped(value: Json): Json {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : [value]
}

/** Names and types without values. */
function shapeOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(shapeOf).join()}]`
  if (!isObject(value)) return value === null ? 'null' : typeof value
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${shapeOf(member)}`)
  return `{${members.sort().join()}}`
}
