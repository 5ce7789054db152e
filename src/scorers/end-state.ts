import { z } from 'zod'
import { fieldOf } from '../kernel/field.ts'
import type { Json } from '../kernel/json.ts'
import { containsJson, equalJson, type Leeway } from '../kernel/match-json.ts'
import { fits } from '../kernel/pattern.ts'
import { collectionName } from '../record/names.ts'
import { TABLE_ITSELF } from '../trace/effect-target.ts'
import type { Evidence, WorldState } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { amountSchema, nearness, phrase } from './grading/amount.ts'
import { cite } from './grading/events.ts'
import { factSchema, tellFact } from './grading/fact.ts'
import { type Check, grade, show } from './grading/grade.ts'
import {
  changeOfTable,
  describe,
  effectsOn,
  lossOfTable,
  type MemberValue,
  membersAtEnd,
  membersShape,
  selectMembers,
  unknownCollection,
  unknownReference,
} from './grading/members.ts'
import { leewayFor, unorderedListsSchema } from './grading/unordered-lists.ts'

const rowSchema = z
  .strictObject({
    ...membersShape,
    /** What each of them must be. */
    equals: z.json().optional(),
    /** Fields that each of them must have, at any depth; it may have others. */
    has: z.json().optional(),
    /** Fields of each of them that must be what a member of the reference says: field -> where it says so. */
    agrees: z.record(z.string(), factSchema).default({}),
    /** There must be none. */
    absent: z.boolean().default(false),
    /** How many there must be. Default: at least one. */
    count: amountSchema.optional(),
  })
  .refine(
    (row) =>
      !row.absent ||
      ([row.equals, row.has, row.count].every((expected) => expected === undefined) &&
        Object.keys(row.agrees).length === 0),
    'what is absent has no fields',
  )
  .refine(({ equals, has }) => equals === undefined || has === undefined, 'give equals or has, not both')

const paramsSchema = z
  .strictObject({
    rows: z.array(rowSchema).default([]),
    /** Collections that must be as they were at the start; `*` for any run of characters. */
    unchanged: z.array(collectionName()).default([]),
    /** Tables that must be as the reference of their database leaves them; `*` for any run of characters. */
    reference: z.array(collectionName()).default([]),
    /** Fields that may differ from the reference: 'updated_at'. */
    skip: z.array(z.string().min(1)).default([]),
    /** Lists whose order does not count: true for all, or by the names that lead to them: 'tags', 'order.items'. */
    unorderedLists: unorderedListsSchema,
  })
  .refine(
    ({ rows, unchanged, reference }) => rows.length + unchanged.length + reference.length > 0,
    'nothing is expected',
  )
  .refine(({ skip, reference }) => skip.length === 0 || reference.length > 0, 'skip needs reference')

type Params = z.infer<typeof paramsSchema>
type Row = Params['rows'][number]

/** The world as the agent left it, whatever way led there. */
export const endState = defineScorer({
  name: 'end-state',
  summary:
    'Compares the world at the end with what it should be: members that are there, absent, unchanged or as a reference has them.',
  params: paramsSchema,
  score: (evidence, { rows, unchanged, reference, skip, unorderedLists }) => {
    const leeway = leewayFor(unorderedLists)
    const skipping = { ...leeway, skip: (name: string) => skip.includes(name) }
    const checks = [
      ...rows.flatMap((row) => checkRow(evidence, row, leeway)),
      ...unchanged.flatMap((pattern) => checkUnchanged(evidence, pattern, leeway)),
      ...reference.flatMap((pattern) => checkReference(evidence, pattern, skipping)),
    ]
    return grade(checks, `The world ended as expected in all of ${checks.length} respects.`)
  },
})

function checkRow(evidence: Evidence, row: Row, leeway: Leeway): Check[] {
  const typo = unknownCollection(evidence, row.collection)
  if (typo) return [{ held: 0, problem: typo, events: [] }]
  const found = membersAtEnd(evidence, row, leeway)
  const count = row.absent ? 0 : (row.count ?? { min: 1 })
  const events = found.length > 0 ? found.flatMap(({ id }) => effectsOn(evidence, row.collection, id)) : []
  const problem = `Expected ${phrase(count)} of ${describe(row)} at the end, found ${found.length}.`
  return [
    ...checkTable(evidence, row),
    { held: nearness(found.length, count), problem, events },
    ...found.map((member) => checkMember(evidence, row, member, leeway)),
    ...found.flatMap((member) => checkFacts(evidence, row, member, leeway)),
  ]
}

