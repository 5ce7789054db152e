import type { Agent } from '../define.ts'
import { write } from './write.ts'

/**
 * Starts fifty writes and returns without waiting for any.
 *
 * @attacks the line between a trial and the next: what was begun counts for the one that began it, or never happens
 * @expect failed: Score
 */
export const run: Agent['run'] = (_, session) => {
  for (let burst = 0; burst < 50; burst++) void write(session).catch(() => {})
  return 'done'
}
