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
  settle(trial: ScheduledTrial): void
  /** Nothing starts any more. */
  close(): void
}

/** What decides which trial starts, and when. */
export interface Leaves {
  /** What its own task says of a trial. It changes with the task's verdicts alone; 'later' holds for the trials behind it. */
  leave(trial: ScheduledTrial): Leave
  /** The task of a trial. */
  taskOf(trial: ScheduledTrial): string
  /** Is there room for one more, with so many taken and not settled? Asked of trials that could leave. */
  room(underWay: number): boolean
}

/** Trials in order. Taking one costs the same however many wait: each is asked for when its turn or its task's verdict comes. */
export function openQueue(trials: readonly ScheduledTrial[], { leave, taskOf, room }: Leaves): TrialQueue {
  const line = openLine(trials, taskOf)
  let underWay = 0
  let wake = Promise.withResolvers<void>()
  const rouse = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  const poll = () => {
    for (let trial = line.first(); trial; trial = line.first()) {
      const answer = leave(trial)
      if (answer === 'now' && !room(underWay)) return undefined
      line.remove(answer)
      if (answer !== 'now') continue
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
        if (trial || line.empty() || underWay === 0) return trial
        await wake.promise
      }
    },
    settle: (trial) => {
      underWay--
      line.rouse(taskOf(trial))
      rouse()
    },
    close: () => {
      line.clear()
      rouse()
    },
  }
}

/**
 * The trials that wait, in the order of the plan. Those of a task stand behind its first that has to wait, and come back
 * one after the other.
 */
function openLine(trials: readonly ScheduledTrial[], taskOf: Leaves['taskOf']) {
  /** By task: places of trials that wait for a verdict. */
  const parked = new Map<string, number[]>()
  /** Places of trials that came back: they go before all that were not asked yet. */
  const back: number[] = []
  let place = 0
  const taskAt = (at: number) => taskOf(trials[at] as ScheduledTrial)
  const passParked = () => {
    for (; parked.size > 0 && place < trials.length; place++) {
      const behind = parked.get(taskAt(place))
      if (!behind) return
      behind.push(place)
    }
  }
  const rouse = (task: string) => {
    const waiting = parked.get(task)
    if (!waiting) return
    insert(back, waiting.shift() as number)
    if (waiting.length === 0) parked.delete(task)
  }
  return {
    first: (): ScheduledTrial | undefined => {
      if (back.length === 0) passParked()
      return trials[back[0] ?? place]
    },
    /** Takes the first out of the line: for good, or until its task is roused. */
    remove: (answer: Leave) => {
      const own = back.shift() ?? place++
      const task = taskAt(own)
      if (answer !== 'later') return rouse(task)
      const waiting = parked.get(task) ?? []
      insert(waiting, own)
      parked.set(task, waiting)
    },
    rouse,
    empty: () => place >= trials.length && back.length === 0 && parked.size === 0,
    clear: () => {
      place = trials.length
      back.length = 0
      parked.clear()
    },
  }
}

/** Puts a number where it belongs in a rising list. */
function insert(list: number[], number: number): void {
  const at = list.findIndex((other) => other > number)
  list.splice(at < 0 ? list.length : at, 0, number)
}
