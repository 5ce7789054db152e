import { machineTrouble, neverBegan } from '../../kernel/machine.ts'
import { isStopped } from '../../kernel/stopped.ts'
import { PINNED, type Surrounding } from '../../kernel/surrounding.ts'
import type { Limits } from '../../scenario/define.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Outcome } from '../../stage/outcome.ts'
import type { LiveDoor } from '../../world/models/live/door.ts'
import { type Line, lost, openLine, type Waiting } from './line.ts'
import { type Wall, wallFor } from './wall.ts'
import { startWorker, type WorkerOptions, type WorkerProcess } from './worker-process.ts'

/** What a trial needs of its process. */
export interface Needs {
  /** Whose databases it uses: a process that used them before has sessions there. */
  lane?: string | undefined
  /** A process that runs no other trial, before it or behind it: one behind it may write where the trace of this one lies. */
  fresh?: boolean | undefined
  /** What its agent finds around it. Default: what is pinned. */
  surrounding?: Surrounding | undefined
  /** Told of something urgent, as the worker's text has it. */
  urgent?: ((text: string) => void) | undefined
  /** The way to real models, where it may ask any. */
  live?: LiveDoor | undefined
  /** What a service of the trial holds now, where it has any. */
  look?: Waiting['look']
}

/** Processes that run trials: as many at once as there are workers, and a spare that is warm once it may be needed. */
export interface Pool extends AsyncDisposable {
  /**
   * Runs one trial. A process goes on to the next only if this one left nothing behind. Short trials are asked for ahead, so
   * that no process waits for its next one.
   * @throws {PrerequisiteError} this machine starts no process.
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
  /** Trials that take longer, in ms, are not asked for ahead: the wait for the next one is nothing beside them. Default 25. */
  shortMs?: number
  /** How many workers' files there are in the run's folder, of those before. Default: none. */
  before?: number
}

/** How many trials a worker is asked for before the first is over. */
export const AHEAD = 3
/** So many workers in a row that end before they begin: it is this machine that cannot start one. */
const FALSE_STARTS = 3
const SHORT_MS = 25

interface Asked extends Waiting {
  lane: string | undefined
  fresh: boolean
  surrounding: Surrounding
  wall: Wall | undefined
}

export function openPool(options: PoolOptions = {}): Pool {
  return new WorkerPool(options)
}

/** Those of another kind, or behind another wall, run in other processes. */
type Kind = Pick<WorkerProcess, 'host' | 'wall'>

function sameKind(one: Kind, other: Kind): boolean {
  return one.host === other.host && JSON.stringify(one.wall) === JSON.stringify(other.wall)
}

class WorkerPool implements Pool {
  readonly #options: PoolOptions
  readonly #workers: number
  readonly #ahead: number
  readonly #shortMs: number
  readonly #all = new Set<WorkerProcess>()
  readonly #lines = new Set<Line>()
  readonly #lanes = new WeakMap<Line, Set<string>>()
  #spare: WorkerProcess | undefined
  #waiting: Asked[] = []
  #stopped = false
  #started: number
  #falseStarts = 0
  /** The kind of the last worker that was needed. */
  #latest: Kind = { host: 'function', wall: undefined }

  constructor(options: PoolOptions) {
    this.#options = options
    this.#workers = options.workers ?? Number.POSITIVE_INFINITY
    this.#ahead = options.ahead ?? AHEAD
    this.#shortMs = options.shortMs ?? SHORT_MS
    this.#started = options.before ?? 0
  }