/**
 * Who asks for all rows of a table asks for the table: one that was dropped or altered is another one, however many rows it
 * has. What is to be absent is looked for in a table that is there.
 */
function checkTable(evidence: Evidence, row: Row): Check[] {
  const { collection, id, where, absent } = row
  const change = changeOfTable(evidence, collection)
  if (change === undefined) return []
  const events = effectsOn(evidence, collection, TABLE_ITSELF)
  if (id === undefined && where === undefined) {
    return [{ held: 0, problem: `Expected the table ${collection} itself as it was, found ${show(change)}.`, events }]
  }
  const lost = absent ? lossOfTable(evidence, collection) : undefined
  if (lost === undefined) return []
  const problem = `Expected a table ${collection} in which ${describe(row)} is absent, found ${show(lost)}.`
  return [{ held: 0, problem, events }]
}

function checkMember(
  evidence: Evidence,
  { collection, equals, has }: Row,
  { id, value }: MemberValue,
  leeway: Leeway,
): Check {
  const equal = equals === undefined || equalJson(value, equals, leeway)
  const full = has === undefined || containsJson(value, has, leeway)
  const wanted = equals === undefined ? `to have ${show(has)}` : `to be ${show(equals)}`
  const problem = `Expected ${collection} "${id}" ${wanted}, found ${show(value)}.`
  return { held: equal && full ? 1 : 0, problem, events: effectsOn(evidence, collection, id) }
}

function checkFacts(
  evidence: Evidence,
  { collection, agrees }: Row,
  { id, value }: MemberValue,
  leeway: Leeway,
): Check[] {
  return Object.entries(agrees).map(([field, fact]) => {
    const wanted = tellFact(evidence, fact)
    if ('problem' in wanted) return { held: 0, problem: wanted.problem, events: [] }
    const found = fieldOf(value, field)
    const problem = `Expected ${field} of ${collection} "${id}" to be ${show(wanted.value)} as the reference says, found ${show(found)}.`
    const agree = found !== undefined && equalJson(nest(field, found), nest(field, wanted.value), leeway)
    return { held: agree ? 1 : 0, problem, events: effectsOn(evidence, collection, id) }
  })
}

/** A value where it stands: lists are known by the names that lead to them. */
function nest(path: string, value: Json): Json {
  return path.split('.').reduceRight((inner: Json, name) => ({ [name]: inner }), value)
}

function checkUnchanged(evidence: Evidence, pattern: string, leeway: Leeway): Check[] {
  const typo = unknownCollection(evidence, pattern)
  if (typo) return [{ held: 0, problem: typo, events: [] }]
  const names = new Set([...Object.keys(evidence.initial), ...Object.keys(evidence.final)])
  return [...names]
    .filter((name) => fits(pattern, name))
    .map((name) => compareCollection(evidence, name, { wanted: evidence.initial, how: 'unchanged', leeway }))
}

function checkReference(evidence: Evidence, pattern: string, leeway: Leeway): Check[] {
  const typo = unknownReference(evidence, pattern) ?? unknownCollection(evidence, pattern)
  if (typo) return [{ held: 0, problem: typo, events: [] }]
  // What the reference made for itself, no agent could make.
  const names = Object.keys(evidence.reference).filter((name) => fits(pattern, name) && name in evidence.final)
  const target = { wanted: evidence.reference, how: 'as the reference has it', leeway }
  return names.map((name) => compareCollection(evidence, name, target))
}

interface Target {
  wanted: WorldState
  how: string
  leeway: Leeway
}

function compareCollection(evidence: Evidence, collection: string, { wanted, how, leeway }: Target): Check {
  const right = new Map(selectMembers(wanted, { collection }).map(({ id, value }) => [id, value]))
  const after = new Map(selectMembers(evidence.final, { collection }).map(({ id, value }) => [id, value]))
  const ids = [...new Set([...right.keys(), ...after.keys()])]
  const different = ids.filter((id) => {
    const [should, is] = [right.get(id), after.get(id)]
    return should === undefined || is === undefined || !equalJson(should, is, leeway)
  })
  const events = different.flatMap((id) => effectsOn(evidence, collection, id))
  const named = different.slice(0, 3).join(', ')
  const problem = `Expected ${collection} ${how}, found ${different.length} different: ${show(named)}${cite(events)}.`
  return { held: different.length === 0 ? 1 : 1 - different.length / ids.length, problem, events }
}
