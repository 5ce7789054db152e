import type { Clock } from '../kernel/clock.ts'
import { type ChainEnd, seal } from './chain.ts'
import type { Recorded, TraceEvent } from './event.ts'
import type { Redact } from './redact.ts'
import type { TraceFile } from './trace-file.ts'

/** Writes down the events of one trial as they happen. */
export interface Recorder {
  write<E extends TraceEvent>(event: E): Recorded<E>
  /** What the chain has come to. */
  end(): ChainEnd
}

export interface RecorderParts {
  file: Pick<TraceFile, 'append'>
  clock: Pick<Clock, 'now'>
  redact: Redact
  /** What the chain starts from. */
  nonce: string
}

// Held before agent code loads: an agent that patches JSON does not reach the trace.
const { stringify } = JSON

/** Begins a trial's trace at the end of its worker's file. */
export function openRecorder({ file, clock, redact, nonce }: RecorderParts): Recorder {
  let [head, count, seq] = ['', 0, 0]
  return {
    write: (event) => {
      const recorded = { seq: ++seq, at: clock.now(), ...event }
      const sealed = seal(nonce, head, `[${redact(stringify(recorded))}]`)
      head = sealed.head
      count++
      file.append(sealed.line)
      return recorded
    },
    end: () => ({ head, count }),
  }
}
