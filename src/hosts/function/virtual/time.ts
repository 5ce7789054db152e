import { AsyncLocalStorage } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
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
  keepContext()
  patchAbortSignal()
  patchScheduler()
  patchSocketTimeouts()
  const startedAt = { now: 0 }
  process.uptime = () => (fake.now - startedAt.now) / 1_000
  syncBuiltinESMExports()
  return {
    clock: { now: () => fake.now, sleep: (ms, signal) => sleep(ms, signal) },
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

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/** A timer's function runs in the context that set it, as with real timers: trials are told apart by it. */
function keepContext(): void {
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const faked = globalThis[name] as (...args: unknown[]) => NodeJS.Timeout
    const bound = (work: unknown, ...rest: unknown[]) => {
      return faked(typeof work === 'function' ? AsyncLocalStorage.bind(work as () => void) : work, ...rest)
    }
    Object.defineProperties(bound, Object.getOwnPropertyDescriptors(faked))
    for (const owner of [globalThis, timers]) Reflect.set(owner, name, bound)
  }
}

function patchAbortSignal(): void {
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController()
    const reason = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError')
    setTimeout(() => controller.abort(reason()), ms)
    return controller.signal
  }
}

function patchScheduler(): void {
  const { scheduler } = timersPromises
  scheduler.wait = (ms, options) => timersPromises.setTimeout(ms, undefined, options)
}
