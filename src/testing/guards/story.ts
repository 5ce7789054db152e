import type { Action } from './deps.ts'

/** An action that was put to the guard. Places count the steps of the history, from 0. */
export interface Put<A extends Action = Action> {
  /** 'A' for the first. */
  name: string
  action: A
  begun: number
  /** Undefined where its process crashed first. */
  ended?: number
  /** Nobody can know what came of it: the process crashed, or the answer of its effect was lost. */
  uncertain: boolean
  /** Every time that the clock showed while it was under way, ms since 1970. */
  times: number[]
}

/** Something that was really done. */
export interface Deed<A extends Action = Action> {
  put: Put<A>
  did: A
  at: number
  /** Every time that the clock showed since its action began: a guard may have counted it at any of them. */
  times: number[]
}

/** What happened, without a word of the guard. */
export interface Story<A extends Action = Action> {
  puts: Put<A>[]
  deeds: Deed<A>[]
  /** Places of the crashes. */
  crashes: number[]
  now: number
}
