import { likeHere } from './current.ts'
import { hasBody, type Reply } from './reply.ts'
import { isWhole } from './wire.ts'

/**
 * The same reply, of which code of the world that still makes its stream is known as what runs here, whoever reads it: it would
 * else be taken for the reader's.
 */
export function readHere(reply: Reply): Reply {
  if (reply.kind === 'broken' || !hasBody(reply.output) || isWhole(reply.output.body)) return reply
  return { ...reply, output: { ...reply.output, body: streamHere(reply.output.body) } }
}

function streamHere(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const run = likeHere()
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await run(() => reader.read())
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => run(() => reader.cancel(reason)),
    },
    { highWaterMark: 0 },
  )
}
