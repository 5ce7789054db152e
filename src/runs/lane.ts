import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { TrialQueue } from './queue.ts'

interface Work {
  /** Performs a trial to its end. `free` says before that that the next one may begin. */
  perform(trial: ScheduledTrial, free: () => void): Promise<void>
  /** Ends each trial before the next one starts: its verdict may be the last. */
  oneByOne: boolean
}

/** How many trials may wait for their verdicts while the next one runs. */
const MEANWHILE = 8

/** Takes trials from the queue until none may start any more. Those that ran are judged while the next ones run. */
export async function workThrough(queue: TrialQueue, { perform, oneByOne }: Work): Promise<void> {
  const ending = new Set<Promise<void>>()
  for (;;) {
    while (ending.size > (oneByOne ? 0 : MEANWHILE)) await Promise.race(ending)
    const trial = await queue.next()
    if (!trial) break
    const { promise: freed, resolve: free } = Promise.withResolvers<void>()
    const ended = perform(trial, free).finally(() => queue.settle(trial))
    ending.add(ended)
    // One that failed stays: whoever waits next hears of it.
    ended.then(
      () => ending.delete(ended),
      () => {},
    )
    await Promise.race([freed, ended])
  }
  await Promise.all(ending)
}
