import { z } from 'zod'
import { readBody } from '../boundary/read-body.ts'
import { hasBody, isHttpOutput, type Reply } from '../boundary/reply.ts'
import type { CallStory } from '../trace/evidence.ts'
import { defineFault } from './define.ts'
import { sourceOf } from './replies/source.ts'
import { gaveUpWaiting } from './symptoms/waited.ts'

export const lostReply = defineFault({
  name: 'lost-reply',
  summary: 'The world does what was asked, and its reply is lost on the way.',
  channels: ['http', 'tool', 'model', 'sql', 'tcp'],
  params: z.strictObject({
    afterMs: z.int().min(0).max(86_400_000).default(0),
    how: z.enum(['reset', 'no-reply']).default('reset'),
  }),
  arbitrary: (fc) =>
    fc.record({ afterMs: fc.integer({ min: 0, max: 60_000 }), how: fc.constantFrom('reset', 'no-reply') }),
  detectable: true,
  terminal: false,
  unheard: true,
  inject:
    ({ afterMs, how }) =>
    async (_call, next, { signal, clock }) => {
      await discard(await next(), signal)
      if (afterMs > 0) await clock.sleep(afterMs, signal)
      return { kind: 'broken', how }
    },
  symptom: (story, { afterMs, how }) => {
    if (!story.executed) return undefined
    if (gaveUpWaiting(story)) return 'the world acted, the client had given up'
    return brokeAfter(story, how, afterMs) ? `the world acted, the client saw ${SEEN[how]}` : undefined
  },
})

const SEEN = { reset: 'a broken connection', 'no-reply': 'no reply' }

/**
 * A streamed body is read to its end: the world finishes its work although nobody listens. What a service says has no end:
 * its first answer is what is lost.
 */
async function discard(reply: Reply, signal: AbortSignal): Promise<void> {
  if (reply.kind === 'broken' || !hasBody(reply.output)) return
  const { output } = reply
  if (isHttpOutput(output)) return void (await readBody(output.body, signal))
  const source = sourceOf(output.body, signal)
  await source.read()
  await source.cancel()
}

function brokeAfter({ executed, delivered }: CallStory, how: string, ms: number): boolean {
  if (!executed || delivered?.outcome !== 'broken' || delivered.how !== how) return false
  return delivered.status === undefined && delivered.at - executed.at >= ms
}
