import type { Agent } from '../define.ts'

/**
 * Returns nothing, at once, leaving word that the process shall end well.
 *
 * @attacks the verdict: no work and no complaint is no success
 * @expect failed: Score
 */
export const run: Agent['run'] = () => {
  process.exitCode = 0
}
