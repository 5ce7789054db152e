import type { Agent } from '../define.ts'

/**
 * Stops its own process, so that nothing in it runs any more.
 *
 * @attacks whatever waits for the process to answer
 * @expect failed: passed its deadline
 */
export const run: Agent['run'] = () => {
  process.kill(process.pid, 'SIGSTOP')
  return new Promise(() => {})
}
