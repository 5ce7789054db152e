import type { Call, Proposal } from '../../../src/boundary/call.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { EffectEvent } from '../../../src/trace/events/effect.ts'

/** What becomes of a call: one that is no business of the guard's is allowed. */
export type Word = 'allow' | 'deny' | 'hold' | 'halt'

/**
 * How a call ends. 'never': it did not reach the world. 'broken': the transport broke. 'dear': at twice its price. 'many': it changed
 * many things. 'half': an error that did.
 */
export type End = 'ok' | 'error' | 'never' | 'broken' | 'dear' | 'many' | 'half'

/** What a person says to a call that is held. 'itself': the yes of the agent that asks. */
export type Said = 'yes' | 'no' | 'silent' | 'itself'

/** How many things a call changes that changes many. */
export const MANY = 3

/** A guard as its page tells of it, in as few lines as that takes. Times in ms since 1970. */
export interface Model {
  decide(call: Call, now: number): Word
  /** The answer to a call that is held. */
  answer?(call: Call, said: Said, now: number): Word
  /** It waited, and is about to run. Default: what was said stands. */
  confirm?(call: Call, now: number): Word
  end?(call: Call, how: End, now: number): void
  witness?(effect: EffectEvent): void
}

/** What histories of a guard are made of. A crash is a call that never ends, or one that never reached the world. */
export interface Subject {
  name: string
  // biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
  guard: Guard<any>
  /** As a scenario writes them. */
  params: Record<string, unknown>
  calls: Partial<Proposal>[]
  ends: End[]
  waits: number[]
  said?: Said[]
  effects?: Pick<EffectEvent, 'op' | 'id' | 'collection' | 'before' | 'after'>[]
  /** May several be under way? Default: yes. */
  together?: boolean
  model(): Model
  /** Broken copies of the guard. */
  // biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
  mutants: Record<string, Guard<any>>
  /** Those of them that histories tell from the model. Others are broken in what no history here shows. */
  told: string[]
  startsAt?: number
}
