import { z } from 'zod'
import { fieldsAt } from '../kernel/field.ts'
import type { Json } from '../kernel/json.ts'
import { fitsAny } from '../kernel/pattern.ts'
import { targetName, targetNames } from '../record/names.ts'
import { wholeInput } from '../trace/bounded.ts'
import { type CallStory, type Evidence, seenOutput } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { wasWrite, wentWell } from './grading/calls.ts'
import { cite, refer } from './grading/events.ts'
import { type Check, cut, grade, show } from './grading/grade.ts'
import { holdsWord } from './grading/leaves.ts'
import { compile, regularSchema } from './grading/regular.ts'
import { MAX_TEXT, textOf } from './grading/text.ts'

const targets = targetNames()

const needSchema = z.strictObject({
  /** Targets of writes, `*` for any run of characters. */
  before: targets,
  /** Targets of the calls that give the context. */
  read: targets,
  /**
   * What links the two: a path in the write's input ('body.charge', 'body.items.*.id'), or a regular expression for
   * ids anywhere in it. Each value found must stand in the input or the reply of such a read.
   */
  about: z.array(z.union([z.string().min(1), z.strictObject({ pattern: regularSchema })])).default([]),
})

const paramsSchema = z
  .strictObject({
    needs: z.array(needSchema).default([]),
    /** Writes of which each must have a need that speaks of it. */
    writes: z.array(targetName()).default([]),
  })
  .refine(({ needs, writes }) => needs.length + writes.length > 0, 'nothing is expected')

type Params = z.infer<typeof paramsSchema>
type Need = Params['needs'][number]

/** More values in one write than this are not looked up. */
const MAX_VALUES = 100

/** Did the agent look before it leapt, and at the thing that it then changed? */
export const contextBeforeWrite = defineScorer({
  name: 'context-before-write',
  summary: 'Checks that every write comes after a good read of what it touches.',
  params: paramsSchema,
  score: (evidence, { needs, writes }) => {
    const made = evidence.calls.filter(wasWrite)
    const checks = [...needs.flatMap((need) => checkNeed(evidence, made, need)), ...checkScope(made, writes, needs)]
    const looked = made.filter(({ call }) => needs.some(({ before }) => fitsAny(before, call.target))).length
    return grade(
      checks,
      looked === 0 ? 'No write that needs context was made.' : `All of ${looked} writes had context.`,
    )
  },
})

function checkNeed({ calls }: Evidence, made: readonly CallStory[], need: Need): Check[] {
  // A write shows nothing, not even by its reply: what is asked for is a look beforehand.
  const reads = calls.filter((story) => {
    return story.call.access !== 'write' && fitsAny(need.read, story.call.target) && wentWell(story)
  })
  return made.filter(({ call }) => fitsAny(need.before, call.target)).map((write) => checkWrite(write, reads, need))
}

function checkWrite(write: CallStory, reads: readonly CallStory[], { read, about }: Need): Check {
  const { call, proposed } = write
  const earlier = reads.filter(({ delivered }) => delivered && delivered.seq < proposed.seq)
  const lacks =
    earlier.length === 0
      ? 'came without it'
      : about.map((link) => findGap(wholeInput(call), earlier, link)).find(Boolean)
  const events = refer([proposed])
  const wanted = cut([read].flat().join(' or '), 100)
  const problem = `Expected ${wanted} before ${cut(call.target, 100)}, which ${lacks}${cite(events)}.`
  return {
    held: lacks === undefined ? 1 : 0,
    problem,
    events: refer(lacks ? [proposed] : [...earlier.map((one) => one.proposed), proposed]),
  }
}

/** What keeps a link from holding; undefined where it holds. */
function findGap(input: Json, reads: readonly CallStory[], link: Need['about'][number]): string | undefined {
  const values = typeof link === 'string' ? fieldsAt(input, link) : matches(input, link.pattern)
  const named = typeof link === 'string' ? `at ${show(link)}` : `like ${show(link.pattern)}`
  if (values.length === 0) return `has nothing ${named} to link the two`
  if (values.length > MAX_VALUES) return `has more than ${MAX_VALUES} values ${named}`
  const unseen = values.find((value) => !reads.some((read) => shows(read, value)))
  return unseen === undefined ? undefined : `is about ${show(unseen)}, and no such read showed it`
}

function matches(input: Json, pattern: string): Json[] {
  const text = textOf(input)
  if (text.length > MAX_TEXT) return []
  return [...new Set(Array.from(text.matchAll(compile(pattern, 'g')), ([match]) => match))]
}

function shows(story: CallStory, value: Json): boolean {
  return [story.call.input, seenOutput(story)].some((json) => json !== undefined && holdsWord(json, value))
}

function checkScope(made: readonly CallStory[], writes: readonly string[], needs: readonly Need[]): Check[] {
  return made
    .filter(({ call }) => fitsAny(writes, call.target) && !needs.some(({ before }) => fitsAny(before, call.target)))
    .map(({ call, proposed }) => {
      const events = refer([proposed])
      return {
        held: 0,
        problem: `Nothing says what must be read before ${cut(call.target, 100)}${cite(events)}.`,
        events,
      }
    })
}
