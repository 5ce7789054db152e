import { type ChildProcess, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { residentBytes } from '../../kernel/memory.ts'
import type { Limits } from '../../scenario/define.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Outcome } from '../../stage/outcome.ts'
import type { EndedHow } from '../../trace/events/trial-ended.ts'
import { keepTraceFile } from '../../trace/trace-file.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { openWire, WIRE_FD } from './wire.ts'
import { WORKER_FLAGS } from './worker-flags.ts'

/** Told of something urgent, as the worker's text has it. */
export type Hears = (text: string) => void

/** A process that runs trials, one at a time. */
export interface WorkerProcess {
  readonly pid: number | undefined
  /** Resolves when it can take a trial. Rejects when it died before that. */
  readonly ready: Promise<void>
  /** @param urgent Told of what a person should know at once. */
  run(order: TrialOrder, limits: Limits, urgent?: Hears): Promise<Outcome>
  kill(): Promise<void>
}

/** How long a worker may take to load a scenario and start the agent, in ms. */
const START_LIMIT_MS = 30_000
/** How long an agent may run on after its trial was stopped, in ms: a loop without a pause lets nothing else run. */
const STOP_LIMIT_MS = 1_000
const MEMORY_POLL_MS = 100
/** What may come over the process's own stdout and stderr, past the capture: none of it is expected. */
const RAW_OUTPUT_LIMIT = 1_000_000
/** How much of it is kept, in characters: V8's farewell has some 3,000. */
const LAST_WORDS = 10_000

/** A worker's process, and whoever listens to it at the moment. */
interface Worker {
  child: ChildProcess
  /** Where it writes its traces, below the run's folder. */
  file: string
  /** How many bytes of that are known to be those of earlier trials. */
  written: number
  /** Puts the file back, where an agent removed it. */
  putBack?: () => void
  send(message: ToWorker): void
  hear?: ((message: FromWorker) => void) | undefined
}

/**
 * @param file Where it writes its traces, below the run's folder. No other process writes there: what is torn by its death
 * stays the last line.
 * @param realTime Agents see time and chance as they are, in place of the trial's clock and seed.
 */
export function startWorker(file: string, realTime = false): WorkerProcess {
  const worker = spawnWorker(file, realTime)
  const { child } = worker
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    worker.hear = ({ type }) => type === 'ready' && resolve()
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`a worker died at its start (${signal ?? `exit ${code}`})`)))
  })
  // Whoever waits for it sees the rejection; a spare that nobody waits for must not end the run.
  ready.catch(() => {})
  const slow = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
  ready.then(
    () => clearTimeout(slow),
    () => clearTimeout(slow),
  )
  return {
    pid: child.pid,
    ready,
    run: async (order, limits, urgent) => {
      try {
        keepTraces(worker, order)
      } catch (thrown) {
        return lost((thrown as Error).message)
      }
      return watch(worker, order, limits, urgent)
    },
    kill: async () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** A trial that never began. */
export function lost(detail: string): Outcome {
  const trace = { file: '', offset: 0, length: 0 }
  return { cut: { how: 'lost', detail }, reusable: false, dirt: [detail], wallMs: 0, trace }
}

function spawnWorker(file: string, realTime: boolean): Worker {
  const fromSource = import.meta.url.endsWith('.ts')
  const entry = fileURLToPath(new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url))
  const flags = [...process.execArgv, ...WORKER_FLAGS, ...(fromSource ? ['--conditions=mettle-source'] : [])]
  const cache = getCompileCacheDir()
  const env = { ...process.env, ...(cache && { NODE_COMPILE_CACHE: cache }) }
  const child = spawn(process.execPath, [...flags, entry, ...(realTime ? ['--real-time'] : [])], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env,
  })
  // What an agent started may outlive the process and hold its ends of these: the run must not wait for it.
  child.once('exit', () => {
    for (const stream of child.stdio) stream?.destroy()
  })
  const pipe = child.stdio[WIRE_FD] as Duplex
  const send = openWire(pipe, (message: FromWorker) => worker.hear?.(message))
  const worker: Worker = { child, file, written: 0, send }
  return worker
}

