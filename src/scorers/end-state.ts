import { z } from 'zod'
import { containsJson, equalJson } from '../kernel/match-json.ts'
import { fits } from '../kernel/pattern.ts'
import type { Evidence } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { amountSchema, nearness, phrase } from './grading/amount.ts'
import { cite } from './grading/events.ts'
import { type Check, grade, show } from './grading/grade.ts'
import { describe, effectsOn, type Member, membersShape, selectMembers, unknownCollection } from './grading/members.ts'

const rowSchema = z
  .strictObject({
    ...membersShape,
    /** What each of them must be. */
    equals: z.json().optional(),
    /** Fields that each of them must have, at any depth; it may have others. */
    has: z.json().optional(),
    /** There must be none. */
    absent: z.boolean().default(false),
    /** How many there must be. Default: at least one. */
    count: amountSchema.optional(),
  })
  .refine(
    (row) => !row.absent || [row.equals, row.has, row.count].every((expected) => expected === undefined),
    'what is absent has no fields',
  )
  .refine(({ equals, has }) => equals === undefined || has === undefined, 'give equals or has, not both')

const paramsSchema = z
  .strictObject({
    rows: z.array(rowSchema).default([]),
    /** Collections that must be as they were at the start; `*` for any run of characters. */
    unchanged: z.array(z.string().min(1)).default([]),
  })
  .refine(({ rows, unchanged }) => rows.length + unchanged.length > 0, 'nothing is expected')

type Params = z.infer<typeof paramsSchema>
type Row = Params['rows'][number]

/** The world as the agent left it, whatever way led there. */
export const endState = defineScorer<Params>({
  name: 'end-state',
  summary: 'Compares the world at the end with what it should be: members that are there, absent or unchanged.',
  params: paramsSchema,
  score: (evidence, { rows, unchanged }) => {
    const checks = [
      ...rows.flatMap((row) => checkRow(evidence, row)),
      ...unchanged.flatMap((pattern) => checkUnchanged(evidence, pattern)),
    ]
    return grade(checks, `The world ended as expected in all of ${checks.length} respects.`)
  },
})

function checkRow(evidence: Evidence, row: Row): Check[] {
  const typo = unknownCollection(evidence, row.collection)
  if (typo) return [{ held: 0, problem: typo, events: [] }]
  const found = selectMembers(evidence.final, row)
  const count = row.absent ? 0 : (row.count ?? { min: 1 })
  const events = found.length > 0 ? found.flatMap(({ id }) => effectsOn(evidence, row.collection, id)) : []
  const problem = `Expected ${phrase(count)} of ${describe(row)} at the end, found ${found.length}.`
  return [
    { held: nearness(found.length, count), problem, events },
    ...found.map((member) => checkMember(evidence, row, member)),
  ]
}

function checkMember(evidence: Evidence, { collection, equals, has }: Row, { id, value }: Member): Check {
  const equal = equals === undefined || equalJson(value, equals)
  const full = has === undefined || containsJson(value, has)
  const wanted = equals === undefined ? `to have ${show(has)}` : `to be ${show(equals)}`
  const problem = `Expected ${collection} "${id}" ${wanted}, found ${show(value)}.`
  return { held: equal && full ? 1 : 0, problem, events: effectsOn(evidence, collection, id) }
}

function checkUnchanged(evidence: Evidence, pattern: string): Check[] {
  const typo = unknownCollection(evidence, pattern)
  if (typo) return [{ held: 0, problem: typo, events: [] }]
  const names = new Set([...Object.keys(evidence.initial), ...Object.keys(evidence.final)])
  return [...names].filter((name) => fits(pattern, name)).map((name) => compareCollection(evidence, name))
}

function compareCollection(evidence: Evidence, collection: string): Check {
  const before = new Map(selectMembers(evidence.initial, { collection }).map(({ id, value }) => [id, value]))
  const after = new Map(selectMembers(evidence.final, { collection }).map(({ id, value }) => [id, value]))
  const ids = [...new Set([...before.keys(), ...after.keys()])]
  const changed = ids.filter((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    return was === undefined || is === undefined || !equalJson(was, is)
  })
  const events = changed.flatMap((id) => effectsOn(evidence, collection, id))
  const named = changed.slice(0, 3).join(', ')
  const problem = `Expected ${collection} unchanged, found ${changed.length} different: ${show(named)}${cite(events)}.`
  return { held: changed.length === 0 ? 1 : 1 - changed.length / ids.length, problem, events }
}
