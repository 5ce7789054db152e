import type { Limits } from '../../scenario/define.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Outcome } from '../../stage/outcome.ts'
import { type Hears, lost, startWorker, type WorkerProcess } from './worker-process.ts'

/** Processes that run trials: as many at once as there are workers, and a spare that is warm already. */
export interface Pool extends AsyncDisposable {
  /**
   * Runs one trial. The process goes on to the next only if this one left nothing behind. `lane`: whose databases it uses;
   * a process that used them before has sessions there.
   */
  run(order: TrialOrder, limits: Limits, lane?: string, urgent?: Hears): Promise<Outcome>
  /** Ends every process now. Trials under way come out as cut. */
  stop(): Promise<void>
  pids(): number[]
}

export interface PoolOptions {
  /** Reuses every worker, whatever its trial left behind. For showing what retirement is worth. */
  neverRetire?: boolean
  /** Agents see time and chance as they are. */
  realTime?: boolean
}

export function openPool({ neverRetire = false, realTime = false }: PoolOptions = {}): Pool {
  const idle: WorkerProcess[] = []
  const all = new Set<WorkerProcess>()
  const lanes = new WeakMap<WorkerProcess, string>()
  let stopped = false
  let started = 0

  const start = (): WorkerProcess => {
    const worker = startWorker(`traces/w${++started}.jsonl`, realTime)
    all.add(worker)
    return worker
  }
  const retire = async (worker: WorkerProcess) => {
    all.delete(worker)
    await worker.kill()
  }
  const keepSpare = () => {
    if (!stopped && idle.length === 0) idle.push(start())
  }
  const take = (lane: string | undefined): WorkerProcess => {
    const used = lane === undefined ? -1 : idle.findIndex((worker) => lanes.get(worker) === lane)
    const [worker = start()] = idle.splice(Math.max(0, used), 1)
    if (lane !== undefined) lanes.set(worker, lane)
    return worker
  }
  const stop = async () => {
    stopped = true
    await Promise.all([...all].map(retire))
  }
  return {
    run: async (order, limits, lane, urgent) => {
      const worker = take(lane)
      keepSpare()
      try {
        await worker.ready
      } catch (thrown) {
        all.delete(worker)
        return lost((thrown as Error).message)
      }
      const outcome = await worker.run(order, limits, urgent)
      const keep = neverRetire ? !outcome.cut : outcome.reusable && !limits.freshWorker
      // A worker that has just run goes first: its modules are loaded.
      if (keep && !stopped) idle.unshift(worker)
      else await retire(worker)
      return outcome
    },
    stop,
    pids: () => [...all].flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    [Symbol.asyncDispose]: stop,
  }
}
