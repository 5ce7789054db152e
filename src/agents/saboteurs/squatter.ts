import type { Agent } from '../define.ts'

/**
 * Does nothing but change the process for whoever comes next: its folder, its environment, its listeners, its exit code.
 *
 * @attacks the trial that comes next
 * @expect failed: Score
 */
export const run: Agent['run'] = () => {
  process.chdir('/')
  process.umask(0o777)
  process.env.OPENAI_BASE_URL = 'https://elsewhere.test/v1'
  process.exitCode = 9
  process.title = 'squatter'
  Object.assign(globalThis, { fetch: undefined })
  process.on('beforeExit', () => process.exit(0))
  process.on('exit', () => {
    process.exitCode = 0
  })
  return 'done'
}
