import { readBody } from '../../boundary/read-body.ts'
import { isHttpOutput, type Reply } from '../../boundary/reply.ts'
import type { Spoken } from '../../boundary/spoken.ts'
import type { Turn } from '../../trace/turn.ts'

/**
 * Puts another turn in the place of a model's, on whatever wire, streamed or not. A reply that is no turn, and one of which
 * `change` makes nothing, pass as they are.
 */
export async function retell(
  reply: Reply,
  signal: AbortSignal,
  change: (spoken: Spoken) => Turn | undefined,
): Promise<Reply> {
  if (reply.kind !== 'ok' || !reply.spoken || !isHttpOutput(reply.output)) return reply
  const turn = change(reply.spoken)
  if (!turn) return reply
  // What the model said is on record in full, although nobody hears it.
  await readBody(reply.output.body, signal)
  return { ...reply, output: reply.spoken.say(turn), spoken: { ...reply.spoken, turn } }
}
