import type { Call } from '../../../src/boundary/call.ts'
import { keyOf } from '../../../src/boundary/call.ts'
import type { Decision, Hold } from '../../../src/boundary/decision.ts'
import type { Reply } from '../../../src/boundary/reply.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import { micros } from '../../../src/kernel/money.ts'
import { createRandom, type Random } from '../../../src/kernel/random.ts'
import { proposalOf } from '../../../src/testing/guard-stage.ts'
import type { EffectEvent } from '../../../src/trace/events/effect.ts'
import { type End, MANY, type Said, type Subject, type Word } from './model.ts'

/** A move by its place in the list of those that can be made. */
export type History = readonly number[]

/** A move in words, what the guard said and what the model said. */
export interface Spoken {
  move: string
  guard?: Word | undefined
  model?: Word | undefined
}

type Move =
  | { do: 'propose'; index: number }
  | { do: 'end'; call: Call; how: End }
  | { do: 'answer'; call: Call; said: Said }
  | { do: 'confirm'; call: Call }
  | { do: 'wait'; ms: number }
  | { do: 'effect'; index: number }

/** Plays a history against a guard and its model. `choose` gives the place of the next move, undefined to stop. */
export function compare(
  subject: Subject,
  // biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
  guard: Guard<any>,
  choose: (count: number, at: number) => number | undefined,
): { spoken: Spoken[]; differs: boolean; counts: number[] } {
  const clock = manualClock(subject.startsAt ?? Date.UTC(2026, 0, 5, 12))
  const state = guard.start(guard.params.parse(subject.params), { clock, random: createRandom(1), alert: () => {} })
  const model = subject.model()
  const open = new Map<string, Call>()
  const held = new Map<string, { call: Call; hold: Hold }>()
  const spoken: Spoken[] = []
  const counts: number[] = []
  let proposed = 0

  const wordOf = (call: Call, decision: Decision): Word => {
    if (decision.kind === 'hold') held.set(call.id, { call, hold: decision })
    else if (decision.kind === 'allow') open.set(call.id, call)
    // What is refused is settled as never run.
    else state.settle?.(call, undefined, [])
    return decision.kind
  }
  const propose = (index: number): Spoken => {
    const call = callOf(subject, index, ++proposed)
    const word = state.concerns?.(call) === false ? 'allow' : wordOf(call, state.decide(call) as Decision)
    if (state.concerns?.(call) === false) open.set(call.id, call)
    return {
      move: `${call.id} ${call.target} ${JSON.stringify(call.input)}`,
      guard: word,
      model: model.decide(call, clock.now()),
    }
  }
  const answer = (call: Call, said: Said): Spoken => {
    const { hold } = held.get(call.id) as { hold: Hold }
    held.delete(call.id)
    const by = said === 'itself' ? call.principal : 'carla'
    const decision = hold.resolve(
      said === 'silent' ? { kind: 'silent' } : { kind: said === 'no' ? 'denied' : 'approved', by },
    )
    return { move: `${call.id} ${said}`, guard: wordOf(call, decision), model: model.answer?.(call, said, clock.now()) }
  }
  const end = (call: Call, how: End): Spoken => {
    open.delete(call.id)
    if (state.concerns?.(call) !== false) state.settle?.(call, replyOf(call, how), effectsOf(call, how))
    model.end?.(call, how, clock.now())
    return { move: `${call.id} ends: ${how}` }
  }
  const confirm = (call: Call): Spoken => {
    const isAsked = state.concerns?.(call) !== false
    const guard = (isAsked && state.confirm?.(call).kind) || 'allow'
    const said = (isAsked && model.confirm?.(call, clock.now())) || 'allow'
    // What may not run any more never does.
    if (guard === said && guard !== 'allow') end(call, 'never')
    return { move: `${call.id} is about to run`, guard, model: said }
  }
  const witness = (index: number): Spoken => {
    const effect = { type: 'effect', calls: [], ...subject.effects?.[index] } as EffectEvent
    state.witness?.({ ...effect, seq: spoken.length + 1, at: clock.now() } as EffectEvent)
    model.witness?.(effect)
    return { move: `effect ${JSON.stringify(effect)}` }
  }
  const make = (move: Move): Spoken => {
    if (move.do === 'propose') return propose(move.index)
    if (move.do === 'end') return end(move.call, move.how)
    if (move.do === 'answer') return answer(move.call, move.said)
    if (move.do === 'confirm') return confirm(move.call)
    if (move.do === 'effect') return witness(move.index)
    clock.set(clock.now() + move.ms)
    return { move: `${move.ms} ms pass` }
  }
  for (;;) {
    const moves = movesOf(
      subject,
      [...open.values()],
      [...held.values()].map(({ call }) => call),
    )
    counts.push(moves.length)
    const move = moves[choose(moves.length, spoken.length) ?? -1]
    if (!move) return { spoken, differs: false, counts }
    const one = make(move)
    spoken.push(one)
    if (one.guard !== one.model) return { spoken, differs: true, counts }
  }
}

