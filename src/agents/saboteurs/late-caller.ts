import type { Agent } from '../define.ts'
import { write } from './write.ts'

/**
 * Answers, and goes on writing to the world when its trial is over: by timers, and by a chain of promises that never
 * rests.
 *
 * @attacks the world of the trial that comes next
 * @expect failed: Score
 */
export const run: Agent['run'] = (_, session) => {
  const again = () => write(session).catch(() => {})
  setTimeout(again, 20).unref()
  setInterval(again, 10).unref()
  const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 5).unref())
  const goOn = (): Promise<unknown> => rest().then(again).then(goOn)
  void goOn()
  return 'done'
}
