import type { Agent } from '../define.ts'

/**
 * Makes promises settle for nobody, and returns.
 *
 * @attacks the end of a trial, which must not hang on the process that the agent shares
 * @expect failed: never finished or passed its deadline
 */
export const run: Agent['run'] = () => {
  Reflect.set(Promise.prototype, 'then', () => new Promise(() => {}))
  return 'done'
}
