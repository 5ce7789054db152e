import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Limits } from '../scenario/define.ts'
import type { EndedHow } from '../trace/events/trial-ended.ts'
import { residentBytes } from './memory.ts'
import type { FromWorker, ToWorker, TrialOrder } from './protocol.ts'

/** How a trial's process came out of it. */
export interface Outcome {
  /** Set where the process was ended, or ended itself, before it could say that the trial is over. */
  cut?: { how: EndedHow; detail: string }
  /** May this process run another trial? */
  reusable: boolean
  /** Why not. */
  dirt: string[]
  /** From the agent's start to its end. */
  wallMs: number
}

/** A process that runs trials, one at a time. */
export interface WorkerProcess {
  readonly pid: number | undefined
  /** Resolves when it can take a trial. Rejects when it died before that. */
  readonly ready: Promise<void>
  run(order: TrialOrder, limits: Limits): Promise<Outcome>
  kill(): Promise<void>
}

/** How long a worker may take to load a scenario and start the agent, in ms. */
const START_LIMIT_MS = 30_000
const MEMORY_POLL_MS = 100
/** What may come over the process's own stdout and stderr, past the capture: none of it is expected. */
const RAW_OUTPUT_LIMIT = 1_000_000

export function startWorker(): WorkerProcess {
  const entry = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url))
  const child = fork(entry, [], {
    execArgv: [...process.execArgv, '--conditions=mettle-source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'json',
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
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
    run: (order, limits) => watch(child, order, limits),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Sends an order and watches the process from outside until the trial is over, one way or another. */
function watch(child: ChildProcess, order: TrialOrder, limits: Limits): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  let startedAt: number | undefined
  let cut: Outcome['cut']
  const wallMs = () => (startedAt === undefined ? 0 : performance.now() - startedAt)
  const end = (how: EndedHow, detail: string) => {
    cut ??= { how, detail }
    child.kill('SIGKILL')
  }
  let deadline = setTimeout(() => end('lost', `the agent did not start within ${START_LIMIT_MS} ms`), START_LIMIT_MS)
  const memory = setInterval(() => {
    const bytes = child.pid === undefined ? undefined : residentBytes(child.pid)
    if (bytes === undefined || bytes <= limits.maxMemoryBytes) return
    end('memory-limit', `${megabytes(bytes)} MB of ${megabytes(limits.maxMemoryBytes)} MB`)
  }, MEMORY_POLL_MS)
  const stopRaw = countRawOutput(child, () =>
    end('output-limit', `more than ${RAW_OUTPUT_LIMIT} bytes past the capture`),
  )

  const finish = (outcome: Outcome) => {
    clearTimeout(deadline)
    clearInterval(memory)
    stopRaw()
    child.off('message', onMessage)
    child.off('exit', onExit)
    resolve(outcome)
  }
  const onMessage = (message: FromWorker) => {
    if (message.type === 'agent-started') {
      startedAt = performance.now()
      clearTimeout(deadline)
      deadline = setTimeout(() => end('deadline', `still running after ${limits.deadlineMs} ms`), limits.deadlineMs)
    }
    if (message.type === 'ended' && !cut) {
      finish({ reusable: message.dirt.length === 0, dirt: message.dirt, wallMs: wallMs() })
    }
  }
  const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
    const ended = cut ?? ownEnd(code, signal)
    finish({ cut: ended, reusable: false, dirt: [ended.detail], wallMs: wallMs() })
  }
  child.on('message', onMessage)
  child.on('exit', onExit)
  child.send({ type: 'trial', order } satisfies ToWorker, (failed) => {
    if (failed) end('lost', 'the worker could not be reached')
  })
  return promise
}

/** Nobody ended the process from outside: either the agent did, or the machine. */
function ownEnd(code: number | null, signal: NodeJS.Signals | null): { how: EndedHow; detail: string } {
  // V8 aborts when its heap is full.
  if (signal === 'SIGABRT' || code === 134) return { how: 'memory-limit', detail: 'the heap was full' }
  if (signal) return { how: 'lost', detail: `the process was ended by ${signal}` }
  return { how: 'exited', detail: `the agent ended the process (exit ${code})` }
}

function countRawOutput({ stdout, stderr }: ChildProcess, tooMuch: () => void): () => void {
  let bytes = 0
  const count = (chunk: Buffer) => {
    bytes += chunk.byteLength
    if (bytes > RAW_OUTPUT_LIMIT) tooMuch()
  }
  const streams = [stdout, stderr].filter((stream) => stream !== null)
  for (const stream of streams) stream.on('data', count)
  return () => {
    for (const stream of streams) stream.off('data', count).resume()
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
