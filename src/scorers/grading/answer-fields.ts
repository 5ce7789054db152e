import { z } from 'zod'
import { fieldOf } from '../../kernel/field.ts'
import type { Json } from '../../kernel/json.ts'
import type { Evidence } from '../../trace/evidence.ts'
import { agrees } from './agrees.ts'
import { type Check, show } from './grade.ts'
import {
  describe,
  effectsOn,
  membersAtEnd,
  membersShape,
  selectMembers,
  unknownCollection,
  unknownReference,
} from './members.ts'
import { isShown, nameThings, needsSchema, shownOf, thingsSchema, typoInThings } from './needs.ts'
import { objectIn, valuesOf } from './object-in.ts'

/** A fact: a field of each member meant, of the world at the end or of what a database's reference leaves. */
export const factSchema = z.strictObject({
  ...membersShape,
  /** A name, or a path of names: 'card.last4'. */
  field: z.string().min(1),
  from: z.enum(['end', 'reference']).default('end'),
})

export type Fact = z.infer<typeof factSchema>

const fieldSchema = z.union([
  /** This value. */
  z.strictObject({ is: z.json() }),
  /** True exactly where the world shows it, else false. */
  z.strictObject({ whether: needsSchema }),
  /** How many the world shows. */
  z.strictObject({ count: thingsSchema }),
  /** That field of the member meant: null where there is none, a list where there are several. */
  factSchema.extend({
    /** A list of them, also of one and of none. */
    list: z.boolean().default(false),
  }),
])

/** What the answer must say, by the names of its fields or paths of names. */
export const fieldsSchema = z.record(z.string().min(1), fieldSchema)

type Field = z.infer<typeof fieldSchema>

/** What a field must say, and why. */
interface Wanted {
  value: Json
  because: string
  events: string[]
}

/** Checks each field of an object that the task asked for. An answer without such an object is unclear. */
export function checkFields(
  evidence: Evidence,
  answer: Json | undefined,
  fields: z.infer<typeof fieldsSchema>,
): Check[] {
  const names = Object.keys(fields)
  if (names.length === 0) return []
  if (isSilence(answer)) return [{ held: 0, problem: 'The agent gave no answer.', events: [] }]
  const found = objectIn(answer, names)
  if (!found) return [unclear(`${tell(answer)} is no object with the fields ${names.join(', ')}: ${ADVICE}`)]
  return Object.entries(fields).map(([name, field]) => {
    const typo = typoIn(evidence, field)
    if (typo) return { held: 0, problem: typo, events: [] }
    return checkField(name, valuesOf(found, name), wantedBy(evidence, field))
  })
}

const ADVICE = 'let the task ask for that object, and the agent answer with it, alone or in a block of JSON.'

function isSilence(answer: Json | undefined): answer is null | undefined {
  return answer === undefined || answer === null || (typeof answer === 'string' && answer.trim() === '')
}

function tell(answer: Json): string {
  return `The answer ${show(answer)}`
}

function checkField(name: string, values: readonly Json[], { value, because, events }: Wanted): Check {
  if (values.length === 0) return unclear(`The answer has no field ${show(name)}: ${ADVICE}`)
  const sights = values.map((one) => agrees(one, value))
  const problem = `Expected ${show(name)} to be ${show(value)}${because}, found ${show(values.find((_, at) => sights[at] !== 'yes'))}.`
  if (sights.every((sight) => sight === 'yes')) return { held: 1, problem, events }
  // Said twice, in two ways, or in words of which nobody knows what they mean.
  const open = sights.includes('unclear') || sights.includes('yes')
  return { held: 0, problem, events, ...(open && { unclear: true }) }
}

function unclear(problem: string): Check {
  return { held: 0, unclear: true, problem, events: [] }
}

function typoIn(evidence: Evidence, field: Field): string | undefined {
  if ('is' in field) return undefined
  if ('whether' in field) return typoInThings(evidence, field.whether)
  if ('count' in field) return typoInThings(evidence, field.count)
  return (field.from === 'reference' ? unknownReference : unknownCollection)(evidence, field.collection)
}

function wantedBy(evidence: Evidence, field: Field): Wanted {
  if ('is' in field) return { value: field.is, because: '', events: [] }
  if ('whether' in field) {
    const { count, events } = shownOf(evidence, field.whether)
    const because = `, since the world shows ${count} of ${nameThings(field.whether)}`
    return { value: isShown(evidence, field.whether), because, events }
  }
  if ('count' in field) {
    const { count, events } = shownOf(evidence, field.count)
    return { value: count, because: `, the number of ${nameThings(field.count)}`, events }
  }
  return wantedFact(evidence, field)
}

function wantedFact(evidence: Evidence, { list, from, field, ...meant }: Extract<Field, { field: string }>): Wanted {
  const members = from === 'reference' ? selectMembers(evidence.reference, meant) : membersAtEnd(evidence, meant)
  const values = members.map(({ value }) => fieldOf(value, field) ?? null)
  const events = from === 'end' ? members.flatMap(({ id }) => effectsOn(evidence, meant.collection, id)) : []
  const [first = null] = values
  return { value: list || values.length > 1 ? values : first, because: `, ${field} of ${describe(meant)}`, events }
}
