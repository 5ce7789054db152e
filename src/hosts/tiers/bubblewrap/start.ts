import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { Server } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { atMost } from '../../../kernel/connections.ts'
import { type ProcessTree, processTree } from '../../../kernel/process-tree.ts'
import { listProcesses, processAt } from '../../../kernel/processes.ts'
import { sendSignal } from '../../../kernel/send-signal.ts'
import { started } from '../../../kernel/started.ts'
import type { Start, Started, StartProgram } from '../../programs/start.ts'
import { type Door, type Lead, openDoor } from '../doors.ts'
import { SEALED, WALLS } from './arguments.ts'
import type { Cgroup } from './cgroups.ts'
import { dialThrough } from './dial.ts'
import { systemCallFilter } from './filter.ts'
import { AROUND, FILTER_FD, GATE, type GateOrder, INFO_FD } from './gate.ts'
import { LAUNCH } from './launch.ts'
import { limitsHere, openLimits } from './limits.ts'
import { bubblewrap } from './probe.ts'
import { shownArguments, type Wanted } from './shown.ts'
import { systemArguments } from './system.ts'

/** A sandbox of one trial. */
export interface Sandbox extends Omit<Wanted, 'file' | 'path' | 'cwd'> {
  /** The ports that it reaches on its loopback. All else is not there. */
  ports: readonly number[]
  /** Where one leads. Default: to the same port of 127.0.0.1. */
  leadOf?(port: number): Lead
  /** What its processes may take together, in bytes; so may each of its folders in memory. */
  memoryBytes: number
  /** Is what listens in it to be reached from here? */
  dialled?: boolean
  /** Is its program mettle's own? It has a pipe to this process as its first beside the usual ones. Where it is dialled. */
  lent?: boolean
}

/** Where Node lies in a sandbox until the program begins. */
const NODE = '/run/mettle/node'
/** Enters control groups, and goes on as bubblewrap: whatever that starts is in them. */
const ENTER = 'while [ "$1" != -- ]; do echo 0 >"$1" || exit 126; shift; done; shift; exec "$@"'
/** Becomes a program whose signals do what they do by default: Node ignores some. Not every system has it. */
const RESET = ['/usr/bin/env', '--default-signal']
/** How long the end of a sandbox is waited for, in ms, and how often it is looked for. */
const END_MS = 2_000
const LOOK_MS = 3

/** Starts programs in a sandbox, each in one of its own. */
export function startInSandbox(sandbox: Sandbox): StartProgram {
  return (program) => {
    const limits = openLimits(sandbox.memoryBytes)
    const child = spawnSandbox(sandbox, program, limits)
    const doors: Door[] = []
    const dial = sandbox.dialled ? dialThrough(child) : undefined
    const first = innermost(child)
    const tree = treeOf(child, program.marker, first)
    return {
      child,
      ...(dial && { dial }),
      begun: begin(child, program, sandbox, doors),
      program: async () => programIn(await first),
      tree: {
        ...tree,
        ...(limits && { overMemory: limits.overMemory }),
        end: async () => {
          const left = await tree.end()
          // Who went through them is gone, and what they sent is on its way.
          await atMost(END_MS, Promise.all(doors.map((door) => door.empty())))
          for (const door of doors) door.close()
          limits?.close()
          return left
        },
      },
    }
  }
}

type Child = Start['child']

function spawnSandbox(sandbox: Sandbox, { argv, cwd, env, marker }: Started, limits: Cgroup | undefined): Child {
  const [name, value] = marker.split('=', 2)
  const [file = ''] = argv
  const bwrap = bubblewrap() ?? 'bwrap'
  const walled = [bwrap, ...wallArguments(sandbox, { file, cwd, path: env.PATH ?? '' })]
  const { dialled = false } = sandbox
  const order: GateOrder = { inner: walled, ...(sandbox.lent && { lends: { ports: sandbox.ports } }) }
  const gate = [bwrap, ...AROUND, process.execPath, '--no-warnings', '-e', GATE, JSON.stringify(order)]
  const args = ['mettle-sandbox', ...(limits?.entries ?? []), '--', ...(dialled ? gate : walled)]
  const child = started(
    spawn('/bin/sh', ['-c', ENTER, ...args], {
      cwd: '/',
      env: { [name ?? '']: value ?? '' },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc', 'pipe', 'pipe', ...(sandbox.lent ? (['pipe'] as const) : [])],
      detached: true,
    }) as ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable },
  )
  const filter = child.stdio[FILTER_FD] as Writable
  filter.on('error', () => {})
  filter.end(systemCallFilter())
  return child
}

