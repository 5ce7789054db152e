import { join } from 'node:path'
import type { TrialOrder } from '../stage/order.ts'
import type { Outcome } from '../stage/outcome.ts'
import type { EventOf } from '../trace/event.ts'
import { eventsOf } from '../trace/evidence.ts'
import { readTrace } from '../trace/read-trace.ts'

/** The effects that a trial's trace tells so far. */
export function toldBy(
  { folder, nonce }: Pick<TrialOrder, 'folder' | 'nonce'>,
  { trace }: Outcome,
): EventOf<'effect'>[] {
  try {
    return eventsOf(readTrace({ path: join(folder, trace.file), ...trace, nonce }).events, 'effect')
  } catch {
    // Whoever judges the trial says that its trace cannot be read.
    return []
  }
}
