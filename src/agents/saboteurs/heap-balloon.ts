import type { Agent } from '../define.ts'

/**
 * Fills the heap in a loop that never yields.
 *
 * @attacks the limit of memory, while the process cannot answer
 * @expect failed: passed its limit of memory
 */
export const run: Agent['run'] = () => {
  const held: number[][] = []
  for (;;) held.push(Array.from({ length: 50_000 }, (_, index) => index / 3))
}
