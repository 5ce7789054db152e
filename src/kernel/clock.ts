/** Time as an argument: milliseconds since 1970, and a way to wait on it. */
export interface Clock {
  now(): number
  /** Resolves after `ms` on this clock. Rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

// Held here, before any agent code loads, so that an agent that patches the globals cannot move the clock.
const realNow = performance.now.bind(performance)
const realSetTimeout = setTimeout
const realClearTimeout = clearTimeout
const realOrigin = performance.timeOrigin

/** The machine's own time, ms since 1970, whatever clock the process is on. */
export function wallNow(): number {
  return Math.floor(realOrigin + realNow())
}

/** Follows real time, starting at `startsAt` (ms since 1970; default: the wall clock). */
export function systemClock(startsAt?: number): Clock {
  const offset = (startsAt ?? performance.timeOrigin + realNow()) - realNow()
  return {
    now: () => Math.floor(offset + realNow()),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const stop = () => {
          realClearTimeout(timer)
          reject(signal?.reason)
        }
        // Timers and `now` round down each in their own phase: 1 ms more, so that never less than `ms` has passed.
        const timer = realSetTimeout(() => {
          signal?.removeEventListener('abort', stop)
          resolve()
        }, ms + 1)
        signal?.addEventListener('abort', stop, { once: true })
      }),
  }
}

/** A clock that stands still until it is advanced. */
export interface ManualClock extends Clock {
  /** Moves forward, waking sleepers in order of their time. */
  advance(ms: number): Promise<void>
  set(now: number): void
}

export function manualClock(startsAt = Date.UTC(2026, 0, 1)): ManualClock {
  let now = startsAt
  let sleepers: { at: number; wake: () => void }[] = []
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    now: () => now,
    set: (to) => {
      now = to
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = { at: now + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          reject(signal.reason)
        })
      }),
    advance: async (ms) => {
      const until = now + ms
      for (;;) {
        await settle()
        const due = sleepers.filter((sleeper) => sleeper.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        sleepers = sleepers.filter((sleeper) => sleeper !== due)
        now = due.at
        due.wake()
      }
      now = until
    },
  }
}
