import type { Agent } from '../define.ts'

/**
 * Spins in a loop that never yields: no timer and no signal reaches it.
 *
 * @attacks the deadline, which must come from outside the process
 * @expect failed: passed its deadline
 */
export const run: Agent['run'] = () => {
  for (;;);
}
