import type { Agent } from '../define.ts'

/**
 * Answers, and leaves timers behind that throw when the next trial runs, in the open and hidden from the process's own
 * list of what is active.
 *
 * @attacks the trial that comes next
 * @expect failed: Score
 */
export const run: Agent['run'] = () => {
  for (const ms of [1, 20, 60]) {
    setTimeout(explode, ms)
    setTimeout(explode, ms).unref()
    setTimeout(() => void Promise.reject(new Error('a bomb')), ms).unref()
  }
  setInterval(explode, 30).unref()
  setImmediate(() => setImmediate(() => setTimeout(explode, 10).unref()))
  return 'done'
}

function explode(): never {
  throw new Error('a bomb')
}