function movesOf(subject: Subject, open: Call[], held: Call[]): Move[] {
  const { calls, ends, waits, said = [], effects = [], together = true } = subject
  const mayPropose = together || open.length + held.length === 0
  return [
    ...(mayPropose ? calls.map((_, index): Move => ({ do: 'propose', index })) : []),
    ...open.flatMap((call) => ends.map((how): Move => ({ do: 'end', call, how }))),
    ...open.map((call): Move => ({ do: 'confirm', call })),
    ...held.flatMap((call) => said.map((one): Move => ({ do: 'answer', call, said: one }))),
    ...waits.map((ms): Move => ({ do: 'wait', ms })),
    ...effects.map((_, index): Move => ({ do: 'effect', index })),
  ]
}

function callOf(subject: Subject, index: number, number: number): Call {
  const proposal = proposalOf(subject.calls[index])
  const key = keyOf(proposal.channel, proposal.target, proposal.input)
  const facts = proposal.channel === 'model' ? { isAction: false } : {}
  return { ...proposal, ...facts, id: `c${number}`, key, attempt: 1 } as Call
}

function replyOf(call: Call, how: End): Reply | undefined {
  if (how === 'never') return undefined
  if (how === 'broken') return { kind: 'broken', how: 'no-reply' }
  const metering = how === 'dear' && call.cost ? { metering: { actual: micros(call.cost.micros * 2) } } : {}
  const kind = how === 'error' || how === 'half' ? 'error' : 'ok'
  return { kind, output: { content: kind }, ...metering } as Reply
}

function effectsOf(call: Call, how: End): EffectEvent[] {
  const count = how === 'many' || how === 'half' ? MANY : 0
  return Array.from({ length: count }, (_, index) => {
    const id = `${call.id}.${index}`
    return {
      type: 'effect',
      seq: 0,
      at: 0,
      calls: [call.id],
      collection: 'x.y',
      op: 'create',
      id,
      after: {},
    } as EffectEvent
  })
}

/** Every history of up to so many moves, shortest last moves first. Calls back with each that is played; true stops. */
export function everyHistory(
  subject: Subject,
  length: number,
  most: number,
  done: (history: History) => boolean,
): number {
  let played = 0
  const visit = (history: number[]): boolean => {
    if (played >= most) return true
    const { counts, differs } = compare(subject, subject.guard, (_, at) => history[at])
    played++
    if (differs && done(history)) return true
    if (differs || history.length === length) return false
    const count = counts.at(-1) ?? 0
    for (let next = 0; next < count; next++) if (visit([...history, next])) return true
    return false
  }
  visit([])
  return played
}

const LONGEST = 24

/** A history that is drawn: up to 24 moves. */
// biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
export function drawn(subject: Subject, guard: Guard<any>, random: Random) {
  const length = 1 + random.int(LONGEST)
  return compare(subject, guard, (count, at) => (at < length && count > 0 ? random.int(count) : undefined))
}
