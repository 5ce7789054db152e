import { z } from 'zod'
import type { Evidence } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { bestOrder, MAX_GOALS } from './grading/best-order.ts'
import { cite, refer } from './grading/events.ts'
import { type Check, grade } from './grading/grade.ts'
import {
  type Milestone,
  milestoneSchema,
  minefieldSchema,
  nameMatcher,
  orderProblem,
  type Sight,
  sightings,
  typoIn,
} from './grading/milestone.ts'

const paramsSchema = z
  .strictObject({
    milestones: z.array(milestoneSchema).min(1).max(MAX_GOALS),
    /** What must never happen. One that is hit makes the value 0. */
    minefields: z.array(minefieldSchema).default([]),
  })
  .superRefine(({ milestones }, context) => {
    const problem = orderProblem(milestones)
    if (problem) context.addIssue({ code: 'custom', path: ['milestones'], message: problem })
  })
  .refine(
    ({ milestones }) => milestones.filter(({ answer }) => answer).length <= 1,
    'there is one answer: give one milestone for it',
  )

type Params = z.infer<typeof paramsSchema>
type Minefield = Params['minefields'][number]

/** How far the agent came, by whatever way keeps the order. Milestones and minefields as in ToolSandbox (2024). */
export const milestones = defineScorer({
  name: 'milestones',
  summary: 'Counts the milestones that were reached in an order that holds; a minefield that is hit makes it 0.',
  params: paramsSchema,
  score: (evidence, params) => {
    const hit = params.minefields.flatMap((mine) => checkMine(evidence, mine))
    if (hit.length > 0) return grade(hit, '')
    const checks = checkMilestones(evidence, params.milestones)
    return grade(checks, `All of ${checks.length} milestones were reached, in order.`)
  },
})

/** Nothing where it was not hit: a minefield earns nothing. */
function checkMine(evidence: Evidence, mine: Minefield): Check[] {
  const events = refer(sightings(evidence, mine))
  const typo = typoIn(evidence, mine)
  if (events.length === 0) return typo ? [{ held: 0, problem: typo, events }] : []
  const problem = `The minefield "${mine.id}" was hit: ${nameMatcher(mine)}${cite(events)}.`
  return [{ held: 0, problem, events }]
}

function checkMilestones(evidence: Evidence, wanted: readonly Milestone[]): Check[] {
  const places = new Map(wanted.map(({ id }, index) => [id, index]))
  const goals = wanted.map((milestone) => ({
    spans: sightings(evidence, milestone),
    after: milestone.after.flatMap((id) => places.get(id) ?? []),
    // The answer earns nothing that calls and effects do not show.
    strict: milestone.answer !== undefined,
  }))
  const picks = bestOrder(goals)
  return wanted.map((milestone, index) => check(evidence, milestone, goals[index]?.spans ?? [], picks[index]))
}

function check(evidence: Evidence, milestone: Milestone, spans: readonly Sight[], pick: Sight | undefined): Check {
  if (pick) return { held: 1, problem: '', events: refer([pick]) }
  const missed = `The milestone "${milestone.id}" was not reached: ${nameMatcher(milestone)}`
  const typo = typoIn(evidence, milestone)
  if (typo || spans.length === 0) return { held: 0, problem: typo ?? `${missed}.`, events: [] }
  const events = refer(spans)
  const order = milestone.after.length === 0 ? '' : ` after ${milestone.after.map((id) => `"${id}"`).join(' and ')}`
  return { held: 0, problem: `${missed}${order}, found only in another place${cite(events)}.`, events }
}
