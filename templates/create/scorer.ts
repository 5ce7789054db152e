import { defineScorer } from 'mettle'
import { z } from 'zod'

/** Describe it: which aspect of a trial it grades, and from which evidence. */
export const samplePart = defineScorer({
  name: 'sample-part',
  summary: 'The answer is short enough to be read.',
  params: z.strictObject({
    /** How many characters the answer may have. */
    most: z.int().min(1).default(500),
  }),
  // It passes exactly when its value is 1. Evidence is the trace, the effects, the end state and the answer.
  score: ({ answer }, { most }) => {
    const { length } = typeof answer === 'string' ? answer : (JSON.stringify(answer ?? null) ?? '')
    const pass = length <= most
    const reason = pass
      ? `The answer has ${length} of ${most} characters.`
      : `Expected an answer of at most ${most} characters, found ${length}.`
    return { value: pass ? 1 : Math.min(most / length, 0.999), pass, reason, events: [] }
  },
})
