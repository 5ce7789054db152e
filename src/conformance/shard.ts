import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { endGroup } from '../kernel/end-with-me.ts'
import { startOwn } from '../kernel/own-process.ts'
import type { Case } from './cases/define.ts'
import type { Effect } from './effect.ts'
import type { Known } from './known.ts'
import { effectsFile, type Order, type Told } from './protocol.ts'
import type { DatabaseLogin } from './target.ts'

/** What was told of an attempt, and what the world shows of it. */
export interface Found extends Told {
  effects: readonly Effect[]
}

interface Options {
  repeats: number
  folder: string
  postgres: DatabaseLogin | undefined
  oneDone(): void
}

/** A case of a target takes at most so long, closing included: after that its process is ended. */
const MOST_MS = 600_000

/** Puts cases to a target in one process. Where it ends before its time, the case that it was at is an error, and another goes on behind it. */
export async function runShard(known: Known, list: readonly Case[], options: Options): Promise<Found[]> {
  const { repeats, oneDone } = options
  const { found, last } = await listen(start(known, list, options), options)
  const isDone = ({ name }: Case) => found.some((one) => one.case === name && one.repeat === repeats - 1 && one.over)
  const at = list.findIndex((one) => !isDone(one))
  const culprit = list[at]
  if (!culprit) return found
  oneDone()
  const failed: Found = { ...NEVER, case: culprit.name, note: last.trim().split('\n').at(-1) || 'its process ended' }
  const rest = list.slice(at + 1)
  return [...found, failed, ...(rest.length > 0 ? await runShard(known, rest, options) : [])]
}

const NEVER = { repeat: 0, way: 0, bytes: 0, over: true, effects: [], failed: true }

function start(known: Known, list: readonly Case[], { folder, repeats, postgres }: Options): ChildProcess {
  const cases = list.map(({ name }) => name)
  const { file, root, target } = known
  const server = target.needsPostgres && postgres ? { postgres } : {}
  const order: Order = { file, target: target.name, root, cases, repeats, folder, ...server }
  return startOwn('conformance/process', [JSON.stringify(order)], {
    cwd: folder,
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: what a framework starts ends with it.
    detached: true,
  })
}

/** All that a process tells until it is gone, and the last that it wrote. */
async function listen(
  child: ChildProcess,
  { folder, repeats, oneDone }: Options,
): Promise<{ found: Found[]; last: string }> {
  const found: Found[] = []
  let last = ''
  const quiet = watch(child)
  child.stdout?.resume()
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    last = (last + text).slice(-2_000)
  })
  child.on('message', (message) => {
    const told = message as Told
    quiet.again()
    found.push({ ...told, effects: readEffects(join(folder, effectsFile(told)), told.bytes) })
    if (told.repeat === repeats - 1 && told.over) oneDone()
  })
  const gone = ['close', 'disconnect'].map((event) => new Promise((resolve) => child.once(event, resolve)))
  child.once('exit', () => endGroup(child))
  await Promise.all(gone)
  quiet.stop()
  return { found, last }
}

/** Frameworks get what a program needs to run, and nothing else of this machine: no keys, no addresses of services that listen in. */
function environment(home: string): Record<string, string> {
  const { PATH = '', TMPDIR = '', LANG = '' } = process.env
  const off = { DO_NOT_TRACK: '1', OPENAI_AGENTS_DISABLE_TRACING: '1', MASTRA_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }
  return { PATH, HOME: home, ...(TMPDIR && { TMPDIR }), ...(LANG && { LANG }), ...off }
}

function readEffects(file: string, bytes: number): Effect[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file).subarray(0, bytes).toString('utf8').split('\n')
  return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Effect]))
}

/** Ends a process that has told nothing for too long. */
function watch(child: ChildProcess) {
  const end = () => endGroup(child)
  let timer = setTimeout(end, MOST_MS)
  return {
    again: () => {
      clearTimeout(timer)
      timer = setTimeout(end, MOST_MS)
    },
    stop: () => clearTimeout(timer),
  }
}
