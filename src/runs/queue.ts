import type { ScheduledTrial } from '../stage/scheduled-trial.ts'

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

/** Trials that wait, and how many were taken and are not settled. */
interface Line {
  waiting: ScheduledTrial[]
  underWay: number
}

/** @param leave Asked whenever a trial could start, with the number of trials that were taken and are not settled. */
export function openQueue(
  trials: readonly ScheduledTrial[],
  leave: (trial: ScheduledTrial, underWay: number) => Leave,
): TrialQueue {
  const line: Line = { waiting: [...trials], underWay: 0 }
  let wake = Promise.withResolvers<void>()
  const rouse = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  const poll = () => takeFirst(line, leave)
  return {
    poll,
    next: async () => {
      for (;;) {
        const trial = poll()
        if (trial || line.waiting.length === 0 || line.underWay === 0) return trial
        await wake.promise
      }
    },
    settle: () => {
      line.underWay--
      rouse()
    },
    close: () => {
      line.waiting = []
      rouse()
    },
  }
}

/** Takes the first trial that may leave now, and drops those before it that never will. */
function takeFirst(line: Line, leave: Parameters<typeof openQueue>[1]): ScheduledTrial | undefined {
  const later: ScheduledTrial[] = []
  for (const [place, trial] of line.waiting.entries()) {
    const answer = leave(trial, line.underWay)
    if (answer === 'later') later.push(trial)
    if (answer !== 'now') continue
    line.waiting = [...later, ...line.waiting.slice(place + 1)]
    line.underWay++
    return trial
  }
  line.waiting = later
  return undefined
}
