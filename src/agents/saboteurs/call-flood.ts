import type { Agent } from '../define.ts'
import { write } from './write.ts'

/**
 * Makes a million calls, a hundred at a time, whatever they come to.
 *
 * @attacks the limit of calls
 * @expect failed: passed its limit of calls
 */
export const run: Agent['run'] = async (_, session) => {
  for (let round = 0; round < 10_000; round++) {
    await Promise.allSettled(Array.from({ length: 100 }, () => write(session)))
  }
  return 'done'
}
