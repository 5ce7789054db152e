import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ChannelOffer, ChannelServer } from '../../boundary/channel.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import type { CommandSource } from '../../scenario/agent-source.ts'
import { openServers } from '../../stage/open-servers.ts'
import type { AgentOrder } from '../../stage/order.ts'
import type { Stage } from '../../stage/stage.ts'
import { plainAnswer } from '../answer.ts'
import { type Ending, type Host, orderFor, type RunningAgent } from '../host.ts'
import { type Briefing, briefAgent } from '../programs/briefing.ts'
import { outsidePacing } from '../programs/pacing.ts'
import { type Exit, type Program, startProgram } from '../programs/program.ts'
import { watchMemory } from '../programs/watch-memory.ts'

type CommandOrder = Extract<AgentOrder, { host: 'command' }>

/** How much of an agent's last words its failure tells, in characters. */
const LAST_WORDS = 500

/** Runs agents that are programs, each trial in a process tree of its own, their doors in this process. */
export async function commandHost(): Promise<Host> {
  const servers = await openServers()
  const own = environmentHere()
  /** What the last trial left running. */
  let left: string[] = []
  return {
    kind: 'command',
    pacing: outsidePacing,
    start: (order, stage) => {
      left = []
      return start(orderFor('command', order), stage, { servers, own, leave: (names) => left.push(...names) })
    },
    remains: async () => ({ dirt: left.map((name) => `${name} was still running`) }),
    changed: () => undefined,
  }
}

/** The variables that this process was given for code of the project, without those for itself. */
function environmentHere(): Record<string, string> {
  const { UV_THREADPOOL_SIZE: _, NODE_COMPILE_CACHE: __, ...env } = process.env
  return env as Record<string, string>
}

interface Means {
  servers: ChannelServer
  own: Record<string, string>
  leave(names: readonly string[]): void
}

/** An agent under way, as far as it has come. */
interface Running {
  offer?: ChannelOffer
  briefing?: Briefing
  program?: Program
  over: boolean
}

function start(order: CommandOrder, stage: Stage, means: Means): RunningAgent {
  const running: Running = { over: false }
  stage.write({ type: 'real-time', what: 'an agent in a process of its own' })
  const ended = run(order, stage, means, running).catch((thrown): Ending => {
    const error = messageOf(thrown)
    if (!running.over) stage.write({ type: 'harness-fault', where: `agent ${order.name}`, message: error })
    return { how: 'threw', error }
  })
  return {
    ended,
    outputBytes: () => running.program?.bytes() ?? 0,
    stop: async () => {
      running.over = true
      means.leave((await running.program?.tree.end()) ?? [])
      await running.offer?.close()
      running.briefing?.close()
    },
  }
}

async function run(order: CommandOrder, stage: Stage, { servers, own }: Means, running: Running): Promise<Ending> {
  running.offer = servers.offer(stage)
  running.briefing = await briefAgent(order, stage, running.offer)
  const { env, fill } = running.briefing
  const { maxOutputBytes } = stage.scenario.limits
  // A trial may be over before it began.
  if (running.over) throw new Error('the trial was over')
  const variables = Object.entries(order.env).map(([name, value]) => [name, fill(value)] as const)
  const program = startProgram({
    argv: order.argv.map(fill),
    cwd: order.cwd,
    env: { ...own, ...env, ...Object.fromEntries(variables) },
    stdin: stdinOf(order, running.briefing),
    kept: maxOutputBytes,
    output: (event) => {
      stage.write(event)
      if (program.bytes() > maxOutputBytes) stage.stop('output-limit', `more than ${maxOutputBytes} bytes`)
    },
  })
  running.program = program
  const unwatch = watchMemory(program.tree, stage)
  try {
    return endingOf(order, await program.exited, (file) => resolve(order.cwd, fill(file)), maxOutputBytes)
  } finally {
    unwatch()
  }
}

function stdinOf({ stdin }: CommandSource, { task, fill }: Briefing): string {
  if (stdin === 'json') return `${JSON.stringify(task)}\n`
  if (stdin === 'text') return `${task.text}\n`
  return stdin === 'none' ? '' : fill(stdin.template)
}

function endingOf({ answer }: CommandSource, exit: Exit, pathOf: (template: string) => string, most: number): Ending {
  const { code, signal, stdout } = exit
  if (code === null) return { how: 'threw', error: `ended by ${signal}${lastWords(exit)}` }
  if (answer === 'exit-code') return { how: 'returned', answer: code }
  if (code !== 0) return { how: 'threw', error: `exit code ${code}${lastWords(exit)}` }
  if (answer === 'stdout') return { how: 'returned', answer: readAnswer(stdout) }
  if (answer === 'last-line') return { how: 'returned', answer: readAnswer(stdout.trimEnd().split('\n').at(-1) ?? '') }
  return fromFile(pathOf(answer.file), most)
}

function fromFile(path: string, most: number): Ending {
  try {
    const { size } = statSync(path)
    if (size > most) return { how: 'threw', error: `its answer has ${size} bytes, more than ${most}` }
    return { how: 'returned', answer: readAnswer(readFileSync(path, 'utf8')) }
  } catch (thrown) {
    return { how: 'threw', error: `it left no answer: ${messageOf(thrown)}` }
  }
}

/** JSON where it is JSON, else the text; null for none. */
function readAnswer(text: string): Json {
  const trimmed = text.trim()
  if (trimmed === '') return null
  try {
    return plainAnswer(JSON.parse(trimmed))
  } catch {
    return trimmed
  }
}

function lastWords({ stderr, stdout }: Exit): string {
  const said = (stderr.trim() || stdout.trim()).slice(-LAST_WORDS)
  return said === '' ? '' : `: ${said}`
}
