import type { Clock } from '../kernel/clock.ts'
import { openAbridger } from './abridge.ts'
import { boundInput } from './bounded.ts'
import { type ChainEnd, seal } from './chain.ts'
import type { Contents } from './contents.ts'
import type { EventOf, Recorded, TraceEvent } from './event.ts'
import type { Redact } from './redact.ts'
import type { TraceFile } from './trace-file.ts'

/**
 * Takes down the events of one trial as they happen. What leads up to a call's execution waits for what comes of it, and
 * is written with that at once: no later than anybody outside of this process can know of it, and within one turn of the
 * event loop.
 */
export interface Recorder {
  write<E extends TraceEvent>(event: E): Recorded<E>
  /** Writes what waits. When it returns, all so far survives the death of the process. */
  flush(): void
  /** How long all so far is, in characters. */
  length(): number
  /** What the chain has come to. */
  end(): ChainEnd
}

export interface RecorderParts {
  file: Pick<TraceFile, 'append' | 'keep'>
  clock: Pick<Clock, 'now'>
  redact: Redact
  /** What the chain starts from. */
  nonce: string
}

// Held before agent code loads: an agent that patches JSON or timers does not reach the trace.
const { stringify } = JSON
const later = setImmediate

/** Begins a trial's trace at the end of its worker's file. */
export function openRecorder({ file, clock, redact, nonce }: RecorderParts): Recorder {
  let [head, count, seq, length] = ['', 0, 0, 0]
  // A text, not the events: what is taken down is not changed by what becomes of an object.
  let waiting = ''
  let awaited = false
  const abridge = openAbridger(redact)
  const flush = () => {
    if (waiting === '') return
    const sealed = seal(nonce, head, `[${waiting}]`)
    file.append(sealed.line)
    waiting = ''
    head = sealed.head
    count++
  }
  const flushSoon = () => {
    if (awaited) return
    awaited = true
    later(() => {
      awaited = false
      flush()
    })
  }
  return {
    write: (event) => {
      const recorded = { seq: ++seq, at: clock.now(), ...event }
      const text = abridge(recorded) ?? redact(textOf(recorded, file, redact))
      length += text.length
      waiting = waiting === '' ? text : `${waiting},${text}`
      if (mayWait(event)) flushSoon()
      else flush()
      return recorded
    },
    flush,
    length: () => length,
    end: () => ({ head, count }),
  }
}

/** A larger world is kept once for all trials that have it, in bytes. */
const LARGE_WORLD = 8_192

function textOf(event: Recorded, file: RecorderParts['file'], redact: Redact): string {
  if (event.type === 'trial-started') return textOfStart(event, file, redact)
  const text = stringify(event)
  const kept = boundInput(event, text)
  return kept === event ? text : stringify(kept)
}

type World = EventOf<'trial-started'>['world']

/** The last large world of a worker's file, and what it is kept under. */
const kept = new WeakMap<RecorderParts['file'], { world: World; stored: string }>()

function textOfStart(event: EventOf<'trial-started'>, file: RecorderParts['file'], redact: Redact): string {
  const last = kept.get(file)
  if (last && isSameWorld(last.world, event.world)) return stringify({ ...event, world: {}, stored: last.stored })
  const text = stringify(event)
  if (text.length <= LARGE_WORLD) return text
  const stored = file.keep?.(redact(stringify({ tables: event.world, partial: [] } satisfies Contents)))
  if (stored === undefined) return text
  kept.set(file, { world: event.world, stored })
  return stringify({ ...event, world: {}, stored })
}

/** Collections that trials share are frozen: the same object holds the same. The others are compared as they are written. */
function isSameWorld(one: World, other: World): boolean {
  const names = Object.keys(one)
  if (names.length !== Object.keys(other).length) return false
  return names.every((name) => {
    const [mine, theirs] = [one[name], other[name]]
    if (mine === theirs) return mine !== undefined && Object.isFrozen(mine)
    if (!mine || !theirs || Object.isFrozen(mine) || Object.isFrozen(theirs)) return false
    return stringify(mine) === stringify(theirs)
  })
}

/** What says of a call under way how it came to run, and nothing that anybody outside could know by itself. */
function mayWait(event: TraceEvent): boolean {
  switch (event.type) {
    case 'call':
    case 'approval':
    case 'decision':
    case 'fault':
      return true
    case 'effect':
      return event.calls.length > 0 && !event.late
    default:
      return false
  }
}
