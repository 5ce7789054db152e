import { AsyncLocalStorage } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { promisify } from 'node:util'
import FakeTimers from '@sinonjs/fake-timers'
import type { Clock } from '../../../kernel/clock.ts'
import { patchSocketTimeouts } from './socket-timeouts.ts'

/** Time as the agent's process sees it: it stands still until it is moved. */
export interface VirtualTime {
  /** The trial's clock; its sleepers wait on the same timers as the agent does. */
  clock: Clock
  /** Drops every timer and starts anew. `now` in ms since 1970. */
  reset(now: number): void
  /** When the next timer is due, ms since 1970; undefined where none waits. */
  next(): number | undefined
  /** Moves to the next timer and runs it. */
  jump(): void
  /** Moves by a span, running what falls due. */
  advance(ms: number): void
}

/** What fake-timers keeps its timers in: it has no public way to ask when the next one is due. */
interface Heap {
  timerHeap?: { peek(): { callAt: number } | undefined }
}

const FAKED = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'Date',
  'performance',
  'hrtime',
  'Intl',
] as const

/**
 * Puts timers, Date, Intl, performance, hrtime, uptime, AbortSignal.timeout, timers/promises and the time-outs of
 * sockets on virtual time. Microtasks, nextTick and setImmediate stay real. Once per process, before agent code loads.
 */
export function installVirtualTime(): VirtualTime {
  const fake = FakeTimers.install({ now: 0, toFake: [...FAKED], shouldClearNativeTimers: true, loopLimit: 1_000_000 })
  const { setTimeout: exact } = globalThis
  patchTimers()
  patchAbortSignal()
  patchPromises()
  patchSocketTimeouts()
  const startedAt = { now: 0 }
  process.uptime = () => (fake.now - startedAt.now) / 1_000
  syncBuiltinESMExports()
  return {
    clock: { now: () => fake.now, sleep: (ms, signal) => sleep(exact, ms, signal) },
    reset: (now) => {
      fake.reset()
      fake.setSystemTime(now)
      startedAt.now = now
    },
    next: () => (fake as unknown as Heap).timerHeap?.peek()?.callAt,
    jump: () => void fake.next(),
    advance: (ms) => void fake.tick(ms),
  }
}

/** @param exact Lets a sleep of 0 ms take none, as agents' timers cannot. */
function sleep(exact: typeof setTimeout, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = exact(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/**
 * A timer's function runs in the context that set it, as with real timers: trials are told apart by it. As in Node, a timer
 * takes at least 1 ms: whoever looks at the clock in a loop of short ones sees time pass.
 */
function patchTimers(): void {
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const faked = globalThis[name] as (...args: unknown[]) => NodeJS.Timeout
    const bound = (work: unknown, ms: unknown, ...rest: unknown[]) => {
      const kept = typeof work === 'function' ? AsyncLocalStorage.bind(work as () => void) : work
      return faked(kept, atLeastOne(ms), ...rest)
    }
    Object.defineProperties(bound, Object.getOwnPropertyDescriptors(faked))
    for (const owner of [globalThis, timers]) Reflect.set(owner, name, bound)
  }
  const promised = timersPromises.setTimeout
  Object.defineProperty(setTimeout, promisify.custom, {
    value: (ms: unknown, ...rest: never[]) => promised(atLeastOne(ms), ...rest),
  })
}

/** The span that Node makes of what a timer is given. */
function atLeastOne(ms: unknown): number {
  const span = Number(ms)
  return span >= 1 ? Math.trunc(span) : 1
}

function patchAbortSignal(): void {
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController()
    const reason = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    setTimeout(() => controller.abort(reason()), ms)
    return controller.signal
  }
}

function patchPromises(): void {
  const { scheduler, setTimeout: timeout, setInterval: interval } = timersPromises
  timersPromises.setTimeout = (ms, ...rest) => timeout(atLeastOne(ms), ...rest)
  timersPromises.setInterval = (ms, ...rest) => interval(atLeastOne(ms), ...rest)
  scheduler.wait = (ms, options) => timersPromises.setTimeout(ms, undefined, options)
}
