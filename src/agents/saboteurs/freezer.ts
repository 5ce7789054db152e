import type { Agent } from '../define.ts'

/**
 * Stops its own process, so that nothing in it runs any more.
 *
 * @attacks whatever waits for the process to answer
 * @expect error: the process was stopped by a signal
 */
export const run: Agent['run'] = () => {
  process.kill(process.pid, 'SIGSTOP')
  return new Promise(() => {})
}
