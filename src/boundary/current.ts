import { AsyncLocalStorage } from 'node:async_hooks'
import type { AlertEvent } from '../trace/events/alert.ts'
import type { ClockLeakEvent } from '../trace/events/clock-leak.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { TentativeEffect } from './tentative-effect.ts'

/** The call that is being executed, where the world's code runs. */
export interface Executing {
  call: string
  /** Writes the effect down. `call` made it: this one, or an earlier one of the same transaction. */
  effect(effect: Omit<EffectEvent, 'type' | 'calls' | 'late'>, call?: string): void
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

export const executing = new AsyncLocalStorage<Executing>()
