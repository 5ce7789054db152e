import { memoryMeter } from '../../kernel/memory.ts'
import { isStopped } from '../../kernel/stopped.ts'
import type { Cut } from '../../stage/outcome.ts'
import type { EndedHow } from '../../trace/events/trial-ended.ts'
import { RAW_OUTPUT_LIMIT, watchRawOutput } from './raw-output.ts'
import type { WorkerProcess } from './worker-process.ts'

/** Ends a worker that runs too long, takes too much memory, prints too much or stands still. */
export interface Watch {
  /** Why it was ended; undefined where it was not. */
  readonly cut: Cut | undefined
  end(how: EndedHow, detail: string): void
  /** Ends it in so many ms. In place of what was due before. */
  endWithin(ms: number, how: EndedHow, detail: string): void
  /** Ends it in so many ms, behind a last look at it. In place of what was due before. */
  endBehind(ms: number, how: EndedHow, detail: string): Deadline
  /** Has something done in so many ms. In place of what was due before. */
  due(ms: number, act: () => void): Deadline
  /** Nothing is due. */
  rest(): void
  /** What it prints is counted anew. */
  countAnew(): void
  /** The last words of its process. */
  lastWords(): string
  close(): void
}

/** What is due. */
export interface Deadline {
  /** What passes while it is held does not count. */
  hold(held: boolean): void
}

/** How often the process is looked at, in ms. */
const LOOK_MS = 100
/** A timer that is so late, in ms, was not: this process was stopped, or had no processor. */
const STALL_MS = 200
/** On a machine that is never on time, something is due at last. */
const MOST_STALLS = 5
/** So many times the memory that it may take it may have taken by the end of the last look at it. */
const AT_LAST = 2

/**
 * @param under What the trial that is under way may take: the same object as long as it is the same trial. Undefined: there
 *   is none.
 * @param lastLook Finds out whose code runs, before it is ended.
 */
export function openWatch(
  worker: WorkerProcess,
  under: () => { maxMemoryBytes: number } | undefined,
  lastLook: () => Promise<void>,
): Watch {
  const { child } = worker
  let cut: Cut | undefined
  let due: NodeJS.Timeout | undefined
  const end = (how: EndedHow, detail: string) => {
    cut ??= { how, detail }
    worker.end()
  }
  const endBehindLook = async (how: EndedHow, detail: string) => {
    if (cut) return
    cut = { how, detail }
    await lastLook()
    worker.end()
  }
  const raw = watchRawOutput(child, () => end('output-limit', `more than ${RAW_OUTPUT_LIMIT} bytes past the capture`))
  const measure = memoryMeter()
  const look = setInterval(() => {
    const limits = under()
    const pid = worker.pid()
    if (!limits || pid === undefined) return
    // Nobody knows who did it: what a signal stops is lost, as what a signal ends is.
    if (isStopped({ pid })) return end('lost', 'the process was stopped by a signal')
    const most = limits.maxMemoryBytes
    measure(pid, (bytes) => {
      const detail = `${megabytes(bytes)} MB of ${megabytes(most)} MB`
      if (bytes > most && under() === limits) void endBehindLook('memory-limit', detail)
      if (cut && bytes > AT_LAST * most) worker.end()
    })
  }, LOOK_MS)
  const set = (ms: number, act: () => void, stalls = 0) => {
    clearTimeout(due)
    const at = performance.now() + ms
    due = setTimeout(() => {
      // This process stood still: nobody is held to time in which they could not be heard.
      const late = performance.now() - at
      if (late > STALL_MS && stalls < MOST_STALLS) set(late, act, stalls + 1)
      else act()
    }, ms)
    return due
  }
  const holdable = (ms: number, act: () => void): Deadline => {
    let [left, since, held] = [ms, performance.now(), false]
    let own = set(left, act)
    return {
      hold: (hold) => {
        // Something else is due by now.
        if (hold === held || own !== due) return
        held = hold
        const now = performance.now()
        if (held) left -= now - since
        else since = now
        clearTimeout(due)
        if (!held) own = set(left, act)
      },
    }
  }
  return {
    get cut() {
      return cut
    },
    end,
    endWithin: (ms, how, detail) => void set(ms, () => end(how, detail)),
    endBehind: (ms, how, detail) => holdable(ms, () => void endBehindLook(how, detail)),
    due: holdable,
    rest: () => clearTimeout(due),
    countAnew: raw.reset,
    lastWords: raw.tail,
    close: () => {
      clearTimeout(due)
      clearInterval(look)
    },
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
