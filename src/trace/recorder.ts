import fs from 'node:fs'
import type { Clock } from '../kernel/clock.ts'
import { seal } from './chain.ts'
import type { Recorded, TraceEvent } from './event.ts'
import type { Redact } from './redact.ts'

/** Writes events as they happen. A line that `write` has returned from survives the death of the process. */
export interface Recorder {
  write<E extends TraceEvent>(event: E): Recorded<E>
  /** Where the next line would go. */
  end(): Continuation
  close(): void
}

export interface Continuation {
  nonce: string
  /** The link of the last line there is; empty for a new trace. */
  head: string
  /** How many lines there are. */
  count: number
}

// Held before agent code loads: an agent that patches JSON or fs does not reach the trace. An import would follow it.
const { stringify } = JSON
const { closeSync, openSync, writeSync } = fs

/** Opens a trace for appending. @throws {Error} of node:fs, when the file cannot be opened. */
export function openRecorder(path: string, clock: Clock, redact: Redact, from: Continuation): Recorder {
  const file = openSync(path, 'a')
  const { nonce } = from
  let { head, count } = from
  return {
    write: (event) => {
      const recorded = { seq: ++count, at: clock.now(), ...event }
      const sealed = seal(nonce, head, redact(stringify(recorded)))
      head = sealed.head
      writeSync(file, sealed.line)
      return recorded
    },
    end: () => ({ nonce, head, count }),
    close: () => closeSync(file),
  }
}
