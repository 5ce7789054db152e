import { messageOf } from '../kernel/errors.ts'
import type { Call } from './call.ts'
import type { Seen } from './door.ts'
import { keptReply } from './kept-output.ts'
import { CLOSED, type Passage } from './passage.ts'
import { hasBody, type Reply } from './reply.ts'
import { retoldIn } from './retelling.ts'
import type { Spoken } from './spoken.ts'

/** Hands a reply to the client, and writes down what crossed. */
export function deliver(passage: Passage, reply: Reply): unknown {
  const { call, door, ruling, parts } = passage
  if (call.signal.aborted) {
    drop(passage)
    arrive(passage, { outcome: 'gone' })
    return door.render(CLOSED, () => {}).give()
  }
  const { seen, give } = render(passage, reply)
  const turnedAway = ruling.kind !== 'allow' && reply.kind !== 'broken'
  if (reply.kind === 'broken' || !hasBody(reply.output) || reply.output.body !== passage.body) drop(passage)
  if (reply.kind === 'ok') {
    hear(passage, reply.spoken)
    if (seen === 'streaming') listen(passage, reply.soFar)
  }
  if (seen === 'streaming') parts.flush?.()
  else arrive(passage, turnedAway ? { ...seen, outcome: 'refused' } : seen, reply)
  return give()
}

/** What a model asks for is known from when its answer begins to arrive, or has arrived. */
function hear({ call, turn }: Passage, spoken: Spoken | undefined): void {
  if (spoken) turn?.heard(call.id, spoken.asked(spoken.turn), spoken.answered)
}

/** Clients act on what has arrived of a stream, before its end. */
function listen({ call, turn }: Passage, soFar: Extract<Reply, { kind: 'ok' }>['soFar']): void {
  if (!soFar) return
  turn?.hearing(call.id, () => {
    const spoken = soFar()
    return spoken.asked(spoken.turn)
  })
}

/** What a channel cannot carry (a tool's output on HTTP) is the harness's fault, and never thrown at the agent. */
function render(passage: Passage, reply: Reply) {
  const { call, door, parts } = passage
  try {
    const since = parts.clock.now()
    return door.render(reply, (end) => {
      if (reply.kind === 'ok') hear(passage, reply.ended?.().spoken)
      arrive(passage, streamedTo(call, end, parts.clock.now() - since))
    })
  } catch (thrown) {
    parts.write({ type: 'harness-fault', where: `reply to ${call.target}`, message: messageOf(thrown), call: call.id })
    drop(passage)
    return door.render(CLOSED, () => {})
  }
}

/** Ends a streamed body that nobody will read, so that it is recorded and settled. */
function drop({ body }: Passage): void {
  if (body && !body.locked) body.cancel().catch(() => {})
}

/** A body that broke off because its client had given up did not break by itself. */
function streamedTo(call: Call, { how, ...end }: Seen, streamedMs: number): Seen {
  if (call.signal.aborted && end.outcome === 'broken') return { ...end, outcome: 'gone', streamedMs }
  return { ...end, ...(how && { how }), streamedMs }
}

/** Writes down what crossed; an output equal to what the world did is not written twice. */
function arrive(passage: Passage, { output: given, ...seen }: Seen, reply?: Reply): void {
  const { call, parts, output: executed, refusals = [] } = passage
  if (seen.outcome === 'broken' || seen.outcome === 'gone') passage.turn?.lost(call.id)
  const same = given === undefined || given === executed?.given
  const output = same || !reply ? given : keptReply(reply, given)
  const changed = !same && JSON.stringify(output) !== JSON.stringify(executed?.kept)
  const says = refusals.find(({ said }) => said === JSON.stringify(given))?.code
  const told = retoldIn(passage, given)
  const more = { ...(changed && { output }), ...(says !== undefined && { says }), ...told }
  parts.write({ type: 'delivered', call: call.id, ...seen, ...more })
}
