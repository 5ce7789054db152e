// 5,000 instant cases as mettle, vitest-evals and promptfoo run them, side by side: time, memory, what they write.
// Once before: npm ci --ignore-scripts, in each folder here.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { deleteFolders, freshFolder } from '../folders.ts'
import { familyOf, proportionalBytes } from '../proc.ts'
import { median, spread } from '../rounds.ts'

const CASES = 5_000
const ROUNDS = 3
const SAMPLE_MS = 100
const HERE = import.meta.dirname

interface Peer {
  command: string[]
  cwd: string
  env?: Record<string, string>
  /** How many cases the output tells of: a run that did nothing is fast. */
  count(): number
  output: string
}

interface Figures {
  seconds: number
  megabytes: number
  written: number
}

const peers: Record<string, () => Peer> = { mettle, 'vitest-evals': vitestEvals, promptfoo }
const figures = new Map<string, Figures[]>(Object.keys(peers).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, peer] of Object.entries(peers)) figures.get(name)?.push(await measure(name, peer()))
}
deleteFolders()
console.log(`${CASES} instant cases, medians of ${ROUNDS} interleaved rounds (smallest-largest)\n`)
for (const [name, rounds] of figures) {
  const column = (of: (one: Figures) => number, digits: number) => {
    const all = rounds.map(of)
    return `${median(all).toFixed(digits)} (${spread(all, digits)})`
  }
  console.log(
    `${name.padEnd(14)} ${column(({ seconds }) => seconds, 1)} s, most memory ${column(({ megabytes }) => megabytes, 0)} MB, ` +
      `wrote ${column(({ written }) => written, 1)} MB`,
  )
}

async function measure(name: string, { command, cwd, env, count, output }: Peer): Promise<Figures> {
  const [file = '', ...args] = command
  const start = performance.now()
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: 'ignore' })
  const bytes = await mostMemory(child)
  const seconds = (performance.now() - start) / 1_000
  if (count() !== CASES) throw new Error(`Failed to run ${name}: ${count()} of ${CASES} cases. Is it installed?`)
  return { seconds, megabytes: bytes / 1024 / 1024, written: sizeOf(output) / 1e6 }
}

/** The most that the process and its children held at once, what they share counted once. */
async function mostMemory(child: ChildProcess): Promise<number> {
  let most = 0
  let running = true
  child.once('exit', () => {
    running = false
  })
  while (running) {
    const bytes = familyOf(child.pid ?? 0).reduce((sum, pid) => sum + proportionalBytes(pid), 0)
    most = Math.max(most, bytes)
    await setTimeout(SAMPLE_MS)
  }
  return most
}

function mettle(): Peer {
  const output = join(freshFolder(), 'run')
  const bin = join(HERE, '../../bin/mettle.js')
  const flags = ['--agent', 'instant', '--trials', String(CASES), '--reporter', 'json,html', '--out', output]
  return {
    command: [process.execPath, bin, 'run', 'instant', ...flags],
    cwd: join(HERE, '../project'),
    count: () => readJson(join(output, 'report.json')).trials.length,
    output,
  }
}

/** It writes JSON, and shows it by a server of its own: it has no page to write. */
function vitestEvals(): Peer {
  const output = freshFolder()
  const file = join(output, 'results.json')
  const cwd = join(HERE, 'vitest-evals')
  const reporters = ['--reporter=vitest-evals/reporter', '--reporter=json', `--outputFile.json=${file}`]
  return {
    command: [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', ...reporters],
    cwd,
    env: { ROWS: String(CASES) },
    count: () => readJson(file).numPassedTests,
    output,
  }
}

function promptfoo(): Peer {
  const output = freshFolder()
  const tests = Array.from({ length: CASES }, (_, row) => ({
    vars: { n: `order ord_${row}` },
    assert: [{ type: 'contains', value: 'order' }],
  }))
  const config = join(output, '../promptfoo.json')
  writeFileSync(config, JSON.stringify({ prompts: ['Handle: {{n}}'], providers: ['echo'], tests }))
  const [json, html] = [join(output, 'out.json'), join(output, 'out.html')]
  const main = join(HERE, 'promptfoo/node_modules/promptfoo/dist/src/main.js')
  const quiet = ['--no-progress-bar', '--no-table', '--no-cache', '-j', '20']
  return {
    command: [process.execPath, main, 'eval', '-c', config, '-o', json, '-o', html, ...quiet],
    cwd: join(HERE, 'promptfoo'),
    env: {
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_CONFIG_DIR: join(output, '../promptfoo'),
    },
    count: () => readJson(json).results.stats.successes,
    output,
  }
}

function readJson(file: string) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { trials: [], results: { stats: {} } }
}

function sizeOf(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
