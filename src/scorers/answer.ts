import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { equalJson } from '../kernel/match-json.ts'
import type { Evidence } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { refer } from './grading/events.ts'
import { fieldOf } from './grading/field.ts'
import { type Check, grade, show } from './grading/grade.ts'
import {
  describe,
  effectsOn,
  type Member,
  membersShape,
  selectMembers,
  unknownCollection,
  unknownReference,
} from './grading/members.ts'
import { compile, regularSchema } from './grading/regular.ts'
import { MAX_TEXT, names, TOO_LONG, textOf } from './grading/text.ts'

/** A fact: a field of each member meant, of the world at the end or of what a database's reference leaves. */
const factSchema = z.strictObject({
  ...membersShape,
  /** A name, or a path of names: 'card.last4'. */
  field: z.string().min(1),
  from: z.enum(['end', 'reference']).default('end'),
})

const claimSchema = z.strictObject({
  /** A regular expression, upper and lower case alike. */
  says: regularSchema,
  /** The claim is true when the world at the end has such a member. */
  unless: z.strictObject(membersShape),
})

const paramsSchema = z
  .strictObject({
    /** Texts that it must hold, and facts of the world that it must name. */
    includes: z.array(z.union([z.string().min(1), factSchema])).default([]),
    /** Regular expressions that it must match, upper and lower case alike. */
    matches: z.array(regularSchema).default([]),
    excludes: z.array(z.string().min(1)).default([]),
    /** Exactly what it must be. */
    equals: z.json().optional(),
    /** What it may say only if the world shows it. */
    forbidClaims: z.array(claimSchema).default([]),
  })
  .refine(
    ({ includes, matches, excludes, equals, forbidClaims }) =>
      equals !== undefined || includes.length + matches.length + excludes.length + forbidClaims.length > 0,
    'nothing is expected',
  )

type Params = z.infer<typeof paramsSchema>
type Fact = z.infer<typeof factSchema>
type Claim = z.infer<typeof claimSchema>

/** What the agent reports, held against the world. It never earns what the world does not show. */
export const answer = defineScorer({
  name: 'answer',
  summary: 'Holds the final answer against the world: it reports what happened, and claims nothing that did not.',
  params: paramsSchema,
  score: (evidence, params) => {
    const text = evidence.answer === undefined ? undefined : textOf(evidence.answer)
    const checks = (text?.length ?? 0) > MAX_TEXT ? [fail(TOO_LONG)] : checkAll(evidence, text, params)
    const events = refer(evidence.events.filter(({ type }) => type === 'agent-ended'))
    const cited = checks.map((check) => ({ ...check, events: [...events, ...check.events] }))
    return grade(cited, `The answer is as expected in all of ${checks.length} respects.`)
  },
})

function checkAll(evidence: Evidence, text: string | undefined, params: Params): Check[] {
  const { includes, matches, excludes, equals, forbidClaims } = params
  const required = includes.length + matches.length + (equals === undefined ? 0 : 1)
  if (text === undefined && required > 0) return [fail('The agent gave no answer.')]
  const said = text ?? ''
  return [
    ...includes.flatMap((wanted) =>
      typeof wanted === 'string' ? checkText(said, wanted) : checkFact(evidence, said, wanted),
    ),
    ...matches.map((pattern) =>
      check(compile(pattern).test(said), `Expected an answer that matches ${show(pattern)}, found ${show(said)}.`),
    ),
    ...excludes.map((text) => check(!said.includes(text), `Expected an answer without ${show(text)}, found it.`)),
    ...(equals === undefined ? [] : [checkEqual(evidence.answer ?? null, equals)]),
    ...forbidClaims.map((claim) => checkClaim(evidence, said, claim)),
  ]
}

function checkText(said: string, wanted: string): Check {
  return check(said.includes(wanted), `Expected an answer with ${show(wanted)}, found ${show(said)}.`)
}

function checkEqual(found: Json, wanted: Json): Check {
  return check(equalJson(found, wanted), `Expected the answer ${show(wanted)}, found ${show(textOf(found))}.`)
}

function checkFact(evidence: Evidence, said: string, fact: Fact): Check[] {
  const right = fact.from === 'reference'
  const typo = (right ? unknownReference : unknownCollection)(evidence, fact.collection)
  if (typo) return [fail(typo)]
  const members = selectMembers(right ? evidence.reference : evidence.final, fact)
  const where = right ? 'the reference' : 'the world'
  if (members.length === 0) return [fail(`The answer should report ${describe(fact)}, and ${where} has none.`)]
  return members.map((member) => checkMember(evidence, said, fact, member))
}

function checkMember(evidence: Evidence, said: string, { collection, field }: Fact, { id, value }: Member): Check {
  const known = fieldOf(value, field)
  const events = effectsOn(evidence, collection, id)
  if (known === undefined) return fail(`The answer should report "${field}" of ${collection} "${id}", which has none.`)
  const problem = `Expected the answer to name ${field} ${show(known)} of ${collection} "${id}", found ${show(said)}.`
  return { ...check(names(said, known), problem), events }
}

function checkClaim(evidence: Evidence, said: string, { says, unless }: Claim): Check {
  const typo = unknownCollection(evidence, unless.collection)
  if (typo) return fail(typo)
  const claim = compile(says).exec(said)?.[0]
  const shown = selectMembers(evidence.final, unless).length > 0
  return check(
    claim === undefined || shown,
    `The answer claims ${show(claim)}, and the world has no ${describe(unless)}.`,
  )
}

function check(holds: boolean, problem: string): Check {
  return { held: holds ? 1 : 0, problem, events: [] }
}

function fail(problem: string): Check {
  return check(false, problem)
}
