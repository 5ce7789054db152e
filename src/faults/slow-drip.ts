import { z } from 'zod'
import type { InterceptContext } from '../boundary/interceptor.ts'
import { hasBody } from '../boundary/reply.ts'
import { type HttpOutput, isWhole } from '../boundary/wire.ts'
import { sizeOf } from '../trace/bounded.ts'
import { defineFault } from './define.ts'
import { sourceOf } from './replies/source.ts'
import { heardOver } from './symptoms/heard-over.ts'

const params = z.strictObject({
  chunkBytes: z.int().min(1).max(1_000_000).default(16),
  everyMs: z.int().min(1).max(86_400_000).default(500),
})
type Params = z.infer<typeof params>

export const slowDrip = defineFault({
  name: 'slow-drip',
  summary: 'The reply is the right one, and its body comes a few bytes at a time.',
  channels: ['http', 'model', 'tcp'],
  params,
  arbitrary: (fc) =>
    fc.record({ chunkBytes: fc.integer({ min: 1, max: 16 }), everyMs: fc.integer({ min: 1, max: 10_000 }) }),
  detectable: true,
  terminal: false,
  inject: (drops) => async (_call, next, context) => {
    const reply = await next()
    if (reply.kind === 'broken' || !hasBody(reply.output)) return reply
    const { body } = reply.output
    if (isWhole(body) && body.isEmpty) return reply
    return { ...reply, output: { ...reply.output, body: drip(body, drops, context) } }
  },
  symptom: ({ executed, delivered }, { chunkBytes, everyMs }) => {
    if (!executed || delivered?.streamedMs === undefined || delivered.streamedMs === 0) return undefined
    // A connection is open as long as its client likes: only a second piece was held up.
    if (executed.status === undefined && sizeOf(heardOver(executed.output) ?? null) <= chunkBytes) return undefined
    if (delivered.outcome === 'gone') return 'the client gave up on a slow body'
    return delivered.streamedMs >= everyMs ? `the body took ${delivered.streamedMs} ms` : undefined
  },
})

function drip(
  body: HttpOutput['body'],
  { chunkBytes, everyMs }: Params,
  { signal, clock }: InterceptContext,
): ReadableStream<Uint8Array> {
  const source = sourceOf(body, signal)
  let rest: Uint8Array = new Uint8Array()
  let began = false
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = rest.byteLength > 0 ? rest : await source.read()
        if (!piece) return controller.close()
        if (began) await clock.sleep(everyMs, signal)
        began = true
        controller.enqueue(piece.subarray(0, chunkBytes))
        rest = piece.subarray(chunkBytes)
      },
      cancel: source.cancel,
    },
    { highWaterMark: 0 },
  )
}
