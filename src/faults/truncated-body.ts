import { z } from 'zod'
import { readBody } from '../boundary/read-body.ts'
import { isHttpOutput } from '../boundary/reply.ts'
import type { WholeBody } from '../boundary/wire.ts'
import { defineFault } from './define.ts'

const bytes = z.strictObject({ afterBytes: z.int().min(0).max(1_000_000_000) })
const share = z.strictObject({ share: z.number().min(0).max(1).default(0.5) })
const params = z.union([bytes, share])
type Params = z.infer<typeof params>

export const truncatedBody = defineFault<Params, z.input<typeof params>>({
  name: 'truncated-body',
  summary: 'The world does what was asked, and the connection breaks in the middle of its reply.',
  channels: ['http', 'model'],
  params,
  arbitrary: (fc) =>
    fc.oneof(
      fc.record({ afterBytes: fc.integer({ min: 0, max: 200 }) }),
      fc.record({ share: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100) }),
    ),
  detectable: true,
  terminal: false,
  inject:
    (params) =>
    async (_call, next, { signal }) => {
      const reply = await next()
      if (reply.kind === 'broken' || !isHttpOutput(reply.output)) return reply
      const body = await readBody(reply.output.body, signal)
      const of = { ...reply, output: { ...reply.output, body } }
      return body.isEmpty ? of : { kind: 'broken', how: 'truncated', of, afterBytes: cut(body, params) }
    },
  symptom: ({ executed, delivered }) => {
    if (!executed || delivered?.outcome !== 'broken' || delivered.how !== 'truncated') return undefined
    return 'the world acted, the connection broke within the body'
  },
})

/** How many bytes cross: one is always missing, or nothing would have been truncated. */
function cut({ bytes }: WholeBody, params: Params): number {
  const size = bytes.byteLength
  const wanted = 'afterBytes' in params ? params.afterBytes : Math.floor(size * params.share)
  return Math.min(wanted, size - 1)
}
