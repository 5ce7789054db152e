import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { Volatile } from '../trace/volatile.ts'
import type { Approver } from './approver.ts'
import { blame } from './blame.ts'
import type { Call } from './call.ts'
import type { Channels } from './channel-traits.ts'
import type { Ruling } from './deciding.ts'
import type { SeatedGuard } from './decision.ts'
import type { Door } from './door.ts'
import type { Injector } from './interceptor.ts'
import type { Refusal } from './refusal.ts'
import type { Reply } from './reply.ts'
import type { Retold } from './retelling.ts'
import type { ModelTurn } from './turns.ts'

/** What a seam is built from. */
export interface SeamParts {
  channels: Channels
  guards: readonly SeatedGuard[]
  injector: Injector
  approver: Approver | undefined
  clock: Clock
  /** Aborts when the trial ends. */
  signal: AbortSignal
  maxCalls: number
  /** The model that the trial is for. */
  model?: string | null
  /** What tells no two calls apart. Default: headers that name the request. */
  volatile?: Volatile
  /** Resolves when this call's reply may be handed over: on virtual time one reply at a time, in the order of their keys. */
  turn?(call: Call): Promise<void>
  write(event: TraceEvent): void
  /** Puts what was written where it survives this process: somebody outside is about to learn of it. */
  flush?(): void
  /**
   * Kills the agent and starts it anew, while a call of its is under way. Resolves once it is killed; false where that cannot
   * be done to it.
   */
  restart?(call: Call): Promise<boolean>
  /** Told of a call that comes when the trial is over. */
  late?(): void
  /** Ends the trial from within. */
  stop(how: 'halted' | 'call-limit', detail: string): void
}

/** A call on its way, with what the world has done for it so far. */
export interface Passage {
  call: Call
  door: Door<unknown>
  parts: SeamParts
  ruling: Ruling
  effects: EffectEvent[]
  /** All executions of the trial that are under way. */
  running: Map<Promise<Reply>, Call>
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
  /** What was said in the world's place, as JSON. */
  refusals?: { code: string; said: string }[]
  /** What was put in the place of a model's turn. */
  retold?: Retold[]
  /** Of a model's turn: tells what came of it. */
  turn?: ModelTurn
}

/** What a client gets whose trial is over. */
export const CLOSED: Reply = { kind: 'broken', how: 'reset' }

/** Lets the guards that were asked correct what they reserved. Once for each call. */
export function settle({ call, ruling, effects, parts }: Passage, executed: Reply | undefined): void {
  for (const guard of ruling.asked) {
    try {
      guard.settle?.(call, executed, effects)
    } catch (thrown) {
      blame(guard, call, thrown, parts)
    }
  }
}

/** What a client gets whose call the guards did not let through. */
export function turnAway({ call, ruling, parts }: Passage): Reply {
  if (ruling.kind === 'halt') parts.stop('halted', ruling.reason)
  return refuse({ call, parts }, { status: 403, code: 'denied_by_policy', message: ruling.reason })
}

/** A reply that says no, as this call's channel does. */
export function refuse({ call, parts }: Pick<Passage, 'call' | 'parts'>, refusal: Refusal): Reply {
  return parts.channels[call.channel].refuse(call, refusal)
}

/** The same from something in the world's place: what crosses is looked at for it. */
export function refuseInPlace(passage: Passage, refusal: Refusal): Reply {
  const reply = refuse(passage, refusal)
  if (reply.kind === 'broken') return reply
  passage.refusals = [
    ...(passage.refusals ?? []),
    { code: refusal.code, said: JSON.stringify(passage.door.read(reply.output)) },
  ]
  return reply
}
