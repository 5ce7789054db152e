import { AsyncLocalStorage } from 'node:async_hooks'
import type { EffectEvent } from '../trace/events/effect.ts'

/** The call that is being executed, where the world's code runs. */
export interface Executing {
  call: string
  /** Writes the effect down, with the call that made it. */
  effect(effect: Omit<EffectEvent, 'type' | 'calls' | 'late'>): void
}

export const executing = new AsyncLocalStorage<Executing>()
