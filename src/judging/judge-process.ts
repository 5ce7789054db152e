import type { ChildProcess } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { messageOf } from '../kernel/errors.ts'
import { memoryMeter } from '../kernel/memory.ts'
import { startOwn } from '../kernel/own-process.ts'
import { isStopped } from '../kernel/stopped.ts'
import { environmentIn, PINNED } from '../kernel/surrounding.ts'
import { untilRead } from '../kernel/until-read.ts'
import { loaderFlags } from '../scenario/loader.ts'
import { readLines } from './lines.ts'
import { FIRST_SCORER, type Judged } from './order.ts'
import { type NumberedOrder, readReplies, SLATE_FD, WIRE_FD } from './protocol.ts'
import { type At, openSlate, type Slate } from './slate.ts'

/** How long a judge may take to start, to load a scenario or to read a trace, in ms. */
const OWN_LIMIT_MS = 30_000
/** How much its heap may hold, in MB, and the whole process beside it: a regular expression is no part of the heap. */
const HEAP_MB = 512
const MEMORY_MB = 1_536
const MB = 1024 * 1024
const STDERR_FD = 2
/** How much of stderr is kept, in characters: V8's farewell has some 3,000. */
const LAST_WORDS = 10_000

export interface JudgeOptions {
  /** Of the run: what databases held lies there. */
  folder: string
  /** How long one scorer or oracle may take, in ms. */
  limitMs: number
  /** Names of the environment variables that scorers get beside the usual ones. */
  env: readonly string[]
}

/** What a judge was at when it ended. */
export interface Fall {
  at: At
  why: string
  /** Did a signal end it that was not its parent's verdict? Whoever sent it may do so again. */
  bySignal: boolean
}

export interface JudgeHears {
  judged(number: number, judged: Judged): void
  /** It is gone. What it was sent and did not answer was not judged. */
  fallen(fall: Fall): void
}

/** A process that judges, a trial after the other. */
export interface JudgeProcess {
  send(orders: readonly NumberedOrder[]): void
  /** Is it through with its start? */
  begun(): boolean
  kill(): Promise<void>
}

export function startJudge({ folder, limitMs, env }: JudgeOptions, { judged, fallen }: JudgeHears): JudgeProcess {
  const slate = openSlate(folder)
  const child = spawnJudge(folder, slate, env)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const wire = child.stdio[WIRE_FD] as Duplex
  const open = new Set<number>()
  let why: string | undefined
  const kill = () => void child.kill('SIGKILL')
  const end = (cause: string) => {
    why ??= cause
    kill()
  }
  const watch = watchSteps(slate, limitMs)
  const measure = memoryMeter()
  const mind = (bytes: number) => {
    if (bytes > MEMORY_MB * MB) end(`took more than ${MEMORY_MB} MB of memory`)
  }
  const tick = setInterval(
    () => {
      if (open.size === 0) return watch.rest()
      if (isStopped(child)) return kill()
      if (child.pid !== undefined) measure(child.pid, mind)
      const late = watch.look()
      if (late !== undefined) end(late)
    },
    Math.min(250, limitMs / 4),
  ).unref()
  const words = lastWords(child)
  const reply = readReplies((number, found) => {
    open.delete(number)
    judged(number, found)
  })
  readLines(wire, (line) => {
    try {
      reply(line)
    } catch (thrown) {
      end(`answered with what is no record (${messageOf(thrown)})`)
    }
  })
  const over = (cause: string, signal: NodeJS.Signals | null = null) => {
    clearInterval(tick)
    for (const stream of child.stdio) stream?.destroy()
    const at = slate.read()
    slate[Symbol.dispose]()
    fallen({ at, why: why ?? cause, bySignal: signal === 'SIGKILL' && why === undefined })
  }
  child.once('error', (thrown) => {
    if (child.pid === undefined) over(thrown.message)
  })
  child.once('exit', async (code, signal) => {
    await untilRead()
    over(ownEnd(code, signal, words()), signal)
  })
  return {
    send: (orders) => {
      for (const { number } of orders) open.add(number)
      wire.write(orders.map((order) => `${JSON.stringify(order)}\n`).join(''))
    },
    begun: () => slate.read().trial > 0,
    kill: async () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await exited
    },
  }
}

function spawnJudge(folder: string, slate: Slate, named: readonly string[]): ChildProcess {
  const stdio: ('ignore' | 'pipe' | number)[] = ['ignore', STDERR_FD, 'pipe']
  stdio[WIRE_FD] = 'pipe'
  stdio[SLATE_FD] = slate.file
  const flags = [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=2']
  const env = environmentIn(PINNED, named)
  return startOwn('judging/process', [folder, ...loaderFlags()], { flags, stdio, env })
}

/** Looks at the slate now and then: the same step for too long is one that does not end. */
function watchSteps(slate: Slate, limitMs: number) {
  let seen: At | undefined
  let since = 0
  return {
    rest: () => {
      seen = undefined
    },
    /** Why the judge has to end; undefined as long as it goes on. */
    look: (): string | undefined => {
      const at = slate.read()
      const now = performance.now()
      if (at.trial !== seen?.trial || at.step !== seen.step) [seen, since] = [at, now]
      const limit = at.step < FIRST_SCORER ? OWN_LIMIT_MS : limitMs
      return now - since >= limit ? `took longer than ${limit} ms` : undefined
    },
  }
}

function lastWords({ stderr }: ChildProcess): () => string {
  let last = ''
  stderr?.on('data', (chunk: Buffer) => {
    last = (last + chunk.toString('latin1')).slice(-LAST_WORDS)
  })
  return () => last
}

/** Nobody ended it from outside, as far as its parent knows. */
function ownEnd(code: number | null, signal: NodeJS.Signals | null, said: string): string {
  // V8 aborts when its heap is full, and says so.
  if (/heap (limit|out of memory)/i.test(said)) return `took more than ${HEAP_MB} MB of heap`
  return signal ? `its process was ended by ${signal}` : `ended its process (exit ${code})`
}
