import type { Clock } from '../kernel/clock.ts'
import type { TraceEvent } from '../trace/event.ts'
import { openRecorder } from '../trace/recorder.ts'
import { createRedactor } from '../trace/redact.ts'
import type { TraceFile } from '../trace/trace-file.ts'
import type { TrialOrder } from './order.ts'
import { watchUrgent } from './urgent.ts'

/** Of one trial, in characters. */
export const LONGEST = 128_000_000

/** Where a trial's events go as they happen. */
export interface StageTrace extends Disposable {
  /** Writes an event down, secrets hidden. Once the trace is closed, nothing. */
  write(event: TraceEvent): void
  /** Writes what waits for what comes of it. */
  flush(): void
  /** Is it longer than who judges could read? What one call leaves behind can be as large as what it sent. */
  isFull(): boolean
  /** Which bytes of the file are its lines. */
  range(): { offset: number; length: number }
}

/**
 * Begins a trial's trace at the end of a file. @param urgent Told of what a person should know at once: JSON, secrets hidden.
 */
export function openTrace(
  file: TraceFile,
  { nonce, secrets: names }: Pick<TrialOrder, 'nonce' | 'secrets'>,
  clock: Clock,
  urgent?: (text: string) => void,
): StageTrace {
  const secrets = Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']))
  const redact = createRedactor(secrets)
  const recorder = openRecorder({ file, clock, redact, nonce })
  const watch = urgent && watchUrgent((found) => urgent(redact(JSON.stringify(found))))
  const offset = file.end()
  let open = true
  return {
    write: (event) => {
      if (!open) return
      const recorded = recorder.write(event)
      watch?.(recorded)
    },
    flush: recorder.flush,
    isFull: () => recorder.length() > LONGEST,
    range: () => ({ offset, length: file.end() - offset }),
    [Symbol.dispose]: () => {
      recorder.flush()
      open = false
    },
  }
}
