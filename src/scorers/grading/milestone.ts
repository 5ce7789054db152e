import { z } from 'zod'
import { containsJson } from '../../kernel/match-json.ts'
import { suggest } from '../../kernel/nearest.ts'
import { fits } from '../../kernel/pattern.ts'
import { targetName } from '../../record/names.ts'
import { wholeInput } from '../../trace/bounded.ts'
import { type CallStory, type Evidence, eventsOf } from '../../trace/evidence.ts'
import { wasRun, wentWell } from './calls.ts'
import { cut, show } from './grade.ts'
import { isKind, kindSchema, nameKind } from './kinds.ts'
import { unknownCollection } from './members.ts'
import { compile, regularSchema } from './regular.ts'
import { readSaid, sees } from './said.ts'
import type { Span } from './search-space.ts'
import { MAX_TEXT, textOf } from './text.ts'

/** Which tries count: seen to go well by world and agent, run by the world, or merely asked for. */
const outcomes = ['ok', 'ran', 'proposed'] as const

const callSchema = (outcome: (typeof outcomes)[number]) =>
  z.strictObject({
    /** `*` for any run of characters. */
    target: targetName(),
    /** What the call's input must hold, at any depth; it may have more. */
    input: z.json().optional(),
    /** A regular expression for the intention that the agent states with it. */
    reason: regularSchema.optional(),
    outcome: z.enum(outcomes).default(outcome),
  })

const answerSchema = z.strictObject({
  /** Regular expressions that it must match, each of them. */
  says: z.union([regularSchema, z.array(regularSchema).min(1)]),
})

export const milestoneSchema = z
  .strictObject({
    id: z.string().min(1),
    call: callSchema('ok').optional(),
    effect: kindSchema.optional(),
    answer: answerSchema.optional(),
    /** Ids of the milestones that come before it. */
    after: z.array(z.string()).default([]),
  })
  .refine(
    ({ call, effect, answer }) => [call, effect, answer].filter((one) => one !== undefined).length === 1,
    'give one of call, effect and answer',
  )
  .refine(({ answer, after }) => !answer || after.length > 0, 'an answer earns nothing alone: give after')

export const minefieldSchema = z
  .strictObject({ id: z.string().min(1), call: callSchema('ran').optional(), effect: kindSchema.optional() })
  .refine(({ call, effect }) => (call === undefined) !== (effect === undefined), 'give one of call and effect')

export type Milestone = z.infer<typeof milestoneSchema>
type Matcher = Pick<Milestone, 'call' | 'effect' | 'answer'>

/** A stretch of the trace that fits, and the event to show for it. */
export interface Sight extends Span {
  seq: number
}

/** All that fits in a trial. */
export function sightings(evidence: Evidence, { call, effect, answer }: Matcher): Sight[] {
  if (call) return evidence.calls.flatMap((story) => (isCall(story, call) ? [spanOf(story, call.outcome)] : []))
  if (effect) return evidence.effects.filter((one) => isKind(one, effect)).map(({ seq }) => at(seq))
  return answer ? answerSights(evidence, [answer.says].flat()) : []
}

/** 'create payments.refunds', 'a call of payments POST * with {...}', 'an answer that says "..."'. */
export function nameMatcher({ call, effect, answer }: Matcher): string {
  if (effect) return nameKind(effect)
  if (answer) return `an answer that says ${show(answer.says)}`
  const input = call?.input === undefined ? '' : ` with ${show(call.input)}`
  const reason = call?.reason === undefined ? '' : ` for a reason like ${show(call.reason)}`
  return `a call of ${cut(call?.target ?? '', 100)}${input}${reason}`
}

export function typoIn(evidence: Evidence, { effect }: Matcher): string | undefined {
  return effect && unknownCollection(evidence, effect.collection)
}

type CallWanted = NonNullable<Milestone['call']>

function isCall(story: CallStory, { target, input, reason, outcome }: CallWanted): boolean {
  if (!fits(target, story.call.target)) return false
  if (reason !== undefined && !compile(reason).test((story.call.reason ?? '').slice(0, MAX_TEXT))) return false
  if (outcome === 'ok' && !wentWell(story)) return false
  if (outcome === 'ran' && !wasRun(story)) return false
  return input === undefined || containsJson(wholeInput(story.call), input)
}

function spanOf({ proposed, executed, effects, delivered }: CallStory, outcome: CallWanted['outcome']): Sight {
  const ends = { proposed: proposed.seq, ran: executed?.seq ?? effects.at(-1)?.seq, ok: delivered?.seq }
  return { from: proposed.seq, until: Math.max(proposed.seq, ends[outcome] ?? 0), seq: proposed.seq }
}

function answerSights({ answer, events }: Evidence, says: string[]): Sight[] {
  if (answer === undefined || textOf(answer).length > MAX_TEXT) return []
  const said = readSaid(answer)
  if (!says.every((one) => sees(said, compile(one)) === 'yes')) return []
  const given = eventsOf(events, 'agent-ended').find(({ how }) => how === 'returned')
  return given ? [at(given.seq)] : []
}

function at(seq: number): Sight {
  return { from: seq, until: seq, seq }
}

/** What is wrong with the order of milestones: an id twice, an id that there is not, a circle. */
export function orderProblem(milestones: readonly Milestone[]): string | undefined {
  const ids = milestones.map(({ id }) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) return `there are two milestones "${twice}"`
  for (const { id, after } of milestones) {
    const unknown = after.find((other) => !ids.includes(other))
    if (unknown !== undefined) {
      return `milestone "${id}" comes after "${unknown}", and there is none.${suggest(unknown, ids)}`
    }
  }
  const circle = findCircle(new Map(milestones.map(({ id, after }) => [id, after])))
  return circle && `milestones come after each other in a circle: ${circle.join(' after ')}`
}

function findCircle(after: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cleared = new Set<string>()
  const visit = (id: string, way: string[]): string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id]
    if (cleared.has(id)) return undefined
    for (const other of after.get(id) ?? []) {
      const circle = visit(other, [...way, id])
      if (circle) return circle
    }
    cleared.add(id)
    return undefined
  }
  for (const id of after.keys()) {
    const circle = visit(id, [])
    if (circle) return circle
  }
  return undefined
}
