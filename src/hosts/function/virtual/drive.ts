import perfHooks from 'node:perf_hooks'
import type { Paced } from '../../../stage/pacing.ts'
import type { VirtualTime } from './time.ts'

// Held before agent code loads.
const realSetImmediate = setImmediate
const realSetInterval = setInterval
const realClearInterval = clearInterval
const realNow = performance.now.bind(performance)
const { eventLoopUtilization } = perfHooks.performance
/** How long this process has done nothing but wait, in ms. */
const waited = () => eventLoopUtilization().idle

/** A reply that waits for its turn. */
interface Parked {
  key: string
  go(): void
}

/** Moves virtual time while a trial runs, and only when nothing else can happen. */
export interface Drive {
  start(paced: Paced): void
  end(): void
  /** Time follows the wall from here on. */
  real(what: string): void
  /** Resolves when it is this reply's turn: one at a time, in the order of their keys. */
  turn(key: string): Promise<void>
}

/** More jumps than this are a spiral. */
const MAX_JUMPS = 100_000
/** How long the process may do nothing but wait for something real before time follows the wall, in ms. */
const PATIENCE_MS = 2_000
/** How long it may be at work instead: a busy machine loads an SDK for seconds, and a loop without a pause never ends. */
const WORKING_MS = 30_000
const WATCH_MS = 50

/**
 * The rule of idleness: Node says `beforeExit` when nothing can happen any more without time moving: no timer, no socket,
 * no file, no child, no microtask. Then exactly one thing happens: the next parked reply, else the next timer; else the
 * agent waits for nothing, and the trial is over.
 * @param keepAwake Called with true when the process must not end while it waits for an order.
 */
export function createDrive(time: VirtualTime, keepAwake: (awake: boolean) => void): Drive {
  let paced: Paced | undefined
  let parked: Parked[] = []
  let startsAt = 0
  let jumps = 0
  let idleAt = 0
  let watch: NodeJS.Timeout | undefined
  /** When the wall was last looked at; undefined where time does not follow it. */
  let followedAt: number | undefined

  const idle = () => {
    if (!paced) return
    idleAt = realNow()
    // Whatever happens below may leave nothing behind that keeps the process alive until the next idleness.
    realSetImmediate(() => {})
    const reply = parked.shift()
    if (reply) return reply.go()
    const next = time.next()
    if (next === undefined) return paced.stuck()
    if (next - startsAt > paced.deadlineMs) {
      return paced.stop('deadline', `it would run past ${paced.deadlineMs} ms of virtual time`)
    }
    if (++jumps > MAX_JUMPS) {
      // What ends the trial may need time to move once more.
      jumps = 0
      return paced.stop('never-finished', `time jumped ${MAX_JUMPS} times`)
    }
    time.jump()
  }
  ownBeforeExit(() => {
    if (paced) idle()
    return paced !== undefined
  })

  /** What keeps Node awake without a call, such as a socket of the agent's own: the clock cannot stand still for ever. */
  const follow = () => {
    followedAt = undefined
    idleAt = realNow()
    let seen = { idleAt, waited: waited() }
    return () => {
      const now = realNow()
      if (idleAt !== seen.idleAt) seen = { idleAt, waited: waited() }
      if (followedAt !== undefined) {
        const passed = Math.floor(now - followedAt)
        followedAt += passed
        time.advance(passed)
        parked.shift()?.go()
      } else if (waited() - seen.waited > PATIENCE_MS || now - idleAt > WORKING_MS) {
        real([...new Set(process.getActiveResourcesInfo())].join(', '))
      }
    }
  }
  const real = (what: string) => {
    if (followedAt !== undefined) return
    followedAt = realNow()
    paced?.waits(what)
  }
  return {
    start: (next) => {
      paced = next
      parked = []
      jumps = 0
      startsAt = time.clock.now()
      watch = realSetInterval(follow(), WATCH_MS)
      watch.unref()
      keepAwake(false)
    },
    end: () => {
      paced = undefined
      realClearInterval(watch)
      keepAwake(true)
    },
    real,
    turn: (key) =>
      new Promise((resolve) => {
        const at = parked.findIndex((other) => other.key > key)
        parked.splice(at < 0 ? parked.length : at, 0, { key, go: resolve })
      }),
  }
}

/** The event is the harness's alone: listeners of agents and their libraries would run at every jump. */
function ownBeforeExit(handle: () => boolean): void {
  const emit = process.emit.bind(process) as (event: string, ...args: unknown[]) => boolean
  Reflect.set(process, 'emit', (event: string, ...args: unknown[]) => {
    return event === 'beforeExit' && handle() ? true : emit(event, ...args)
  })
}
