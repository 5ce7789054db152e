import type { ScheduledTrial } from './schedule.ts'

/** May a trial start now? 'never': it is not needed any more. */
export type Leave = 'now' | 'later' | 'never'

/** Trials that wait for a worker. */
export interface TrialQueue {
  /** Takes the first trial that may start now. */
  poll(): ScheduledTrial | undefined
  /** The same, once one may start. Undefined: nothing is left, or nothing that is left may ever start. */
  next(): Promise<ScheduledTrial | undefined>
  /** A trial that was taken is through: what waited for its verdict looks again. */
  settle(): void
  /** Nothing starts any more. */
  close(): void
}

/** @param leave Asked whenever a trial could start, with the number of trials that were taken and are not settled. */
export function openQueue(
  trials: readonly ScheduledTrial[],
  leave: (trial: ScheduledTrial, underWay: number) => Leave,
): TrialQueue {
  let waiting = [...trials]
  let underWay = 0
  let wake = Promise.withResolvers<void>()
  const rouse = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  const poll = () => {
    for (const [place, trial] of waiting.entries()) {
      const answer = leave(trial, underWay)
      if (answer === 'later') continue
      if (answer === 'never') {
        waiting = waiting.filter((other) => other !== trial)
        return poll()
      }
      waiting.splice(place, 1)
      underWay++
      return trial
    }
    return undefined
  }
  return {
    poll,
    next: async () => {
      for (;;) {
        const trial = poll()
        if (trial || waiting.length === 0 || underWay === 0) return trial
        await wake.promise
      }
    },
    settle: () => {
      underWay--
      rouse()
    },
    close: () => {
      waiting = []
      rouse()
    },
  }
}
