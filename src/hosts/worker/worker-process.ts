import type { ChildProcess } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { endGroup } from '../../kernel/end-with-me.ts'
import { startOwn } from '../../kernel/own-process.ts'
import { environmentIn, type Surrounding } from '../../kernel/surrounding.ts'
import type { AgentSource } from '../../scenario/agent-source.ts'
import { loaderFlags } from '../../scenario/loader.ts'
import { OWNER_FLAGS } from './owner.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { openWire, WIRE_FD } from './wire.ts'

/**
 * What V8 is told in a worker. Young generation: how large it may grow, per half, in MB; left alone it grows to 128 MB in
 * all where the machine has much memory, and what a trial makes is short-lived. Half as much, and cleaning up twice as often
 * takes a tenth of a call. WebAssembly is compiled once and not made
 * faster later: doing that to the parser of SQL took a second of CPU and 400 MB beside an AI SDK, and won nothing.
 */
const WORKER_FLAGS = ['--max-semi-space-size=4', '--liftoff-only', ...OWNER_FLAGS]

/** A worker's process. */
export interface WorkerProcess {
  readonly child: ChildProcess
  /** Which kind of agents it runs. */
  readonly host: AgentSource['host']
  /** What its agents find around them. */
  readonly surrounding: Surrounding
  /** Where it writes its traces, below the run's folder. No other process writes there: what its death tears stays the last line. */
  readonly file: string
  /** Resolves when it can take a trial. Rejects when it died before that. */
  readonly ready: Promise<void>
  /** Resolves when it is gone, also for whoever asks later: one that waits for its first trial may die as well. */
  readonly exited: Promise<Exit>
  /** Is it gone already? */
  gone(): boolean
  send(message: ToWorker): void
  /** Whoever listens to it at the moment. */
  hear?: (message: FromWorker) => void
  /** Ends it, and what it has started that did not leave its group. */
  end(): void
  /** The same, and waits until it is gone. */
  kill(): Promise<void>
}

/** How a process came to its end. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** How long a worker may take to load a scenario, or to start, in ms. */
export const START_LIMIT_MS = 30_000

/** Files that are read and keys that are derived come back in the order in which they were asked for: Node does one at a time. */
const ONE_AFTER_THE_OTHER = { UV_THREADPOOL_SIZE: '1' }

export interface WorkerOptions {
  /** Agents see time and chance as they are, in place of the trial's clock and seed. */
  realTime?: boolean
  /** It goes on whatever its trials left behind. For showing what retirement is worth. */
  neverRetire?: boolean
  /** Names of the environment variables that agents get beside the usual ones. */
  env?: readonly string[]
  /** Where servers for agents listen, and their word. Default: any port, and a word that nobody can guess. */
  place?: { port: number; token: string }
}

/** What to make of a process that ended before it could take a trial. @param outside Somebody else ended it. */
export type FalseStart = (how: string, outside: boolean) => Error

/** @throws {Error} no pipe to it can be made. */
export function startWorker(
  { file, host, surrounding }: Pick<WorkerProcess, 'file' | 'host' | 'surrounding'>,
  options: WorkerOptions,
  falseStart: FalseStart,
): WorkerProcess {
  const child = spawnWorker(host, options, surrounding)
  const exited = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
  const gone = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  const end = () => {
    if (!gone()) endGroup(child)
  }
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  const worker: WorkerProcess = {
    child,
    host,
    surrounding,
    file,
    ready,
    exited,
    gone,
    send: openWire(child.stdio[WIRE_FD] as Duplex, (message: FromWorker) => {
      if (message.type === 'ready') resolve()
      else worker.hear?.(message)
    }),
    end,
    kill: async () => {
      end()
      if (!gone()) await exited
    },
  }
  child.once('error', reject)
  let late = false
  child.once('exit', (code, signal) => {
    const how = late ? `not ready within ${START_LIMIT_MS} ms` : (signal ?? `exit ${code}`)
    reject(falseStart(how, signal === 'SIGKILL' && !late))
  })
  const slow = setTimeout(() => {
    late = true
    end()
  }, START_LIMIT_MS)
  const inTime = () => clearTimeout(slow)
  // Whoever waits for it sees the rejection; a spare that nobody waits for must not end the run.
  ready.then(inTime, inTime)
  return worker
}

function spawnWorker(
  host: WorkerProcess['host'],
  { realTime, neverRetire, env: named = [], place }: WorkerOptions,
  surrounding: Surrounding,
): ChildProcess {
  const asked = ['--host', host, ...(realTime ? ['--real-time'] : []), ...(neverRetire ? ['--never-retire'] : [])]
  const child = startOwn('hosts/worker/worker', [...asked, ...loaderFlags()], {
    flags: WORKER_FLAGS,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: {
      ...environmentIn(surrounding, named),
      ...(realTime ? {} : ONE_AFTER_THE_OTHER),
      ...(place && { METTLE_PLACE: `${place.port}:${place.token}` }),
    },
    // A group of its own: an agent that signals its group (process.kill(0)) does not reach the harness.
    detached: true,
  })
  // What an agent started may outlive the process and hold its ends of these: the run must not wait for it.
  child.once('exit', () => {
    endGroup(child)
    for (const stream of child.stdio) stream?.destroy()
  })
  return child
}
