import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { TrialQueue } from './queue.ts'

interface Work {
  /** Performs a trial to its end. `free` says before that that the next one may begin. */
  perform(trial: ScheduledTrial, free: () => void): Promise<void>
  /** Ends each trial before the next one starts: its verdict may be the last. */
  oneByOne: boolean
}

/** Takes trials from the queue until none may start any more. A trial is judged while the next one runs. */
export async function workThrough(queue: TrialQueue, { perform, oneByOne }: Work): Promise<void> {
  let ending: Promise<void> = Promise.resolve()
  for (;;) {
    let trial = oneByOne ? undefined : queue.poll()
    if (!trial) {
      // What may start next can hang on the verdict that is still out.
      await ending
      trial = await queue.next()
    }
    if (!trial) return
    const before = ending
    const { promise: freed, resolve: free } = Promise.withResolvers<void>()
    ending = perform(trial, free).finally(() => queue.settle(trial))
    await Promise.all([before, Promise.race([freed, ending])])
  }
}
