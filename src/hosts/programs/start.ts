import { type ChildProcess, spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { type ProcessTree, processTree } from '../../kernel/process-tree.ts'
import { started } from '../../kernel/started.ts'

/** A program as it is to be started. */
export interface Started {
  argv: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  /** A text in its environment that is in no other. */
  marker: string
}

/** Connects to what listens on the loopback that a program has. @throws {Error} nobody does. */
export type Dial = (to: { host: string; port: number }) => Promise<Socket>

/** To what listens on this machine. */
export const dialHere: Dial = (to) => {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect({ ...to, noDelay: true })
  socket.once('error', reject)
  socket.once('connect', () => resolve(socket))
  return promise
}

/** A process on its way to be a program. It leads a group of its own. */
export interface Start {
  child: ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable }
  /** Resolves once it is the program. Rejects where it does not become it. */
  begun: Promise<void>
  tree: ProcessTree
  /** The number of its first process, where that is not the child. */
  program?(): Promise<number | undefined>
  /** To what it listens on. Absent: as to anything on this machine. */
  dial?: Dial
}

/** How a program is started: as it is, or in a sandbox. @throws {Error} no pipe to it can be made. */
export type StartProgram = (program: Started) => Start

/** What Linux takes of an argument or a variable, in bytes, the zero behind it included (MAX_ARG_STRLEN). */
const LONGEST_WORD = 131_072

/** Why a text cannot be an argument or a variable of a program; undefined where it can. */
export function unfit(word: string): string | undefined {
  if (word.includes('\0')) return 'holds a zero byte'
  const bytes = Buffer.byteLength(word)
  return bytes < LONGEST_WORD ? undefined : `has ${bytes} bytes, and the system takes less than ${LONGEST_WORD}`
}

/** @throws {Error} the system would not start it, and says less of why. */
export function demandFit({ argv, env }: Pick<Started, 'argv' | 'env'>): void {
  for (const [at, word] of argv.entries()) {
    const why = unfit(word)
    if (why) throw new Error(`word ${at + 1} of its command ${why}: have it read METTLE_TASK_FILE, or standard input`)
  }
  for (const [name, value] of Object.entries(env)) {
    const why = unfit(`${name}=${value}`)
    if (why) throw new Error(`its variable ${JSON.stringify(name)} ${why}`)
  }
}

/** Of a program that did not start. */
const NO_TREE: ProcessTree = { measure: async () => ({ memory: 0, count: 0 }), end: async () => [] }

/** As it is: a process of this machine. */
export function startOpenly({ argv, cwd, env, marker }: Started): Start {
  const [file = '', ...args] = argv
  const child = started(spawn(file, args, { cwd, env, stdio: 'pipe', detached: true }))
  return {
    child,
    begun: new Promise((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    }),
    tree: child.pid === undefined ? NO_TREE : processTree(child.pid, marker),
  }
}