/** Sends an order and watches the process from outside until the trial is over, one way or another. */
function watch(worker: Worker, order: TrialOrder, limits: Limits, urgent?: Hears): Promise<Outcome> {
  const { child } = worker
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  let startedAt: number | undefined
  let cut: Outcome['cut']
  const wallMs = () => (startedAt === undefined ? 0 : performance.now() - startedAt)
  const end = (how: EndedHow, detail: string) => {
    cut ??= { how, detail }
    child.kill('SIGKILL')
  }
  let deadline = setTimeout(() => end('lost', `the agent did not start within ${START_LIMIT_MS} ms`), START_LIMIT_MS)
  const endWithin = (ms: number, how: EndedHow, detail: string) => {
    clearTimeout(deadline)
    deadline = setTimeout(() => end(how, detail), ms)
  }
  const memory = setInterval(() => {
    const bytes = memoryOf(child)
    if (bytes > limits.maxMemoryBytes)
      end('memory-limit', `${megabytes(bytes)} MB of ${megabytes(limits.maxMemoryBytes)} MB`)
  }, MEMORY_POLL_MS)
  const raw = watchRawOutput(child, () => end('output-limit', `more than ${RAW_OUTPUT_LIMIT} bytes past the capture`))

  const finish = (outcome: Outcome) => {
    clearTimeout(deadline)
    clearInterval(memory)
    raw.close()
    worker.hear = undefined
    child.off('exit', onExit)
    resolve(outcome)
  }
  worker.hear = (message) => {
    if (!('nonce' in message) || message.nonce !== order.nonce || cut) return
    if (message.type === 'agent-started' && startedAt === undefined) {
      startedAt = performance.now()
      endWithin(limits.deadlineMs, 'deadline', `still running after ${limits.deadlineMs} ms`)
    }
    if (message.type === 'urgent') urgent?.(message.text)
    if (message.type === 'stopping') endWithin(STOP_LIMIT_MS, 'lost', 'the trial was stopped and did not end')
    if (message.type === 'failed') end('lost', message.why)
    if (message.type !== 'ended') return
    const dirt = [...message.dirt, ...heavy(memoryOf(child), limits)]
    const { changes, trace } = message
    worker.written = trace.offset + trace.length
    finish({ reusable: dirt.length === 0, dirt, wallMs: wallMs(), trace: { file: worker.file, ...trace }, changes })
  }
  const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
    const ended = cut ?? ownEnd(code, signal, raw.tail())
    finish({ cut: ended, reusable: false, dirt: [ended.detail], wallMs: wallMs(), trace: restOf(worker, order) })
  }
  child.on('exit', onExit)
  worker.send({ type: 'trial', order, file: worker.file })
  return promise
}

/** What the traces of earlier trials are worth does not hang on what a later agent does to their file. */
function keepTraces(worker: Worker, { folder }: TrialOrder): void {
  if (worker.putBack) return
  worker.putBack = keepTraceFile(join(folder, worker.file))
  worker.child.once('exit', worker.putBack)
}

/** All that a process wrote since its last trial ended: it did not live to say what is the trial's. */
function restOf({ file, written: offset }: Worker, { folder }: TrialOrder): Outcome['trace'] {
  const size = statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0
  return { file, offset, length: Math.max(0, size - offset) }
}

/** What one trial keeps in memory is not held against the next one. */
function heavy(bytes: number, { maxMemoryBytes }: Limits): string[] {
  return bytes > maxMemoryBytes / 2 ? [`${megabytes(bytes)} MB of memory`] : []
}

/** Zero where the system does not tell. */
function memoryOf({ pid }: ChildProcess): number {
  return (pid !== undefined && residentBytes(pid)) || 0
}

/** Signals that a process brings on itself. */
const CRASHES = new Set<string>(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'])

/** Nobody ended the process from outside: either the agent did, or the machine. `said`: its last words on stderr. */
function ownEnd(code: number | null, signal: NodeJS.Signals | null, said: string): { how: EndedHow; detail: string } {
  // V8 aborts when its heap is full, and says so.
  if (/heap (limit|out of memory)/i.test(said)) return { how: 'memory-limit', detail: 'the heap was full' }
  if (signal === 'SIGABRT' || code === 134) return { how: 'exited', detail: 'the agent aborted the process' }
  if (signal && CRASHES.has(signal)) return { how: 'exited', detail: `the agent crashed the process (${signal})` }
  if (signal) return { how: 'lost', detail: `the process was ended by ${signal}` }
  return { how: 'exited', detail: `the agent ended the process (exit ${code})` }
}

/** Counts what comes past the capture, keeping the last words of stderr. */
function watchRawOutput({ stdout, stderr }: ChildProcess, tooMuch: () => void) {
  let bytes = 0
  let last = ''
  const count = (chunk: Buffer) => {
    bytes += chunk.byteLength
    if (bytes > RAW_OUTPUT_LIMIT) tooMuch()
  }
  const listen = (chunk: Buffer) => {
    last = (last + chunk.toString('latin1')).slice(-LAST_WORDS)
  }
  const streams = [stdout, stderr].filter((stream) => stream !== null)
  for (const stream of streams) stream.on('data', count)
  stderr?.on('data', listen)
  return {
    tail: () => last,
    close: () => {
      stderr?.off('data', listen)
      for (const stream of streams) stream.off('data', count).resume()
    },
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
