import type { EffectEvent } from '../trace/events/effect.ts'

/** A change that can still be undone. `call` made it. */
export interface TentativeEffect extends Pick<EffectEvent, 'collection' | 'op' | 'id' | 'before' | 'after'> {
  call: string
  /** It stands for so many rows, too many to be listed; its id is '*' then. */
  rows?: number
}
