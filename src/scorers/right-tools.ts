import { z } from 'zod'
import { fitsAny } from '../kernel/pattern.ts'
import { targetName } from '../record/names.ts'
import { isAction } from '../trace/deed.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { cite, refer } from './grading/events.ts'
import { type Check, cut, grade } from './grading/grade.ts'

const target = targetName()

const paramsSchema = z
  .strictObject({
    /** Targets of which each must be used, `*` for any run of characters. */
    required: z.array(target).default([]),
    /** Groups of targets of which one each must be used: any of them does. */
    alternatives: z.array(z.array(target).min(2)).default([]),
    /** Targets that must not even be tried. */
    forbidden: z.array(target).default([]),
    /** Further targets that may be used. With it, any other counts as wrong. */
    allowed: z.array(target).optional(),
  })
  .refine(
    ({ required, alternatives, forbidden, allowed }) =>
      required.length + alternatives.length + forbidden.length > 0 || allowed !== undefined,
    'nothing is expected',
  )

type Params = z.infer<typeof paramsSchema>

/**
 * Were the tools of the task used, and no others? A tool is used when the world carried a call of it out; to try a
 * forbidden one is enough. The order of calls is `trajectory`'s affair.
 */
export const rightTools = defineScorer({
  name: 'right-tools',
  summary: 'Checks that the tools of the task were used: required ones, one of each group, none that is forbidden.',
  params: paramsSchema,
  score: (evidence, params) => {
    const { required, alternatives, forbidden } = params
    const checks = [
      ...required.map((wanted) => checkUsed(evidence, [wanted])),
      ...alternatives.map((group) => checkUsed(evidence, group)),
      ...forbidden.map((pattern) => checkUntried(evidence, pattern)),
      ...checkOthers(evidence, params),
    ]
    return grade(checks, `The right tools were used, in all of ${checks.length} respects.`)
  },
})

function checkUsed({ calls }: Evidence, group: readonly string[]): Check {
  const tried = calls.filter(({ call }) => fitsAny(group, call.target))
  const used = tried.filter(({ executed }) => executed?.outcome === 'ok')
  const events = proposals(used.length > 0 ? used : tried)
  const found = tried.length === 0 ? 'no call of it' : `only calls that were not carried out${cite(events)}`
  const problem = `Expected a use of ${cut(group.join(' or '), 150)}, found ${found}.`
  return { held: used.length > 0 ? 1 : 0, problem, events }
}

function checkUntried({ calls }: Evidence, pattern: string): Check {
  const tried = calls.filter(({ call }) => fitsAny([pattern], call.target))
  const events = proposals(tried)
  const problem = `Expected no call of ${cut(pattern, 150)}, found ${tried.length}${cite(events)}.`
  return { held: tried.length === 0 ? 1 : 0, problem, events }
}

function checkOthers({ calls }: Evidence, { required, alternatives, forbidden, allowed }: Params): Check[] {
  if (allowed === undefined) return []
  const named = [...required, ...alternatives.flat(), ...forbidden, ...allowed]
  const acts = calls.filter(({ call }) => isAction(call))
  const others = acts.filter(({ call }) => !fitsAny(named, call.target))
  const events = proposals(others)
  const problem = `Expected no other tools, found ${cut(others[0]?.call.target ?? '', 100)}${cite(events)}.`
  return [{ held: others.length === 0 ? 1 : 1 - others.length / acts.length, problem, events }]
}

function proposals(calls: readonly CallStory[]): string[] {
  return refer(calls.map(({ proposed }) => proposed))
}
