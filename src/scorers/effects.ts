import { z } from 'zod'
import type { Leeway } from '../kernel/match-json.ts'
import { contentDigest, imageOf } from '../trace/content.ts'
import type { Evidence } from '../trace/evidence.ts'
import { skipsIn } from '../trace/made.ts'
import { defineScorer } from './define.ts'
import { amountSchema, nearness, phrase } from './grading/amount.ts'
import { cite, refer } from './grading/events.ts'
import { type Check, grade } from './grading/grade.ts'
import { type Effect, isKind, type Kind, kindSchema, kindShape, nameKind } from './grading/kinds.ts'
import { unknownCollection } from './grading/members.ts'
import { leewayFor, unorderedListsSchema } from './grading/unordered-lists.ts'

const paramsSchema = z
  .strictObject({
    expect: z
      .array(
        z.strictObject({
          ...kindShape,
          /** How many. Default: at least one. */
          count: amountSchema.default({ min: 1 }),
          /** Fields in which no two of them may agree; true: no two with the same content, ids and volatile fields aside. */
          unique: z.union([z.boolean(), z.string(), z.array(z.string()).min(1)]).default(false),
        }),
      )
      .default([]),
    /** Kinds of effects that must not be there. */
    none: z.array(kindSchema).default([]),
    /** What of effects that `expect` does not name? */
    others: z.enum(['allow', 'forbid']).default('allow'),
    /** Lists whose order does not count: true for all, or by the names that lead to them: 'tags', 'order.items'. */
    unorderedLists: unorderedListsSchema,
  })
  .refine(({ expect, none, others }) => expect.length + none.length > 0 || others === 'forbid', 'nothing is expected')

type Params = z.infer<typeof paramsSchema>
type Expected = Params['expect'][number]

/** What the agent really changed: the right things, as often as they should be, and nothing that it must not. */
export const effects = defineScorer({
  name: 'effects',
  summary: 'Counts what the agent really changed: expected effects are there, forbidden and duplicate ones are not.',
  params: paramsSchema,
  score: (evidence, params) => {
    const leeway = leewayFor(params.unorderedLists)
    const checks = [
      ...params.expect.flatMap((expected) => checkExpected(evidence, expected, leeway)),
      ...params.none.map((kind) => checkNone(evidence, kind, leeway)),
      ...(params.others === 'forbid' ? [checkOthers(evidence, params, leeway)] : []),
    ]
    const total = evidence.effects.length
    return grade(checks, `All of ${checks.length} expectations hold for ${total} effect${total === 1 ? '' : 's'}.`)
  },
})

function checkExpected(evidence: Evidence, expected: Expected, leeway: Leeway): Check[] {
  const { collection, count, unique } = expected
  const found = evidence.effects.filter((effect) => isKind(effect, expected, leeway))
  const events = refer(found)
  const typo = found.length === 0 && unknownCollection(evidence, collection)
  if (typo) return [{ held: 0, problem: typo, events }]
  const problem = `Expected ${phrase(count)} of ${nameKind(expected)}, found ${found.length}${cite(events)}.`
  const counted = { held: nearness(found.length, count), problem, events }
  return unique === false ? [counted] : [counted, checkUnique(evidence, found, expected, leeway)]
}

function checkUnique(evidence: Evidence, found: Effect[], { unique, ...kind }: Expected, leeway: Leeway): Check {
  const skipOf = skipsIn(evidence)
  const fields = typeof unique === 'boolean' ? undefined : [unique].flat()
  const groups = Map.groupBy(found, (effect) => {
    return contentDigest(imageOf(effect), fields, { ...leeway, skip: skipOf(effect) })
  })
  const twins = refer([...groups.values()].filter((group) => group.length > 1).flat())
  const expected = `Expected no two of ${nameKind(kind)} with the same ${fields?.join(' and ') ?? 'content'}`
  const problem = `${expected}, found ${groups.size} different among ${found.length}${cite(twins)}.`
  return { held: found.length === 0 ? 1 : groups.size / found.length, problem, events: twins }
}

function checkNone(evidence: Evidence, kind: Kind, leeway: Leeway): Check {
  const found = evidence.effects.filter((effect) => isKind(effect, kind, leeway))
  const events = refer(found)
  const typo = found.length === 0 && unknownCollection(evidence, kind.collection)
  if (typo) return { held: 0, problem: typo, events }
  const problem = `Expected none of ${nameKind(kind)}, found ${found.length}${cite(events)}.`
  return { held: found.length === 0 ? 1 : 0, problem, events }
}

function checkOthers(evidence: Evidence, { expect }: Params, leeway: Leeway): Check {
  const others = evidence.effects.filter((effect) => !expect.some((kind) => isKind(effect, kind, leeway)))
  const events = refer(others)
  const kinds = [...new Set(others.map(({ op, collection }) => `${op} ${collection}`))].join(', ')
  const problem = `Expected no other effects, found ${others.length} (${kinds})${cite(events)}.`
  const held = others.length === 0 ? 1 : 1 - others.length / evidence.effects.length
  return { held, problem, events }
}
