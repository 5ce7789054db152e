import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'
import type { AlertEvent } from '../trace/events/alert.ts'
import type { ClockLeakEvent } from '../trace/events/clock-leak.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { TentativeEffect } from './tentative-effect.ts'

/** The call that is being executed, where the world's code runs. */
export interface Executing {
  call: string
  /** Writes the effect down. `makers` made it, or may have: this call, or an earlier one of the same transaction. */
  effect(effect: Omit<EffectEvent, 'type' | 'calls' | 'late'>, makers?: readonly string[]): void
  /**
   * Shows what the call did while it can still be undone. 'undo': a guard says no, and the world is to take it back.
   * Undefined where no guard wants to look.
   */
  inspect?(effects: readonly TentativeEffect[]): Promise<'keep' | 'undo'>
  /** One that looks is enforced: what cannot be shown to it may not stay. */
  enforced?: boolean
  /** Effects that `inspect` let pass were rolled back after all. */
  undone?(effects: readonly TentativeEffect[]): void
  /** What is written of the call is put where it survives this process: the world is about to send it out of that. */
  leaving?(): void
  note?(event: ClockLeakEvent | AlertEvent): void
}

/** What is known of the code that runs. */
export interface Current {
  /** Whose it is: 'guard four-eyes'. Undefined: the agent's, or the harness's. */
  owner?: string
  /** What it may say of the call that it answers. */
  executing?: Executing
  /** The trial's members that it sees: collection -> id -> member. */
  members?: Map<string, Map<string, Json>>
  /** The trial's time and chance, for what the world makes up. */
  trial?: TrialMeans
}

/** What a trial gives to what the world makes up. */
export interface TrialMeans {
  clock: Clock
  random: Random
  /** Has something undone when the trial is over: what the world keeps outside this process's memory. */
  atEnd(title: string, undo: () => void): void
}

/** One storage for all of it: Node copies every storage there is, on the way into each context and on the way out. */
const storage = new AsyncLocalStorage<Current>()
// Held before agent code loads.
const current = storage.getStore.bind(storage)

/** Runs code, and all that comes of it, with more known of it than of who runs it. */
export function runAs<T>(more: Current, run: () => T): T {
  return storage.run({ ...current(), ...more }, run)
}

/** Runs code, now or later, with all that is known of the code that runs here. */
export function likeHere(): <T>(run: () => T) => T {
  const known = current()
  return (run) => (known ? storage.run(known, run) : run())
}

/** One thing that is known of the code that runs. */
export interface Known<T> {
  getStore(): T | undefined
  run<R>(value: T, run: () => R): R
}

/** Whose code the running one is: 'guard four-eyes'. Undefined where it is nobody's but the agent's. */
export const ownerOfCode = () => current()?.owner

/** The call that is being executed. */
export const executing: Known<Executing> = {
  getStore: () => current()?.executing,
  run: (value, run) => runAs({ executing: value }, run),
}

/** Which trial's members the running code sees. */
export const currentMembers: Known<NonNullable<Current['members']>> = {
  getStore: () => current()?.members,
  run: (members, run) => runAs({ members }, run),
}

/** Time and chance of the trial in which the running code answers. */
export const currentTrial: Pick<Known<NonNullable<Current['trial']>>, 'getStore'> = {
  getStore: () => current()?.trial,
}
