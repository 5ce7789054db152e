import type { Agent } from '../define.ts'

/**
 * Fills the heap in a loop that never yields.
 *
 * @attacks the limit of memory, while the process cannot answer
 * @expect failed: passed its limit of memory
 */
export const run: Agent['run'] = () => {
  const held: number[][] = []
  for (;;) held.push(new Array(100_000).fill(0.5))
}
