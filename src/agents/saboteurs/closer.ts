import { closeSync } from 'node:fs'
import type { Agent } from '../define.ts'

/**
 * Closes every file of the process but its output: its trace, its wire to the parent, the event loop's own.
 *
 * @attacks the record: a trial without a trace must not pass, nor take another one with it
 * @expect failed: ended its own process
 */
export const run: Agent['run'] = async () => {
  for (let file = 3; file < 100; file++) {
    try {
      closeSync(file)
    } catch {}
  }
  return 'done'
}
