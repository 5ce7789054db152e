import type { Clock } from '../kernel/clock.ts'
import type { TraceEvent } from '../trace/event.ts'
import { openRecorder } from '../trace/recorder.ts'
import { createRedactor } from '../trace/redact.ts'
import type { TrialOrder } from './order.ts'
import { watchUrgent } from './urgent.ts'

/** Where a trial's events go as they happen. */
export interface StageTrace extends Disposable {
  /** Writes an event down, secrets hidden. Once the trace is closed, nothing. */
  write(event: TraceEvent): void
}

/** @param urgent Told of what a person should know at once: JSON, secrets hidden. */
export function openTrace(
  { trace, nonce, secrets: names }: Pick<TrialOrder, 'trace' | 'nonce' | 'secrets'>,
  clock: Clock,
  urgent?: (text: string) => void,
): StageTrace {
  const secrets = Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']))
  const redact = createRedactor(secrets)
  const recorder = openRecorder(trace, clock, redact, { nonce, head: '', count: 0 })
  const watch = urgent && watchUrgent((found) => urgent(redact(JSON.stringify(found))))
  let open = true
  return {
    write: (event) => {
      if (!open) return
      const recorded = recorder.write(event)
      watch?.(recorded)
    },
    [Symbol.dispose]: () => {
      open = false
      recorder.close()
    },
  }
}
