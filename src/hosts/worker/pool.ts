import type { Limits } from '../../scenario/define.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Outcome } from '../../stage/outcome.ts'
import { type Line, lost, openLine, type Waiting } from './line.ts'
import { startWorker, type WorkerOptions, type WorkerProcess } from './worker-process.ts'

/** What a trial needs of its process. */
export interface Needs {
  /** Whose databases it uses: a process that used them before has sessions there. */
  lane?: string | undefined
  /** A process that has run no other trial. */
  fresh?: boolean | undefined
  /** Told of something urgent, as the worker's text has it. */
  urgent?: ((text: string) => void) | undefined
}

/** Processes that run trials: as many at once as there are workers, and a spare that is warm already. */
export interface Pool extends AsyncDisposable {
  /**
   * Runs one trial. A process goes on to the next only if this one left nothing behind. Short trials are asked for ahead, so
   * that no process waits for its next one.
   */
  run(order: TrialOrder, limits: Limits, needs?: Needs): Promise<Outcome>
  /** Ends every process now. Trials under way come out as cut. */
  stop(): Promise<void>
  pids(): number[]
}

export interface PoolOptions extends WorkerOptions {
  /** How many trials run at once. Default: as many as are asked for. */
  workers?: number
  /** How many trials a worker is asked for before the first is over. Default 3. */
  ahead?: number
}

/** How many trials a worker is asked for before the first is over. */
export const AHEAD = 3
/** Trials that take longer, in ms, are not asked for ahead: the wait for the next one is nothing beside them. */
const SHORT_MS = 25

interface Asked extends Waiting {
  lane: string | undefined
  fresh: boolean
}

export function openPool(options: PoolOptions = {}): Pool {
  const { workers = Number.POSITIVE_INFINITY, ahead = AHEAD } = options
  const all = new Set<WorkerProcess>()
  const lines = new Set<Line>()
  const lanes = new WeakMap<Line, Set<string>>()
  let spare: WorkerProcess | undefined
  let waiting: Asked[] = []
  let stopped = false
  let started = 0

  const start = (): WorkerProcess => {
    const worker = startWorker(`traces/w${++started}.jsonl`, options)
    all.add(worker)
    return worker
  }
  const drop = async (line: Line) => {
    lines.delete(line)
    await line.worker.kill()
    all.delete(line.worker)
  }
  const open = (): Line => {
    const worker = spare ?? start()
    spare = start()
    const line = openLine(worker, {
      changed: () => {
        if (line.closed) void drop(line)
        dispatch()
      },
      unbegun: (back) => {
        waiting = [...(back as Asked[]), ...waiting]
        if (stopped) cutAll()
      },
    })
    lines.add(line)
    return line
  }
  const choose = ({ lane, fresh }: Asked): Line | undefined => {
    const idle = [...lines].filter(({ length }) => length === 0)
    if (fresh) {
      const [used] = idle
      if (lines.size >= workers && !used) return undefined
      if (lines.size >= workers && used) void drop(used)
      return open()
    }
    const known = lane === undefined ? undefined : idle.find((line) => lanes.get(line)?.has(lane))
    const free = known ?? idle[0]
    if (free) return free
    if (lines.size < workers) return open()
    const quick = [...lines].filter(({ length, pace }) => length < ahead && pace !== undefined && pace < SHORT_MS)
    return quick.sort((a, b) => a.length - b.length)[0]
  }
  const dispatch = () => {
    for (let next = waiting[0]; next && !stopped; next = waiting[0]) {
      const line = choose(next)
      if (!line) return
      waiting.shift()
      if (next.lane !== undefined) lanes.set(line, (lanes.get(line) ?? new Set()).add(next.lane))
      line.add(next)
    }
  }
  const cutAll = () => {
    for (const { resolve } of waiting.splice(0)) resolve(lost('the run was stopped'))
  }
  const stop = async () => {
    stopped = true
    cutAll()
    await Promise.all([...all].map((worker) => worker.kill()))
    all.clear()
  }
  return {
    run: (order, limits, { lane, fresh = limits.freshWorker, urgent } = {}) =>
      new Promise((resolve) => {
        waiting.push({ order, limits, lane, fresh, urgent, resolve })
        dispatch()
      }),
    stop,
    pids: () => [...all].flatMap(({ child: { pid } }) => (pid === undefined ? [] : [pid])),
    [Symbol.asyncDispose]: stop,
  }
}
