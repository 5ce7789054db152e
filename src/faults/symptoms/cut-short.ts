import { sizeOf } from '../../trace/bounded.ts'
import type { CallStory } from '../../trace/evidence.ts'

/** Fewer bytes of a stream crossed than the world gave, and its end looked like any other. */
export function endedEarly({ executed, delivered }: CallStory): boolean {
  if (!executed || delivered?.outcome !== executed.outcome || delivered.streamedMs === undefined) return false
  // Another turn has another length.
  if (delivered.turn) return delivered.turnCut === true
  return delivered.output !== undefined && sizeOf(delivered.output) < sizeOf(executed.output)
}

/** A stream broke off on its way. */
export function brokeOff({ executed, delivered }: CallStory): boolean {
  return executed !== undefined && delivered?.streamedMs !== undefined && delivered.how === 'truncated'
}
