import { z } from 'zod'
import { BrokenBody, hasBody, isHttpOutput } from '../boundary/reply.ts'
import { sizeOf } from '../trace/bounded.ts'
import { defineFault } from './define.ts'
import { type Source, sourceOf } from './replies/source.ts'
import { heardOver } from './symptoms/heard-over.ts'

const params = z.strictObject({
  afterBytes: z.int().min(0).max(1_000_000_000).default(1),
  how: z.enum(['reset', 'end']).default('reset'),
})
type Params = z.output<typeof params>

export const connectionCut = defineFault<Params, z.input<typeof params>>({
  name: 'connection-cut',
  summary: 'The service does what it is asked, and the connection breaks within what it answers.',
  channels: ['tcp'],
  params,
  arbitrary: (fc) =>
    fc.record({
      afterBytes: fc.integer({ min: 0, max: 16 }),
      how: fc.constantFrom('reset' as const, 'end' as const),
    }),
  detectable: true,
  terminal: false,
  inject:
    (limit) =>
    async (_call, next, { signal }) => {
      const reply = await next()
      if (reply.kind === 'broken' || !hasBody(reply.output) || isHttpOutput(reply.output)) return reply
      return { ...reply, output: { body: cut(sourceOf(reply.output.body, signal), limit) } }
    },
  symptom: ({ executed, delivered }, { afterBytes, how }) => {
    if (!executed || delivered?.streamedMs === undefined) return undefined
    const [said, heard] = [heardOver(executed.output), heardOver(delivered.output)]
    if (said === undefined || heard === undefined || sizeOf(heard) >= sizeOf(said)) return undefined
    const ended = how === 'end' ? delivered.outcome === 'ok' : delivered.how === 'truncated'
    return ended ? `the connection broke after ${afterBytes} bytes of the answer` : undefined
  },
})

/** One byte is always missing, or nothing would have been cut. */
function cut(source: Source, { afterBytes, how }: Params): ReadableStream<Uint8Array> {
  let left = afterBytes
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = await source.read()
        if (!piece) return controller.close()
        const passing = piece.subarray(0, left)
        left -= passing.byteLength
        if (passing.byteLength > 0) controller.enqueue(passing)
        if (passing.byteLength === piece.byteLength) return
        await source.cancel()
        if (how === 'reset') controller.error(new BrokenBody())
        else controller.close()
      },
      cancel: source.cancel,
    },
    { highWaterMark: 0 },
  )
}
