import type { ChildProcess } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { endGroup } from '../../kernel/end-with-me.ts'
import { type Exited, exitedBy } from '../../kernel/exited.ts'
import { type OwnCommand, ownCommand, startCommand } from '../../kernel/own-process.ts'
import { environmentIn, type Surrounding } from '../../kernel/surrounding.ts'
import { untilRead } from '../../kernel/until-read.ts'
import type { AgentSource } from '../../scenario/agent-source.ts'
import { loaderFlags } from '../../scenario/loader.ts'
import { type KeptTraceFile, keepTraceFile, takeKept } from '../../trace/trace-file.ts'
import type { Dial } from '../programs/start.ts'
import { OWNER_FLAGS } from './owner.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import type { Wall } from './wall.ts'
import { startWalled } from './walled.ts'
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
  /** Of one in a sandbox: whose trials it may run. */
  readonly wall: Wall | undefined
  /** The same: its file of traces, held before it began. */
  readonly kept?: KeptTraceFile
  /** The same: takes over what it has kept for the run. */
  readonly takeContents?: () => void
  /** The same: connects to what listens in it. */
  readonly dial?: Dial | undefined
  /** The number of the process that agents are in; of one in a sandbox undefined until that is known. */
  pid(): number | undefined
  /** Was it ended by the system, for want of memory? */
  overMemory(): boolean
  /** Where it writes its traces, below the run's folder. No other process writes there: what its death tears stays the last line. */
  readonly file: string
  /** Resolves when it can take a trial. Rejects when it died before that. */
  readonly ready: Promise<void>
  /** Resolves when it is gone, also for whoever asks later: one that waits for its first trial may die as well. */
  readonly exited: Promise<Exited>
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

/** How long a worker may take to load a scenario, or to start, in ms. */
export const START_LIMIT_MS = 30_000

/** Files that are read and keys that are derived come back in the order in which they were asked for: Node does one at a time. */
const ONE_AFTER_THE_OTHER = { UV_THREADPOOL_SIZE: '1' }

export interface WorkerOptions {
  /** Agents see time and chance as they are, in place of the trial's clock and seed. */
  realTime?: boolean
  /** It goes on whatever its trials left behind. For showing what retirement is worth. */
  neverRetire?: boolean
  /** One of mettle's own modules, as for `ownModule`, that serves orders. Default: a worker whose trials are judged elsewhere. */
  program?: string
  /** Names of the environment variables that agents get beside the usual ones. */
  env?: readonly string[]
  /** Where servers for agents listen, and their word. Default: any port, and a word that nobody can guess. */
  place?: { port: number; token: string }
}

/** What to make of a process that ended before it could take a trial. @param outside Somebody else ended it. */
export type FalseStart = (how: string, outside: boolean) => Error

/** @throws {Error} no pipe to it can be made. */
export function startWorker(
  { file, host, surrounding, wall }: Pick<WorkerProcess, 'file' | 'host' | 'surrounding' | 'wall'>,
  options: WorkerOptions,
  falseStart: FalseStart,
): WorkerProcess {
  const kept = wall && keepTraceFile(wall.folder, file, false)
  const command = commandOf(host, options, surrounding)
  const walled = wall && startWalled(wall, command, file)
  const child = walled?.child ?? spawnWorker(command)
  cleanUpBehind(child)
  const exited = new Promise<Exited>((resolve) => {
    child.once('exit', (...how) => untilRead().then(() => resolve(exitedBy(...how))))
  }).then(async (exit) => {
    await walled?.end()
    return exit
  })
  const gone = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  const end = () => {
    if (!gone()) endGroup(child)
  }
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  let inner: number | undefined
  const begun = async () => {
    inner = await walled?.program()
    resolve()
  }
  const worker: WorkerProcess = {
    ...{ child, host, surrounding, wall, file, ready },
    ...(kept && { kept }),
    ...(walled && { takeContents: () => takeKept(walled.place, wall.folder), dial: walled.dial }),
    pid: () => (walled ? inner : child.pid),
    overMemory: () => walled?.overMemory() ?? false,
    exited,
    gone,
    send: openWire(walled?.wire ?? (child.stdio[WIRE_FD] as Duplex), (message: FromWorker) => {
      if (message.type === 'ready') void begun()
      else worker.hear?.(message)
    }),
    end,
    kill: async () => {
      end()
      if (child.pid !== undefined) await exited
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

function commandOf(
  host: WorkerProcess['host'],
  { realTime, neverRetire, env: named = [], place, program = 'hosts/worker/worker' }: WorkerOptions,
  surrounding: Surrounding,
): OwnCommand {
  const asked = ['--host', host, ...(realTime ? ['--real-time'] : []), ...(neverRetire ? ['--never-retire'] : [])]
  return ownCommand(program, [...asked, ...loaderFlags()], {
    flags: WORKER_FLAGS,
    env: {
      ...environmentIn(surrounding, named),
      ...(realTime ? {} : ONE_AFTER_THE_OTHER),
      ...(place && { METTLE_PLACE: `${place.port}:${place.token}` }),
    },
  })
}

function spawnWorker(command: OwnCommand): ChildProcess {
  // A group of its own: an agent that signals its group (process.kill(0)) does not reach the harness.
  return startCommand(command, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true })
}

/** What an agent started may outlive the process and hold its ends of these: the run must not wait for it. */
function cleanUpBehind(child: ChildProcess): void {
  child.once('exit', async () => {
    endGroup(child)
    await untilRead()
    for (const stream of child.stdio) stream?.destroy()
  })
}