/** What bubblewrap is told, and what it starts. */
function wallArguments(sandbox: Sandbox, { file, path, cwd }: Pick<Wanted, 'file' | 'path' | 'cwd'>): string[] {
  const { memoryBytes, ports, dialled, lent } = sandbox
  const { within } = limitsHere()
  const asked = JSON.stringify({ ports, ...(resetsSignals() && { through: RESET }) })
  return [
    ...WALLS,
    // That of its gate has nothing else either.
    ...(dialled ? ['--share-net'] : []),
    ...['--info-fd', String(INFO_FD), '--seccomp', String(FILTER_FD), '--chdir', cwd],
    ...systemArguments(),
    ...shownArguments({ ...sandbox, file, path, cwd }, memoryBytes),
    ...['--size', String(memoryBytes), '--tmpfs', '/dev/shm', '--ro-bind', process.execPath, NODE, ...SEALED],
    ...(within === '' ? [] : ['/bin/sh', '-c', `${within}; exec "$@"`, 'mettle-limits']),
    ...(lent ? [] : [NODE, '--no-warnings', '-e', LAUNCH, asked]),
  ]
}

let resets: boolean | undefined

function resetsSignals(): boolean {
  const [file = '', ...args] = RESET
  resets ??= spawnSync(file, [...args, 'true'], { stdio: 'ignore', env: {} }).status === 0
  return resets
}

/** Takes the listening sockets from the sandbox, opens its doors, and lets the program begin. */
function begin(child: Child, { argv, env }: Started, sandbox: Sandbox, doors: Door[]): Promise<void> {
  const { ports, leadOf = (port) => ({ host: '127.0.0.1', port }) } = sandbox
  return new Promise((resolve, reject) => {
    let asked = false
    child.once('error', reject)
    child.once('disconnect', resolve)
    child.on('message', (message: FromSandbox, listening?: unknown) => {
      if (message.missing !== undefined) return reject(new Error(`the sandbox has no program "${message.missing}"`))
      if (message.failed !== undefined) return reject(new Error(`the sandbox has no port: ${message.failed}`))
      if (message.begun) return resolve()
      if (message.port !== undefined) doors.push(openDoor(listening as Server, leadOf(message.port)))
      if (asked || doors.length < ports.length) return
      asked = true
      child.send({ argv, env }, () => {})
    })
    child.once('exit', () => reject(new Error('the sandbox did not begin')))
  })
}

/** What is told before the program begins: no code of an agent runs by then. */
interface FromSandbox {
  port?: number
  missing?: string
  failed?: string
  /** It has become the program, says its gate. Without one, the channel closes. */
  begun?: boolean
}

/** The process whose end is that of all in the sandbox. */
interface Innermost {
  pid: number
  startedAt: string
}

/** Resolves to undefined where the sandbox ended before it began. */
function innermost(child: Child): Promise<Innermost | undefined> {
  const pipe = child.stdio[INFO_FD] as Readable
  let told = ''
  return new Promise((resolve) => {
    pipe.on('error', () => resolve(undefined))
    pipe.on('close', () => resolve(undefined))
    pipe.on('data', (chunk: Buffer) => {
      told += chunk.toString('latin1')
      const pid = Number(/"child-pid": *(\d+)/.exec(told)?.[1])
      const found = Number.isNaN(pid) ? undefined : processAt(pid)
      if (found) resolve({ pid, startedAt: found.startedAt })
    })
  })
}

/** With its first process all others end: the system sees to that. */
function treeOf(child: Child, marker: string, inner: Promise<Innermost | undefined>): ProcessTree {
  const whole = processTree(child.pid ?? 0, marker)
  return {
    measure: whole.measure,
    end: async () => {
      child.kill('SIGKILL')
      const first = await inner
      const until = performance.now() + END_MS
      while (first && isThere(first) && performance.now() < until) {
        sendSignal(first.pid, 'SIGKILL')
        await sleep(LOOK_MS)
      }
      const left = await whole.end()
      return left.filter((name) => name.endsWith('would not end'))
    },
  }
}

/** The one that was started by the first, which only waits. */
async function programIn(first: Innermost | undefined): Promise<number | undefined> {
  return first && (await listProcesses()).find(({ parent }) => parent === first.pid)?.pid
}

function isThere({ pid, startedAt }: Innermost): boolean {
  return processAt(pid)?.startedAt === startedAt
}
