import { type ChildProcess, spawn } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { endWithMe } from '../../kernel/end-with-me.ts'
import { loaderFlags } from '../../scenario/loader.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { openWire, WIRE_FD } from './wire.ts'
import { WORKER_FLAGS } from './worker-flags.ts'

/** A worker's process. */
export interface WorkerProcess {
  readonly child: ChildProcess
  /** Where it writes its traces, below the run's folder. No other process writes there: what its death tears stays the last line. */
  readonly file: string
  /** Resolves when it can take a trial. Rejects when it died before that. */
  readonly ready: Promise<void>
  send(message: ToWorker): void
  /** Whoever listens to it at the moment. */
  hear?: (message: FromWorker) => void
  kill(): Promise<void>
}

/** How long a worker may take to load a scenario, or to start, in ms. */
export const START_LIMIT_MS = 30_000

export interface WorkerOptions {
  /** Agents see time and chance as they are, in place of the trial's clock and seed. */
  realTime?: boolean
  /** It goes on whatever its trials left behind. For showing what retirement is worth. */
  neverRetire?: boolean
}

export function startWorker(file: string, options: WorkerOptions = {}): WorkerProcess {
  const child = spawnWorker(options)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  const worker: WorkerProcess = {
    child,
    file,
    ready,
    send: openWire(child.stdio[WIRE_FD] as Duplex, (message: FromWorker) => {
      if (message.type === 'ready') resolve()
      else worker.hear?.(message)
    }),
    kill: async () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await exited
    },
  }
  child.once('error', reject)
  child.once('exit', (code, signal) => reject(new Error(`a worker died at its start (${signal ?? `exit ${code}`})`)))
  const slow = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
  const inTime = () => clearTimeout(slow)
  // Whoever waits for it sees the rejection; a spare that nobody waits for must not end the run.
  ready.then(inTime, inTime)
  return worker
}

function spawnWorker({ realTime, neverRetire }: WorkerOptions): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts')
  const entry = fileURLToPath(new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url))
  const flags = [...process.execArgv, ...WORKER_FLAGS, ...(fromSource ? ['--conditions=mettle-source'] : [])]
  const asked = [...(realTime ? ['--real-time'] : []), ...(neverRetire ? ['--never-retire'] : [])]
  const cache = getCompileCacheDir()
  const env = { ...process.env, ...(cache && { NODE_COMPILE_CACHE: cache }) }
  const child = spawn(process.execPath, [...flags, entry, ...asked, ...loaderFlags()], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
  })
  endWithMe(child)
  // What an agent started may outlive the process and hold its ends of these: the run must not wait for it.
  child.once('exit', () => {
    for (const stream of child.stdio) stream?.destroy()
  })
  return child
}
