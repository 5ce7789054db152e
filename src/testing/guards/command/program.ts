import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Json } from '../../../kernel/json.ts'
import { sendSignal } from '../../../kernel/send-signal.ts'
import { readLine, writeLine } from './lines.ts'

/** How to start a guard that is a program. */
export interface GuardCommand {
  command: readonly [program: string, ...args: string[]]
  cwd?: string
  /** Added to the environment. */
  env?: Record<string, string>
}

/** A message of the program. Each is about one action, or about its start. */
export interface Message {
  who: string
  /** What it asks for, with a number for the answer. */
  ask?: number
  port?: string
  key?: string
  value?: Json
  before?: Json
  after?: Json
  ms?: number
  /** The answer to a ping. */
  pong?: number
  /** The action is over. */
  ended?: boolean
  /** Why the guard said no. */
  refused?: string
}

/** A program under way, and its lines. */
export interface Program {
  send(message: unknown): void
  /** Who hears what it says from here on. */
  hear(listener: (message: Message) => void): void
  /** Why it is gone; undefined while it runs. */
  gone(): string | undefined
  kill(): void
}

/** Of what it writes to standard error the end is kept, in characters. */
const KEPT = 2_000

export function startProgram({ command: [program, ...args], cwd, env = {} }: GuardCommand): Program {
  const child = spawn(program, args, {
    ...{ cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] },
    // A group of its own: what a launcher such as npx has started ends with it.
    detached: true,
  })
  running.add(child)
  let listener: (message: Message) => void = () => undefined
  let gone: string | undefined
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT)
  })
  const over = (how: string) => {
    gone ??= how
    running.delete(child)
    listener({ who: '' })
  }
  child.on('error', (error) => over(`${program} did not start: ${error.message}. Is it installed?`))
  child.on('close', (code, signal) => over(`${program} ended with ${signal ?? `exit code ${code}`}. ${said.trim()}`))
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = messageIn(line)
    if (message) listener(message)
    else
      over(`${program} wrote a line that is no message: ${JSON.stringify(line.slice(0, 200))}. Print to standard error`)
  })
  return {
    send: (message) => void child.stdin.write(`${writeLine(message)}\n`),
    hear: (next) => {
      listener = next
    },
    gone: () => gone,
    kill: () => void end(child),
  }
}

function end(child: ChildProcess): void {
  child.removeAllListeners('close')
  running.delete(child)
  if (child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL')
}

/** Programs that run. None is left behind by whoever forgets to close its guard. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) end(child)
})

function messageIn(line: string): Message | undefined {
  try {
    const message = readLine(line) as unknown as Message
    return typeof message?.who === 'string' ? message : undefined
  } catch {
    return undefined
  }
}
