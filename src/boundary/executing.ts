import { messageOf } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { Call } from './call.ts'
import { type Executing, executing } from './current.ts'
import { inspect, tellEffect, tellUndone } from './deciding.ts'
import { keptOutput } from './kept-output.ts'
import { withInput } from './nesting.ts'
import { type Passage, refuse, settle, turnAway } from './passage.ts'
import type { Refusal } from './refusal.ts'
import { type Broken, hasBody, isHttpOutput, type Output, type Reply } from './reply.ts'
import { noting } from './retelling.ts'
import { watchBody } from './watch-body.ts'
import { isWhole, type WholeBody } from './wire.ts'

/** The trial says nothing any more: to try again is in vain. */
const BROKEN: Refusal = { status: 500, code: 'internal_error', message: 'Internal error', final: true }

/** Lets the world run a call. `changed` is what a fault made of its input. */
export function run(passage: Passage, changed: Json | undefined): Promise<Reply> {
  const execution = execute(passage, changed)
  passage.running.set(execution, passage.call)
  const over = () => void passage.running.delete(execution)
  execution.then(over, over)
  return execution
}

async function execute(passage: Passage, changed: Json | undefined): Promise<Reply> {
  const { call, door, parts } = passage
  try {
    passage.begunAt = parts.clock.now()
    if (changed !== undefined) passage.changed = changed
    const run = () => door.execute(withInput(call, changed), changed === undefined ? undefined : true)
    const reply = await executing.run(executingOf(passage), run)
    // A guard that looked at its effects said no: the world took them back, as if it had never run.
    if (passage.ruling.kind !== 'allow') {
      settle(passage, undefined)
      return turnAway(passage)
    }
    return conclude(passage, reply)
  } catch (thrown) {
    // A client that gave up hears nothing any more, and that the world stopped for it is no failure.
    if (call.signal.aborted && thrown === call.signal.reason) return conclude(passage, { kind: 'broken', how: 'reset' })
    parts.write({ type: 'harness-fault', where: `world ${call.target}`, message: messageOf(thrown), call: call.id })
    return conclude(passage, refuse(passage, BROKEN))
  }
}

/** What the world's code may say while it runs the call. */
function executingOf(passage: Passage): Executing {
  const { call, parts, effects } = passage
  const { guards } = parts
  const looking = guards.filter((guard) => guard.inspect)
  return {
    call: call.id,
    effect: (change, makers = [call.id]) => {
      const made: EffectEvent = { type: 'effect', calls: [...makers], ...change, ...late(call) }
      if (makers.includes(call.id)) effects.push(made)
      parts.write(made)
      for (const guard of guards) tellEffect(guard, made, parts)
    },
    leaving: () => parts.flush?.(),
    note: parts.write,
    ...(looking.length > 0 && {
      enforced: looking.some(({ mode }) => mode === 'enforce'),
      inspect: async (tentative) => {
        passage.ruling = await inspect(passage.ruling, call, tentative, parts)
        return passage.ruling.kind === 'allow' ? 'keep' : 'undo'
      },
      undone: (tentative) => tellUndone(guards, tentative, parts),
    }),
  }
}

/** Records and settles what the world did: at once, or when its stream ends. */
function conclude(passage: Passage, reply: Reply): Reply {
  if (reply.kind === 'broken') {
    settle(passage, reply)
    return reply
  }
  const { output } = reply
  if (!hasBody(output) || isWhole(output.body)) {
    record(passage, reply, passage.door.read(output))
    return retellable(passage, reply)
  }
  const body = watchBody(
    output.body,
    (_, passed, bounded) => record(passage, reply, bounded ?? readStreamed(passage, output, passed)),
    (thrown) => worldFailed(passage, thrown),
  )
  passage.body = body
  return retellable(passage, { ...reply, output: { ...output, body } })
}

/** A stream of the world's that fails is as broken as a handler that throws; one that was let go of is not. */
function worldFailed({ call, parts }: Passage, thrown: unknown): unknown {
  const message = messageOf(thrown)
  if (!call.signal.aborted)
    parts.write({ type: 'harness-fault', where: `world ${call.target}`, message, call: call.id })
  return thrown
}

function retellable(passage: Passage, reply: Reply): Reply {
  if (reply.kind !== 'ok') return reply
  const { spoken, ended } = reply
  if (spoken) return { ...reply, spoken: noting(passage, spoken) }
  if (!ended) return reply
  const noted = () => {
    const end = ended()
    return end.spoken ? { ...end, spoken: noting(passage, end.spoken) } : end
  }
  return { ...reply, ended: noted }
}

/** What was counted by the end of a stream is counted of its reply. */
function metered(reply: Exclude<Reply, Broken>): Exclude<Reply, Broken> {
  const metering = reply.metering ?? (reply.kind === 'ok' ? reply.ended?.().metering : undefined)
  return metering ? { ...reply, metering } : reply
}

/** A door that cannot read its own output must not keep the call from being settled. */
function readStreamed({ call, door, parts }: Passage, output: Output, passed: WholeBody): Json {
  try {
    return door.read(output, passed)
  } catch (thrown) {
    parts.write({ type: 'harness-fault', where: `channel ${call.channel}`, message: messageOf(thrown), call: call.id })
    return null
  }
}

function record(passage: Passage, came: Exclude<Reply, Broken>, given: Json): void {
  const { call, parts, changed } = passage
  const reply = metered(came)
  const { kind: outcome, metering } = reply
  const status = isHttpOutput(reply.output) ? { status: reply.output.status } : {}
  const output = keptOutput(reply.output, given)
  const input = changed === undefined ? {} : { input: changed }
  passage.output = { given, kept: output }
  const unordered = reply.kind === 'ok' && reply.unordered ? { unordered: true as const } : {}
  const more = { ...metering, ...unordered, ...late(call), ...tookMs(passage) }
  parts.write({ type: 'executed', call: call.id, outcome, ...status, ...input, output, ...more })
  parts.injector.executed?.(call, reply)
  settle(passage, reply)
}

function tookMs({ begunAt, parts }: Passage): { tookMs?: number } {
  const tookMs = begunAt === undefined ? 0 : parts.clock.now() - begunAt
  return tookMs === 0 ? {} : { tookMs }
}

function late(call: Call): { late?: true } {
  return call.signal.aborted ? { late: true } : {}
}
