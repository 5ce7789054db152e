import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOwn } from '../kernel/own-process.ts'
import type { Case } from './cases/define.ts'
import type { Effect } from './effect.ts'
import type { Known } from './known.ts'
import { effectsFile, type Order, type Told } from './protocol.ts'

/** What was told of an attempt, and what the world shows of it. */
export interface Found extends Told {
  effects: readonly Effect[]
}

interface Options {
  repeats: number
  folder: string
  oneDone(): void
}

/** A case of a target takes at most so long, closing included: after that its process is ended. */
const MOST_MS = 60_000

/** Puts cases to a target in one process. What it left undone when its process ended has no attempt. */
export async function runShard(known: Known, list: readonly Case[], options: Options): Promise<Found[]> {
  const { folder, repeats, oneDone } = options
  const names = list.map(({ name }) => name)
  const order: Order = { file: known.file, target: known.target.name, root: known.root, cases: names, repeats, folder }
  const child = startOwn('conformance/process', [JSON.stringify(order)], {
    cwd: folder,
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const found: Found[] = []
  const seen = new Set<string>()
  let last = ''
  const quiet = watch(child, () => MOST_MS)
  child.stdout?.resume()
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    last = (last + text).slice(-2_000)
  })
  child.on('message', (message) => {
    const told = message as Told
    quiet.again()
    found.push({ ...told, effects: readEffects(join(folder, effectsFile(told)), told.bytes) })
    if (!seen.has(told.case)) oneDone()
    seen.add(told.case)
  })
  await new Promise<void>((resolve) => child.once('close', () => resolve()))
  quiet.stop()
  const undone = names.filter((name) => !seen.has(name))
  return [...found, ...undone.map((name) => failed(name, last))]
}

function failed(name: string, said: string): Found {
  const why = said.trim().split('\n').at(-1) ?? ''
  return { case: name, repeat: 0, way: 0, bytes: 0, effects: [], failed: true, note: why || 'its process ended' }
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
function watch(child: ChildProcess, ms: () => number) {
  const end = () => child.kill('SIGKILL')
  let timer = setTimeout(end, ms())
  return {
    again: () => {
      clearTimeout(timer)
      timer = setTimeout(end, ms())
    },
    stop: () => clearTimeout(timer),
  }
}
