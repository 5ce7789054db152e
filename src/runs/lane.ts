import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { TrialQueue } from './queue.ts'

interface Work<Done> {
  /** Undefined: it was cut, and says nothing. */
  perform(trial: ScheduledTrial): Promise<Done | undefined>
  conclude(done: Done): Promise<void>
  /** Concludes each trial before the next one starts: its verdict may be the last. */
  oneByOne: boolean
}

/** Takes trials from the queue until none may start any more. A trial is judged while the next one runs. */
export async function workThrough<Done>(queue: TrialQueue, { perform, conclude, oneByOne }: Work<Done>): Promise<void> {
  let done: Done | undefined
  const settle = async () => {
    const last = done
    done = undefined
    if (last !== undefined) await conclude(last).finally(queue.settle)
  }
  for (;;) {
    let trial = queue.poll()
    if (!trial) {
      // What may start next can hang on the verdict that is still out.
      await settle()
      trial = await queue.next()
    }
    if (!trial) return
    const [next] = await Promise.all([perform(trial), settle()])
    if (next === undefined) queue.settle()
    done = next
    if (oneByOne) await settle()
  }
}
