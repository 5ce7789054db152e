import { readBody } from '../../boundary/read-body.ts'
import { isHttpOutput, type Reply } from '../../boundary/reply.ts'
import type { Spoken } from '../../boundary/spoken.ts'
import type { HttpOutput } from '../../boundary/wire.ts'
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
  if (reply.kind !== 'ok' || !isHttpOutput(reply.output)) return reply
  const { output } = reply
  const heard = await heardOut({ ...reply, output }, signal)
  const { spoken } = heard
  const turn = spoken && change(spoken)
  if (!turn) return heard
  // What the model said is on record in full, although nobody hears it.
  await readBody(heard.output.body, signal)
  return { ...heard, output: spoken.say(turn), spoken: { ...spoken, turn } }
}

type Said = Extract<Reply<HttpOutput>, { kind: 'ok' }>

/** What a model says as it speaks is known when it has spoken. */
async function heardOut(reply: Said, signal: AbortSignal): Promise<Said> {
  const { ended, output } = reply
  if (!ended) return reply
  const body = await readBody(output.body, signal)
  return { ...reply, output: { ...output, body }, ...ended() }
}
