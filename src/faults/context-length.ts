import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

const params = z.strictObject({ maximumTokens: z.int().min(1).max(100_000_000).default(128_000) })

export const contextLength = defineFault({
  name: 'context-length',
  summary: 'The conversation is longer than the model takes: trying again as it is does not help.',
  channels: ['model'],
  params,
  arbitrary: (fc) => fc.record({ maximumTokens: fc.integer({ min: 1, max: 1_000_000 }) }),
  ...refusing<z.output<typeof params>>(
    ({ maximumTokens: maximum }) => ({
      status: 400,
      code: 'context_length_exceeded',
      message: `The input is longer than the ${maximum} tokens that the model takes.`,
      tokens: { maximum, given: maximum + 1 },
    }),
    ({ maximumTokens }) => `the input was too long for ${maximumTokens} tokens`,
  ),
})