  run(order: TrialOrder, limits: Limits, needs: Needs = {}): Promise<Outcome> {
    const { lane, fresh = limits.freshWorker, surrounding = PINNED, urgent, live, look } = needs
    return new Promise((resolve, reject) => {
      const wall = wallFor(order, limits)
      const own = { ...limits, freshWorker: fresh }
      this.#waiting.push({ order, limits: own, lane, fresh, surrounding, wall, urgent, live, look, resolve, reject })
      this.#dispatch()
      // Whoever was on the way here when the end of the run came is not left waiting.
      if (this.#stopped) this.#cutAll()
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cutAll()
    await Promise.all([...this.#all].map((worker) => worker.kill()))
    this.#all.clear()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  pids(): number[] {
    return [...this.#all].flatMap(({ child: { pid } }) => (pid === undefined ? [] : [pid]))
  }

  #dispatch(): void {
    for (let next = this.#waiting[0]; next && !this.#stopped; next = this.#waiting[0]) {
      let line: Line | undefined
      try {
        line = this.#choose(next)
      } catch (thrown) {
        // It waits for those that there are.
        if (this.#lines.size > 0) return
        this.#waiting.shift()
        next.reject(machineTrouble(thrown, 'start a worker') ?? (thrown as Error))
        continue
      }
      if (!line) return
      this.#waiting.shift()
      if (next.lane !== undefined) this.#lanes.set(line, (this.#lanes.get(line) ?? new Set()).add(next.lane))
      line.add(next)
    }
  }

  #choose({ lane, fresh, surrounding, wall, order }: Asked): Line | undefined {
    const needs: Kind = { host: order.agent.host, wall }
    const idle = [...this.#lines].filter(({ length }) => length === 0)
    const fits = ({ worker }: Line) => sameKind(worker, needs) && same(worker.surrounding, surrounding)
    const fitting = fresh ? [] : [...this.#lines].filter(fits)
    const free = fitting.filter((line) => idle.includes(line))
    const known = lane === undefined ? undefined : free.find((line) => this.#lanes.get(line)?.has(lane))
    const best = known ?? free[0]
    if (best) return best
    if (this.#lines.size < this.#workers) return this.#open(needs, surrounding)
    const [other] = idle
    if (other) {
      void this.#drop(other)
      return this.#open(needs, surrounding)
    }
    const quick = fitting.filter(
      ({ length, pace }) => length < this.#ahead && pace !== undefined && pace < this.#shortMs,
    )
    return quick.sort((a, b) => a.length - b.length)[0]
  }

  #open(kind: Kind, surrounding: Surrounding): Line {
    this.#latest = kind
    const warm = same(surrounding, PINNED) ? this.#takeSpare(kind) : undefined
    const line = openLine(warm ?? this.#start(kind, surrounding), {
      changed: () => this.#changed(line),
      unbegun: (back) => {
        this.#waiting = [...(back as Asked[]), ...this.#waiting]
        if (this.#stopped) this.#cutAll()
      },
    })
    this.#lines.add(line)
    return line
  }

  #changed(line: Line): void {
    if (line.closed) void this.#drop(line)
    this.#dispatch()
    // Not before: those that are used at once need the machine, and most processes go on from trial to trial.
    if (!this.#stopped && (line.closed || this.#waiting.length > 0)) this.#spare ??= this.#startSpare()
  }

  async #drop(line: Line): Promise<void> {
    this.#lines.delete(line)
    await line.worker.kill()
    this.#all.delete(line.worker)
  }

  #cutAll(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(lost('the run was stopped'))
  }

  /** @throws {Error} no pipe to it can be made. */
  #start({ host, wall }: Kind, surrounding = PINNED): WorkerProcess {
    const file = `traces/w${++this.#started}.jsonl`
    const falseStart = (how: string, outside: boolean) => this.#falseStart(how, outside)
    const worker = startWorker({ file, host, surrounding, wall }, this.#options, falseStart)
    const began = () => {
      this.#falseStarts = 0
    }
    worker.ready.then(began, () => {})
    this.#all.add(worker)
    return worker
  }

  #falseStart(how: string, outside: boolean): Error {
    if (this.#stopped || outside || ++this.#falseStarts < FALSE_STARTS) {
      return new Error(`a worker died at its start (${how})`)
    }
    return neverBegan('a worker', how)
  }

  /** Where there is no room for one, the run does without. */
  #startSpare(): WorkerProcess | undefined {
    try {
      return this.#start(this.#latest)
    } catch {
      return undefined
    }
  }

  /** An agent may have ended or stopped it as it waited. */
  #takeSpare(kind: Kind): WorkerProcess | undefined {
    const worker = this.#spare
    this.#spare = undefined
    if (!worker || (sameKind(worker, kind) && !worker.gone() && !isStopped({ pid: worker.pid() }))) return worker
    worker.end()
    this.#all.delete(worker)
    return undefined
  }
}

/** Neither can be changed in a process that has loaded a module. */
function same(one: Surrounding, other: Surrounding): boolean {
  return one.timeZone === other.timeZone && one.locale === other.locale
}
