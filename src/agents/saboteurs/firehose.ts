import type { Agent } from '../define.ts'

/**
 * Prints without end, in a loop that never yields.
 *
 * @attacks the limit of output
 * @expect failed: passed its limit of output
 */
export const run: Agent['run'] = () => {
  for (;;) console.log('x'.repeat(1_000))
}
