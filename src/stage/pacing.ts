import { type Clock, systemClock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { EndedHow } from '../trace/events/trial-ended.ts'

/** When a trial starts whose scenario does not say: a fixed time, so that two runs see the same dates. */
export const DEFAULT_START = Date.UTC(2026, 0, 5, 9)

/** What moves a trial's time, and may end the trial for want of it. */
export interface Paced {
  /** The deadline on the trial's clock, in ms from its start. */
  deadlineMs: number
  stop(how: EndedHow, detail: string): void
  /** Nothing can happen any more, whatever time does. */
  stuck(): void
  /** Something real keeps the process awake: time follows the wall from here on, and the trial cannot be repeated exactly. */
  waits(what: string): void
}

/** How time and chance pass in a worker's process. */
export interface Pacing {
  /** The clock of the next trial. `startsAt` in ms since 1970. */
  begin(startsAt: number | undefined, random: Random): Clock
  /** What chance is drawn from, from here on. */
  draw(random: Random): void
  /** Told of what a trial touches that no seed holds, from here on. */
  touched(tell: (what: string) => void): void
  /** Moves time from here on, until `end`. */
  drive(paced: Paced): void
  end(): void
  /** Time follows the wall from here on, for what is waited for is no part of the trial. */
  real(what: string): void
  /** Resolves when a reply with this key may be handed over. */
  turn(key: string): Promise<void>
}

/** Time and chance as they are. */
export const realPacing: Pacing = {
  begin: (startsAt) => systemClock(startsAt),
  draw: () => {},
  touched: () => {},
  drive: ({ waits }) => waits('--real-time'),
  end: () => {},
  real: () => {},
  turn: () => Promise.resolve(),
}
