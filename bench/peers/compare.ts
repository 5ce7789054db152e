// Instant cases as mettle, vitest-evals and promptfoo run them, side by side: time, memory, what they write, and what a further
// case takes. Once before: npm ci --ignore-scripts, in each folder here. Arguments: which of them.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { deleteFolders, freshFolder } from '../folders.ts'
import { cpuSeconds, familyOf, proportionalBytes } from '../proc.ts'
import { median, spread } from '../rounds.ts'

const [FEW, MANY] = [1_000, 5_000]
const ROUNDS = 3
const SAMPLE_MS = 100
const HERE = import.meta.dirname
/** What a further case of mettle may take, as a multiple of one of vitest-evals. */
const LIMITS = { cpu: 2.5, wall: 1.5 }

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
  cpuSeconds: number
  megabytes: number
  written: number
}

type Round = Record<'few' | 'many', Figures>

const peers: Record<string, (cases: number) => Peer> = { mettle, 'vitest-evals': vitestEvals, promptfoo }
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(peers)
const rounds = new Map<string, Round[]>(chosen.map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const name of chosen) rounds.get(name)?.push({ few: await measure(name, FEW), many: await measure(name, MANY) })
}
deleteFolders()
console.log(`${MANY} instant cases, medians of ${ROUNDS} interleaved rounds (smallest-largest)\n`)
for (const name of chosen) {
  const column = (of: (one: Figures) => number, digits: number) =>
    told(
      rounds.get(name)?.map(({ many }) => of(many)),
      digits,
    )
  console.log(
    `${name.padEnd(14)} ${column(({ seconds }) => seconds, 1)} s, most memory ${column(({ megabytes }) => megabytes, 0)} MB, ` +
      `wrote ${column(({ written }) => written, 1)} MB`,
  )
}
console.log(`\nA further case, from ${FEW} to ${MANY}`)
for (const name of chosen) {
  console.log(
    `${name.padEnd(14)} ${told(slopes(name, 'cpuSeconds'), 2)} ms of CPU, ${told(slopes(name, 'seconds'), 2)} ms of wall`,
  )
}
if (chosen.includes('mettle') && chosen.includes('vitest-evals')) {
  const [cpu, wall] = [ratios('cpuSeconds'), ratios('seconds')]
  console.log(
    `mettle over vitest-evals: CPU ${told(cpu, 2)} (target <= ${LIMITS.cpu}), wall ${told(wall, 2)} (target <= ${LIMITS.wall})`,
  )
}

function told(figures: readonly number[] = [], digits: number): string {
  return `${median(figures).toFixed(digits)} (${spread(figures, digits)})`
}

/** Milliseconds a case, one figure a round. */
function slopes(name: string, of: 'cpuSeconds' | 'seconds'): number[] {
  return (rounds.get(name) ?? []).map(({ few, many }) => (1_000 * (many[of] - few[of])) / (MANY - FEW))
}

function ratios(of: 'cpuSeconds' | 'seconds'): number[] {
  const floor = slopes('vitest-evals', of)
  return slopes('mettle', of).map((ms, round) => ms / (floor[round] ?? Number.NaN))
}

async function measure(name: string, cases: number): Promise<Figures> {
  const peer = peers[name]
  if (!peer) throw new Error(`Failed to run ${name}: there are ${Object.keys(peers).join(', ')}.`)
  const { command, cwd, env, count, output } = peer(cases)
  const [file = '', ...args] = command
  const [start, before] = [performance.now(), cpuSeconds()]
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: 'ignore' })
  const bytes = await mostMemory(child)
  const [seconds, cpu] = [(performance.now() - start) / 1_000, cpuSeconds() - before]
  if (count() !== cases) throw new Error(`Failed to run ${name}: ${count()} of ${cases} cases. Is it installed?`)
  return { seconds, cpuSeconds: cpu, megabytes: bytes / 1024 / 1024, written: sizeOf(output) / 1e6 }
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

function mettle(cases: number): Peer {
  const output = join(freshFolder(), 'run')
  const bin = join(HERE, '../../bin/mettle.js')
  const flags = ['--agent', 'instant', '--trials', String(cases), '--reporter', 'json,html', '--out', output]
  return {
    command: [process.execPath, bin, 'run', 'instant', ...flags],
    cwd: join(HERE, '../project'),
    count: () => linesOf(join(output, 'trials.jsonl')),
    output,
  }
}

/** It writes JSON, and shows it by a server of its own: it has no page to write. */
function vitestEvals(cases: number): Peer {
  const output = freshFolder()
  const file = join(output, 'results.json')
  const cwd = join(HERE, 'vitest-evals')
  const reporters = ['--reporter=vitest-evals/reporter', '--reporter=json', `--outputFile.json=${file}`]
  return {
    command: [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', ...reporters],
    cwd,
    env: { ROWS: String(cases) },
    count: () => readJson(file).numPassedTests,
    output,
  }
}

function promptfoo(cases: number): Peer {
  const output = freshFolder()
  const tests = Array.from({ length: cases }, (_, row) => ({
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

function linesOf(file: string): number {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0
}

function readJson(file: string) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { results: { stats: {} } }
}

function sizeOf(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
