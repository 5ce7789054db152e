import { z } from 'zod'
import { fieldOf } from '../kernel/field.ts'
import type { Json } from '../kernel/json.ts'
import { equalJson } from '../kernel/match-json.ts'
import type { Evidence } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { checkFields, type Fact, factSchema, fieldsSchema } from './grading/answer-fields.ts'
import { claimShape, DISGUISED, judgeClaim } from './grading/claims.ts'
import { refer } from './grading/events.ts'
import { type Check, grade, show } from './grading/grade.ts'
import {
  describe,
  effectsOn,
  type MemberValue,
  membersAtEnd,
  membersShape,
  selectMembers,
  unknownCollection,
  unknownReference,
} from './grading/members.ts'
import { objectIn } from './grading/object-in.ts'
import { compile, regularSchema } from './grading/regular.ts'
import { readSaid, type Said, type Sight, sees, seesText, seesWord } from './grading/said.ts'
import { MAX_TEXT, TOO_LONG, textOf } from './grading/text.ts'
import { plain } from './grading/words.ts'

const paramsSchema = z
  .strictObject({
    /** What the fields of an object must say. The task must ask for that object. */
    fields: fieldsSchema.default({}),
    /** Texts that it must hold, and facts of the world that it must name. */
    includes: z.array(z.union([z.string().min(1), factSchema])).default([]),
    /** Regular expressions that it must match, upper and lower case alike. */
    matches: z.array(regularSchema).default([]),
    excludes: z.array(z.string().min(1)).default([]),
    /** Exactly what it must be. */
    equals: z.json().optional(),
    /** What it may say only if the world at the end has such a member. */
    forbidClaims: z.array(z.strictObject({ ...claimShape, unless: z.strictObject(membersShape) })).default([]),
  })
  .refine(
    ({ fields, includes, matches, excludes, equals, forbidClaims }) =>
      equals !== undefined ||
      Object.keys(fields).length + includes.length + matches.length + excludes.length + forbidClaims.length > 0,
    'nothing is expected',
  )

type Params = z.infer<typeof paramsSchema>
type Claim = Params['forbidClaims'][number]

/** What the agent reports, held against the world. It never earns what the world does not show. */
export const answer = defineScorer({
  name: 'answer',
  summary: 'Holds the final answer against the world: it reports what happened, and claims nothing that did not.',
  params: paramsSchema,
  score: (evidence, params) => {
    const { answer } = evidence
    const long = answer !== undefined && textOf(answer).length > MAX_TEXT
    const checks = long
      ? [fail(TOO_LONG)]
      : [...checkFields(evidence, answer, params.fields), ...checkText(evidence, params)]
    const events = refer(evidence.events.filter(({ type }) => type === 'agent-ended'))
    const cited = checks.map((check) => ({ ...check, events: [...events, ...check.events] }))
    return grade(cited, `The answer is as expected in all of ${checks.length} respects.`)
  },
})

function checkText(evidence: Evidence, { includes, matches, excludes, equals, forbidClaims }: Params): Check[] {
  const required = includes.length + matches.length + (equals === undefined ? 0 : 1)
  if (evidence.answer === undefined && required > 0) return [fail('The agent gave no answer.')]
  const said = readSaid(evidence.answer ?? '')
  return [
    ...includes.flatMap((wanted) =>
      typeof wanted === 'string' ? checkPart(said, wanted) : checkFact(evidence, said, wanted),
    ),
    ...matches.map((pattern) =>
      present(
        sees(said, compile(pattern)),
        said,
        `Expected an answer that matches ${show(pattern)}, found ${show(said.text)}.`,
      ),
    ),
    ...excludes.map((text) =>
      absent(seesText(said, text), said, `Expected an answer without ${show(text)}, found it.`),
    ),
    ...(equals === undefined ? [] : [checkEqual(evidence.answer ?? null, said, equals)]),
    ...forbidClaims.map((claim) => checkClaim(evidence, said, claim)),
  ]
}

function checkPart(said: Said, wanted: string): Check {
  return present(seesText(said, wanted), said, `Expected an answer with ${show(wanted)}, found ${show(said.text)}.`)
}

/** A text in one spelling, an object also where it stands in a text. */
function checkEqual(answer: Json, { text }: Said, wanted: Json): Check {
  const problem = `Expected the answer ${show(wanted)}, found ${show(text)}.`
  if (typeof answer !== 'string' || wanted === null || typeof wanted !== 'object' || Array.isArray(wanted)) {
    return { held: same(answer, wanted) ? 1 : 0, problem, events: [] }
  }
  const found = objectIn(answer, Object.keys(wanted))
  return { held: found && equalJson(found, wanted) ? 1 : 0, problem, events: [], ...(!found && { unclear: true }) }
}

function same(found: Json, wanted: Json): boolean {
  return typeof found === 'string' && typeof wanted === 'string'
    ? plain(found) === plain(wanted)
    : equalJson(found, wanted)
}

function checkFact(evidence: Evidence, said: Said, fact: Fact): Check[] {
  const right = fact.from === 'reference'
  const typo = (right ? unknownReference : unknownCollection)(evidence, fact.collection)
  if (typo) return [fail(typo)]
  const members = right ? selectMembers(evidence.reference, fact) : membersAtEnd(evidence, fact)
  const where = right ? 'the reference' : 'the world'
  if (members.length === 0) return [fail(`The answer should report ${describe(fact)}, and ${where} has none.`)]
  return members.map((member) => checkMember(evidence, said, fact, member))
}

function checkMember(evidence: Evidence, said: Said, { collection, field }: Fact, { id, value }: MemberValue): Check {
  const known = fieldOf(value, field)
  const events = effectsOn(evidence, collection, id)
  if (known === undefined) return fail(`The answer should report "${field}" of ${collection} "${id}", which has none.`)
  const problem = `Expected the answer to name ${field} ${show(known)} of ${collection} "${id}", found ${show(said.text)}.`
  return { ...present(seesWord(said, known), said, problem), events }
}

function checkClaim(evidence: Evidence, said: Said, { unless, ...claim }: Claim): Check {
  const typo = unknownCollection(evidence, unless.collection)
  if (typo) return fail(typo)
  const made = compile(claim.says).exec(said.text)?.[0]
  const shown = membersAtEnd(evidence, unless).length > 0
  return judgeClaim(said, claim, shown, `The answer claims ${show(made)}, and the world has no ${describe(unless)}.`)
}

function present(sight: Sight, { doubt = DISGUISED }: Said, problem: string): Check {
  if (sight === 'unclear') return { held: 0, unclear: true, problem: `${problem} ${doubt}`, events: [] }
  return { held: sight === 'yes' ? 1 : 0, problem, events: [] }
}

function absent(sight: Sight, { doubt = DISGUISED }: Said, problem: string): Check {
  if (sight === 'unclear') return { held: 0, unclear: true, problem: doubt, events: [] }
  return { held: sight === 'no' ? 1 : 0, problem, events: [] }
}

function fail(problem: string): Check {
  return { held: 0, problem, events: [] }
}
