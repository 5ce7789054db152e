import { z } from 'zod'
import { fitsAny } from '../kernel/pattern.ts'
import { targetElsewhere } from '../record/names.ts'
import { isAction } from '../trace/deed.ts'
import type { CallStory } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { metFault } from './grading/episodes.ts'
import { refer } from './grading/events.ts'
import { grade } from './grading/grade.ts'

const paramsSchema = z.strictObject({
  /** How many calls, or steps, the gold path has. */
  gold: z.int().min(1),
  /** 'calls': of the world. 'steps': model turns as well. */
  count: z.enum(['calls', 'steps']).default('calls'),
  /** How large an excess still counts as none: 0.25 is a quarter more than the gold path. */
  slack: z.number().min(0).max(100).default(0),
  /** Calls that met a fault, which no agent answers for: not held against it, or counted like any other. */
  faulted: z.enum(['spare', 'count']).default('spare'),
  /** Targets that do not count, `*` for any run of characters. */
  ignore: z.array(targetElsewhere()).default([]),
})

type Params = z.infer<typeof paramsSchema>

/**
 * How straight the way was. With n calls made and g on the gold path, the excess is max(0, n - g (1 + slack)) / g, and
 * the score is 1 where there is none, else g (1 + slack) / n: half of it for twice the calls. A way that is shorter than
 * the gold path is as good as it; whether it led anywhere is for other scorers to say.
 */
export const efficiency = defineScorer({
  name: 'efficiency',
  summary: 'Compares the number of calls or steps with that of the gold path.',
  params: paramsSchema,
  score: ({ calls }, params) => {
    const counted = calls.filter((story) => counts(story, params))
    const { gold, slack, count } = params
    const most = gold * (1 + slack)
    const excess = Math.max(0, counted.length - most) / gold
    const found = `${counted.length} ${count} where the gold path has ${gold}`
    const problem = `Expected at most ${round(most)} ${count}, found ${found}: an excess of ${Math.round(excess * 100)} %.`
    const extra = counted.slice(Math.floor(most)).map(({ proposed }) => proposed)
    return grade([{ held: excess === 0 ? 1 : most / counted.length, problem, events: refer(extra) }], `Took ${found}.`)
  },
})

function counts(story: CallStory, { count, faulted, ignore }: Params): boolean {
  const { call } = story
  if (fitsAny(ignore, call.target) || (count === 'calls' && !isAction(call))) return false
  return faulted === 'count' || !metFault(story)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
