import type { Agent } from '../define.ts'

/**
 * Fills memory with buffers, which no limit of the heap counts.
 *
 * @attacks the limit of memory, which must be taken from outside
 * @expect failed: passed its limit of memory
 */
export const run: Agent['run'] = async () => {
  const held: Buffer[] = []
  for (;;) {
    held.push(Buffer.alloc(5_000_000, 1))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
