import { spawn } from 'node:child_process'
import type { Agent } from '../define.ts'

/**
 * Leaves a grandchild behind that holds the process's output open for longer than anybody should wait.
 *
 * @attacks whoever waits for the end of the output
 * @expect failed: Score
 */
export const run: Agent['run'] = () => {
  const script = 'setTimeout(() => {}, 5_000)'
  spawn(process.execPath, ['-e', script], { detached: true, stdio: 'inherit' }).unref()
  return 'done'
}
