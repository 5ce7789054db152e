import type { Clock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { Approver } from './approver.ts'
import { type Call, keyOf, type Proposal, recordOf, withSoundFigures } from './call.ts'
import { executing } from './current.ts'
import { type Ruling, rule, stillStands } from './deciding.ts'
import type { SeatedGuard } from './decision.ts'
import type { Door, Seen } from './door.ts'
import type { DrawnFault, Injector, Next } from './interceptor.ts'
import { keptOutput, keptReply } from './kept-output.ts'
import { nest, withInput } from './nesting.ts'
import { isHttpOutput, type Output, type Reply, refuse } from './reply.ts'
import { watchBody } from './watch-body.ts'

export type { Door, Seen } from './door.ts'

export interface SeamParts {
  guards: readonly SeatedGuard[]
  injector: Injector
  approver: Approver | undefined
  clock: Clock
  /** Aborts when the trial ends. */
  signal: AbortSignal
  maxCalls: number
  /** Resolves when this call's reply may be handed over: on virtual time one reply at a time, in the order of their keys. */
  turn?(call: Call): Promise<void>
  write(event: TraceEvent): void
  /** Ends the trial from within. */
  stop(how: 'halted' | 'call-limit', detail: string): void
}

/** The one place that every call crosses. */
export interface Seam {
  cross<W>(proposal: Proposal, door: Door<W>): Promise<W>
  /** Resolves when the world runs nothing: what was under way when a trial was stopped is in the trace then. */
  quiet(): Promise<void>
}

/** A call on its way, with what the world has done for it so far. */
interface Passage {
  call: Call
  door: Door<unknown>
  parts: SeamParts
  ruling: Ruling
  effects: EffectEvent[]
  /** All executions of the trial that are under way. */
  running: Set<Promise<Reply>>
  execution?: Promise<Reply>
  /** When the world began, in ms of the trial's clock. */
  begunAt?: number
  /** Settled as never run: nothing may run it any more. */
  closed?: true
  /** The world's streamed body, on its way to whoever reads it. */
  body?: ReadableStream<Uint8Array>
  /** What ran in place of the proposed input, where a fault changed it. */
  changed?: Json
  /** What the world gave, and what of it 'executed' recorded: to tell whether something else was delivered. */
  output?: { given: Json; kept: Json }
}

const CLOSED: Reply = { kind: 'broken', how: 'reset' }

/** Builds the seam of one trial: propose -> decide -> inject -> execute -> settle -> deliver. */
export function createSeam(parts: SeamParts): Seam {
  const attempts = new Map<string, number>()
  const running = new Set<Promise<Reply>>()
  let count = 0

  const propose = (proposal: Proposal): Call => {
    const key = keyOf(proposal.channel, proposal.target, proposal.input)
    const attempt = (attempts.get(key) ?? 0) + 1
    attempts.set(key, attempt)
    return { ...withSoundFigures(proposal), id: `c${++count}`, key, attempt }
  }

  return {
    cross: async (proposal, door) => {
      if (count >= parts.maxCalls) parts.stop('call-limit', `more than ${parts.maxCalls} calls`)
      if (parts.signal.aborted) return door.render(CLOSED, () => {}).give()
      const call = propose(proposal)
      parts.write({ type: 'call', call: recordOf(call) })
      const ruling = await rule(call, parts)
      const passage: Passage = { call, door, parts, ruling, effects: [], running }
      const reply = await answer(passage)
      if (!passage.execution) {
        passage.closed = true
        settle(passage, undefined)
      }
      if (parts.turn) await parts.turn(call)
      return deliver(passage, reply) as ReturnType<ReturnType<typeof door.render>['give']>
    },
    quiet: async () => {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}

/** A trial that ended while its guards were asked runs nothing more, whatever they said. */
async function answer(passage: Passage): Promise<Reply> {
  if (passage.ruling.kind !== 'allow') return turnAway(passage)
  return passage.parts.signal.aborted ? CLOSED : inject(passage)
}

function turnAway({ call, ruling, parts }: Passage): Reply {
  if (ruling.kind === 'halt') parts.stop('halted', ruling.reason)
  return refuse(call.channel, { status: 403, code: 'denied_by_policy', message: ruling.reason })
}

/** The drawn faults around the execution, the plan's first entry outermost. */
async function inject(passage: Passage): Promise<Reply> {
  const { call, parts } = passage
  // One execution whatever the interceptors do: a second `next` is the same execution.
  const execution: Next = (changed) => {
    if (passage.closed) return tooLate(passage)
    if (passage.execution) return passage.execution
    // A fault that kept the call waiting beyond the end of the trial must not let it run after that.
    if (parts.signal.aborted) return Promise.resolve(CLOSED)
    passage.ruling = stillStands(passage.ruling, call, parts)
    if (passage.ruling.kind !== 'allow') return Promise.resolve(turnAway(passage))
    passage.execution = run(passage, changed)
    return passage.execution
  }
  let drawn: DrawnFault[] = []
  try {
    drawn = parts.injector.draw(call)
    if (drawn.length === 0) return await execution()
    for (const { entry, fault } of drawn) parts.write({ type: 'fault', call: call.id, entry, fault })
    const context = { signal: AbortSignal.any([call.signal, parts.signal]), clock: parts.clock }
    const chain = nest(drawn, call, context, execution)
    const reply = await chain()
    if (!reply?.kind) throw new TypeError('it gave no reply')
    return reply
  } catch (thrown) {
    if (call.signal.aborted || parts.signal.aborted) return CLOSED
    const where = drawn.length > 0 ? `fault ${drawn.map(({ fault }) => fault).join(' > ')}` : 'injector'
    parts.write({ type: 'harness-fault', where, message: messageOf(thrown), call: call.id })
    return CLOSED
  }
}

/** An interceptor let the call run after it had answered for it, when guards had taken it for a call that never ran. */
async function tooLate({ call, parts }: Passage): Promise<Reply> {
  const message = 'it called next() after it had answered; call next() first and answer without waiting for it'
  parts.write({ type: 'harness-fault', where: 'injector', message, call: call.id })
  return CLOSED
}

function run(passage: Passage, changed: Json | undefined): Promise<Reply> {
  const execution = execute(passage, changed)
  passage.running.add(execution)
  const over = () => void passage.running.delete(execution)
  execution.then(over, over)
  return execution
}

async function execute(passage: Passage, changed: Json | undefined): Promise<Reply> {
  const { call, door, parts, effects } = passage
  const effect = (change: Omit<EffectEvent, 'type' | 'calls' | 'late'>) => {
    const made: EffectEvent = { type: 'effect', calls: [call.id], ...change, ...late(call) }
    effects.push(made)
    parts.write(made)
  }
  try {
    passage.begunAt = parts.clock.now()
    if (changed !== undefined) passage.changed = changed
    const run = () => door.execute(withInput(call, changed), changed === undefined ? undefined : true)
    return conclude(passage, await executing.run({ call: call.id, effect }, run))
  } catch (thrown) {
    parts.write({ type: 'harness-fault', where: `world ${call.target}`, message: messageOf(thrown), call: call.id })
    return conclude(passage, refuse(call.channel, { status: 500, code: 'internal_error', message: 'Internal error' }))
  }
}

/** Records and settles what the world did: at once, or when its stream ends. */
function conclude(passage: Passage, reply: Reply): Reply {
  if (reply.kind === 'broken') {
    settle(passage, reply)
    return reply
  }
  const { output } = reply
  if (!isHttpOutput(output) || typeof output.body === 'string') {
    record(passage, reply, passage.door.read(output))
    return reply
  }
  const body = watchBody(output.body, (_, text, bounded) => {
    record(passage, reply, bounded ?? readStreamed(passage, output, text))
  })
  passage.body = body
  return { ...reply, output: { ...output, body } }
}

/** A door that cannot read its own output must not keep the call from being settled. */
function readStreamed({ call, door, parts }: Passage, output: Output, text: string): Json {
  try {
    return door.read(output, text)
  } catch (thrown) {
    parts.write({ type: 'harness-fault', where: `channel ${call.channel}`, message: messageOf(thrown), call: call.id })
    return null
  }
}

function record(passage: Passage, reply: Exclude<Reply, { kind: 'broken' }>, given: Json): void {
  const { call, parts, changed } = passage
  const { kind: outcome, metering } = reply
  const status = isHttpOutput(reply.output) ? { status: reply.output.status } : {}
  const output = keptOutput(reply.output, given)
  const input = changed === undefined ? {} : { input: changed }
  passage.output = { given, kept: output }
  const more = { ...metering, ...late(call), ...tookMs(passage) }
  parts.write({ type: 'executed', call: call.id, outcome, ...status, ...input, output, ...more })
  parts.injector.executed?.(call, reply)
  settle(passage, reply)
}

function tookMs({ begunAt, parts }: Passage): { tookMs?: number } {
  const tookMs = begunAt === undefined ? 0 : parts.clock.now() - begunAt
  return tookMs === 0 ? {} : { tookMs }
}

function settle({ call, ruling, effects, parts }: Passage, executed: Reply | undefined): void {
  for (const guard of ruling.asked) {
    try {
      guard.settle?.(call, executed, effects)
    } catch (thrown) {
      parts.write({ type: 'harness-fault', where: `guard ${guard.name}`, message: messageOf(thrown), call: call.id })
    }
  }
}

function deliver(passage: Passage, reply: Reply): unknown {
  const { call, door, ruling } = passage
  if (call.signal.aborted) {
    drop(passage)
    arrive(passage, { outcome: 'gone' })
    return door.render(CLOSED, () => {}).give()
  }
  const { seen, give } = render(passage, reply)
  const turnedAway = ruling.kind !== 'allow' && reply.kind !== 'broken'
  if (reply.kind === 'broken' || !isHttpOutput(reply.output) || reply.output.body !== passage.body) drop(passage)
  if (seen !== 'streaming') arrive(passage, turnedAway ? { ...seen, outcome: 'refused' } : seen, reply)
  return give()
}

/** What a channel cannot carry (a tool's output on HTTP) is the harness's fault, and never thrown at the agent. */
function render(passage: Passage, reply: Reply) {
  const { call, door, parts } = passage
  try {
    const since = parts.clock.now()
    return door.render(reply, (end) => arrive(passage, streamedTo(call, end, parts.clock.now() - since)))
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
function arrive({ call, parts, output: executed }: Passage, { output: given, ...seen }: Seen, reply?: Reply): void {
  const same = given === undefined || given === executed?.given
  const output = same || !reply ? given : keptReply(reply, given)
  const changed = !same && JSON.stringify(output) !== JSON.stringify(executed?.kept)
  parts.write({ type: 'delivered', call: call.id, ...seen, ...(changed && { output }) })
}

function late(call: Call): { late?: true } {
  return call.signal.aborted ? { late: true } : {}
}
