import { messageOf } from '../kernel/errors.ts'
import { freezeJson } from '../kernel/json.ts'
import { isAhead } from '../trace/deed.ts'
import { withBoundedNames } from './bounded-names.ts'
import { type Call, keyOf, type Proposal, recordOf, withdrawnOf, withSoundFigures } from './call.ts'
import { factsOf } from './channel-traits.ts'
import { rule, stillStands, tellRestart } from './deciding.ts'
import { deliver } from './delivering.ts'
import type { Door } from './door.ts'
import { run } from './executing.ts'
import type { DrawnFault, Next } from './interceptor.ts'
import { nest } from './nesting.ts'
import { CLOSED, type Passage, refuseInPlace, type SeamParts, settle, turnAway } from './passage.ts'
import type { Refusal } from './refusal.ts'
import type { Reply } from './reply.ts'
import { type ModelTurn, watchTurns } from './turns.ts'

export type { Door, Seen } from './door.ts'
export type { SeamParts } from './passage.ts'

/** The one place that every call crosses. */
export interface Seam {
  cross<W>(proposal: Proposal, door: Door<W>): Promise<W>
  /** The plan has a fault for connections that are opened: they cross as calls. Else nothing is told of them. */
  readonly connections: boolean
  /**
   * Resolves when the world runs nothing: what was under way when a trial was stopped is in the trace then. Undefined
   * where nothing is under way.
   */
  quiet(): Promise<void> | undefined
  /**
   * Calls that code of the world has not answered while their clients wait. Not what it holds open for a while, such as
   * statements: there it is the agent's own transactions that wait for each other.
   */
  unanswered(): Call[]
}

/** Builds the seam of one trial: propose -> decide -> inject -> execute -> settle -> deliver. */
export function createSeam(parts: SeamParts): Seam {
  const attempts = new Map<string, number>()
  const running = new Map<Promise<Reply>, Call>()
  const turns = watchTurns(parts.channels)
  /** By model call, who was asked. */
  const models = new Map<string, string>()
  let count = 0

  const causeOf = (proposal: Proposal): Pick<Call, 'cause' | 'inferred' | 'by'> => {
    const isAction = parts.channels[proposal.channel].isAction && !isAhead(proposal)
    const found = isAction ? turns.causeOf(proposal) : {}
    const by = proposal.model ?? (found.cause && models.get(found.cause)) ?? parts.model
    return { ...found, ...(by && { by }) }
  }

  const propose = (proposal: Proposal): Call => {
    const key = keyOf(proposal.channel, proposal.target, proposal.input, parts.volatile)
    const attempt = (attempts.get(key) ?? 0) + 1
    attempts.set(key, attempt)
    // What guards decide on is what runs: nobody puts another input into it.
    freezeJson(proposal.input)
    return Object.freeze({
      ...withBoundedNames(withSoundFigures(proposal)),
      ...causeOf(proposal),
      ...factsOf(parts.channels[proposal.channel]),
      ...(isAhead(proposal) && { isAction: false as const }),
      ...{ id: `c${++count}`, key, attempt },
    })
  }

  const pass = async (call: Call, door: Door<unknown>, turn: ModelTurn | undefined): Promise<unknown> => {
    const ruling = await rule(call, parts)
    const passage: Passage = { call, door, parts, ruling, effects: [], running, ...(turn && { turn }) }
    const reply = await answer(passage)
    if (!passage.execution) {
      passage.closed = true
      settle(passage, undefined)
    }
    // Nothing is handed over to a client that gave up, and its trial may be over before the next turn.
    if (parts.turn && !call.signal.aborted) await parts.turn(call)
    return deliver(passage, reply)
  }

  return {
    connections: parts.injector.connections === true,
    cross: async (proposal, door) => {
      if (count >= parts.maxCalls) parts.stop('call-limit', `more than ${parts.maxCalls} calls`)
      if (parts.signal.aborted) {
        parts.late?.()
        return door.render(CLOSED, () => {}).give()
      }
      const call = propose(proposal)
      parts.write({ type: 'call', call: recordOf(call) })
      const turn = call.turn && turns.begin(call.turn.opening)
      if (call.model !== undefined) models.set(call.id, call.model)
      try {
        return (await pass(call, door, turn)) as ReturnType<ReturnType<typeof door.render>['give']>
      } finally {
        turn?.end()
      }
    },
    quiet: () => (running.size > 0 ? untilSettled(running) : undefined),
    unanswered: () => [...running.values()].filter(({ signal, holdsEffects }) => !signal.aborted && !holdsEffects),
  }
}

/** What is under way may set more going. */
async function untilSettled(running: ReadonlyMap<Promise<unknown>, Call>): Promise<void> {
  while (running.size > 0) await Promise.allSettled(running.keys())
}

/** A trial that ended while its guards were asked runs nothing more, whatever they said. */
async function answer(passage: Passage): Promise<Reply> {
  if (passage.ruling.kind !== 'allow') return turnAway(passage)
  return passage.parts.signal.aborted ? CLOSED : inject(passage)
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
    const context = {
      signal: AbortSignal.any([withdrawnOf(call), parts.signal]),
      clock: parts.clock,
      refuse: (refusal: Refusal) => refuseInPlace(passage, refusal),
      restart: () => restart(call, parts),
    }
    const chain = nest(drawn, call, context, execution)
    const reply = await chain()
    if (!reply?.kind) throw new TypeError('it gave no reply')
    return reply
  } catch (thrown) {
    if (withdrawnOf(call).aborted || parts.signal.aborted) return CLOSED
    const where = drawn.length > 0 ? `fault ${drawn.map(({ fault }) => fault).join(' > ')}` : 'injector'
    parts.write({ type: 'harness-fault', where, message: messageOf(thrown), call: call.id })
    return CLOSED
  }
}

/** @returns whether the agent was killed. */
async function restart(call: Call, parts: SeamParts): Promise<boolean> {
  const killed = (await parts.restart?.(call)) ?? false
  if (killed) tellRestart(call, parts)
  return killed
}

/** An interceptor let the call run after it had answered for it, when guards had taken it for a call that never ran. */
async function tooLate({ call, parts }: Passage): Promise<Reply> {
  const message = 'it called next() after it had answered; call next() first and answer without waiting for it'
  parts.write({ type: 'harness-fault', where: 'injector', message, call: call.id })
  return CLOSED
}
