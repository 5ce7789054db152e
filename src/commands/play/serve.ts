import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { channels } from '../../channels/index.ts'
import { atExit } from '../../kernel/at-exit.ts'
import { PrerequisiteError } from '../../kernel/errors.ts'
import { ownModule } from '../../kernel/own-files.ts'
import { makeTemporary } from '../../kernel/temporary.ts'
import { visible } from '../../kernel/visible.ts'
import type { CommandSource } from '../../scenario/agent-source.ts'
import type { ScheduledTrial } from '../../stage/scheduled-trial.ts'
import { catchInterrupts } from '../interrupt.ts'
import type { Terminal } from '../terminal.ts'
import { againWords, type PlayFlags, play } from './play.ts'

export interface ServeFlags extends PlayFlags {
  /** Where the variables are written, for shells and for what reads such files. */
  dotenv?: string
  /** The first of the ports that the world listens on. */
  port?: number
}

/** Where the world is, unless somebody says otherwise: what is developed beside it finds it there the next time, too. */
const FIRST_PORT = 4650
/** A trial is reached by it: of a world that a person holds open on purpose. */
const TOKEN = 'serve'
/** Nobody is in a hurry. In ms. */
const A_DAY = 86_400_000

/**
 * Holds the world of one trial open until Ctrl-C, for whoever comes by, and judges what happened in it. Resolves with the
 * exit code.
 */
export async function serveCommand(scenario: string, flags: ServeFlags, terminal: Terminal): Promise<number> {
  const { port = FIRST_PORT } = flags
  await demandFree(port)
  const place = makeTemporary('mettle-serve-')
  const remove = () => rmSync(place, { recursive: true, force: true })
  using _ = atExit(remove)
  const path = join(place, 'holder')
  const server = createServer()
  const holders = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    holders.add(socket)
    socket.on('error', () => {})
    createInterface(socket).once('line', (line) => opened(JSON.parse(line), flags, terminal))
  })
  server.listen(path)
  await once(server, 'listening')
  const source: CommandSource = {
    ...{ host: 'command', argv: [process.execPath, ownModule('commands/play/holder'), path] },
    ...{ cwd: process.cwd(), env: {}, stdin: 'none', answer: 'stdout' },
  }
  using interrupt = catchInterrupts(() => {
    for (const socket of holders) socket.end()
    return holders.size > 0
  })
  try {
    return await play(
      {
        ...{ scenario, flags, folder: 'serve', interrupt },
        // It runs no agent: those come from elsewhere.
        contestant: { name: 'serve', tier: 'T1', source: () => source, again: againWords('serve', scenario, flags) },
        change: (trial, setup) => ({
          trial: unhurried(trial),
          setup: { ...setup, pool: { ...setup.pool, place: { port, token: TOKEN } } },
        }),
      },
      terminal,
    )
  } finally {
    server.close()
    for (const socket of holders) socket.destroy()
    remove()
  }
}

function unhurried(trial: ScheduledTrial): ScheduledTrial {
  return { ...trial, loaded: { ...trial.loaded, limits: { ...trial.loaded.limits, deadlineMs: A_DAY } } }
}

interface Held {
  /** What agents read as JSON. */
  task: string
  env: Record<string, string>
}

/** What an agent has of its trial alone, and would be no use to anybody else. */
const OF_THE_HOLDER = ['METTLE_TRIAL', 'METTLE_TASK', 'METTLE_TASK_FILE', 'TMPDIR', 'TZ', 'LANG', 'PWD', 'SHLVL', '_']

function opened({ task, env }: Held, { dotenv }: ServeFlags, terminal: Terminal): void {
  const own = Object.entries(env).filter(([name, value]) => {
    return !OF_THE_HOLDER.includes(name) && process.env[name] !== value
  })
  const lines = own.map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`).sort()
  if (dotenv !== undefined) writeFileSync(dotenv, `${lines.join('\n')}\n`, { mode: 0o600 })
  const { text } = JSON.parse(task) as { text: string }
  const how = dotenv === undefined ? 'Its doors, for a shell:' : `Its doors are in ${dotenv}:`
  const shown = [
    '',
    'The world is open. Its task:',
    ...text.split('\n').map((line) => `  ${line}`),
    '',
    how,
    ...lines.map((line) => `  ${line}`),
  ]
  terminal.print(`${shown.map(visible).join('\n')}\n\nCtrl-C ends the trial and judges what happened.\n\n`)
}

/** @throws {PrerequisiteError} another process listens where a server of the world would. */
async function demandFree(first: number): Promise<void> {
  const servers = Object.values(channels).filter(({ serve }) => serve)
  for (const [index] of servers.entries()) {
    const port = first + index
    const server = createServer()
    const taken = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(true))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)))
    })
    if (taken) {
      throw new PrerequisiteError(
        `Failed to open the world: port ${port} is taken. Free it, or name the first of ${servers.length} with --port.`,
      )
    }
  }
}
