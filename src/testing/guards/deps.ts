import type { Json } from '../../kernel/json.ts'

/** What somebody asks of the guard: `{ amount: 10 }`, `{ do: 'approve', what: 'pay 5', by: 'ann' }`. */
export type Action = Readonly<Record<string, string | number | boolean>>

export interface GuardClock {
  /** ms since 1970. Asking is no scheduling point. */
  now(): number
  /** Goes on when so many ms have passed. Meanwhile others may act. */
  sleep(ms: number): Promise<void>
}

/** What survives a crash. Each call is a scheduling point: anything may happen before it is answered. */
export interface GuardStore {
  get(key: string): Promise<Json | undefined>
  set(key: string, value: Json): Promise<void>
  delete(key: string): Promise<void>
  /** Writes `after` where the value still equals `before` (undefined: nothing is there), in one step. Did it? */
  swap(key: string, before: Json | undefined, after: Json): Promise<boolean>
}

/** All that the guard may touch. */
export interface GuardDeps<A extends Action = Action> {
  clock: GuardClock
  store: GuardStore
  /** What the guard protects: the money is spent, the action is run. The laws judge by these calls alone. */
  effect(what: A): Promise<void>
}

/** Puts an action to the guard. How it says no (it rejects, it resolves to false) is its own affair. */
export type Act<A extends Action = Action> = (action: A) => unknown

/** A guard whose process is more than memory. */
export interface GuardProcess<A extends Action = Action> {
  act: Act<A>
  /** Resolves when each action under way has asked for something, has ended, or waits for another one. */
  settled?(): Promise<void>
  /** It crashed, or its history is over. */
  stop?(how: 'crash' | 'end'): void | Promise<void>
}

/** The wiring of a guard of yours. */
export interface GuardAdapter<A extends Action = Action> {
  /** The process begins: all of the guard's memory is made here. Called anew, with the same store, behind each crash. */
  start(deps: GuardDeps<A>): Act<A> | GuardProcess<A> | Promise<Act<A> | GuardProcess<A>>
}
