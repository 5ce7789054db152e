/**
 * Kills runs that use every kind of thing that a run makes on its machine, while their trials are at work, and counts what is left: at once, after
 * the next run, and after `mettle doctor --remove`. Every second kill takes along whatever watches over the run, as the end of a
 * container or a machine without memory does. To be run as root, with Docker, Python and bubblewrap, in a namespace of processes of its own, in which all
 * that is counted is its own:
 *
 *     unshare --pid --fork --mount-proc sh -c 'node --conditions=mettle-source scripts/leftovers-proof.ts 100; exit $?'
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownerTag } from '../src/kernel/owner.ts'
import { createRandom } from '../src/kernel/random.ts'
import { type Count, count, type Ground, pids } from './leftovers/count.ts'
import { plantSuite } from './leftovers/project.ts'

const [kills = 100, seed = 1] = process.argv.slice(2).map(Number)
const TRIALS_A_RUN = 10
/** What watches over containers looks for so long whether one comes late, in ms. */
const WATCH_MS = 12_000

const root = mkdtempSync('/var/tmp/leftovers-proof-')
chmodSync(root, 0o755)
for (const name of ['tmp', 'cache']) mkdirSync(join(root, name))
chmodSync(join(root, 'tmp'), 0o777)
plantSuite(root, { docker: true, sandbox: true })
const random = createRandom(seed)
const ground: Ground = { root, host: ownerTag().split('.')[0] ?? '', docker: true }
const spared = new Set(pids())

function start(args: readonly string[]): ChildProcess {
  const env = { ...process.env, TMPDIR: join(root, 'tmp'), XDG_CACHE_HOME: join(root, 'cache') }
  const bin = resolve(import.meta.dirname, '../bin/mettle.js')
  return spawn(process.execPath, [bin, ...args], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function run(args: readonly string[]): Promise<number | null> {
  const child = start(args)
  return new Promise((done) => child.once('exit', done))
}

/** Resolves once a trial of the run is at work: a worker has written of it. */
async function atWork(): Promise<void> {
  while (!tracesUnderWay().some((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0)) await sleep(10)
}

function tracesUnderWay(): string[] {
  const runs = namesIn(join(root, 'reports')).filter((name) => /\.partial-\d+$/.test(name))
  return runs.flatMap((run) => {
    const traces = join(root, 'reports', run, 'traces')
    return namesIn(traces).map((name) => join(traces, name))
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // It is not there yet, or has just been moved.
    return []
  }
}

/** Kills the suite at a random time between its first trial at work and its last, and counts at once. */
async function kill(longestMs: number, withWatchers: boolean): Promise<Count> {
  const child = start(['run', '--trials', String(TRIALS_A_RUN / 5)])
  let over = false
  const ended = new Promise<void>((done) => child.once('exit', () => done())).then(() => {
    over = true
  })
  await Promise.race([atWork(), ended])
  await Promise.race([sleep(Math.floor(random.next() * longestMs)), ended])
  if (!over) met++
  // Stopped first, lest they see to it before they are gone as well.
  const watchers = withWatchers ? count({ ...ground, docker: false }, spared).watchers : []
  for (const name of ['SIGSTOP', 'SIGKILL'] as const) {
    for (const pid of watchers ?? []) signal(Number(pid), name)
    if (name === 'SIGSTOP') child.kill('SIGKILL')
  }
  await ended
  return count(ground, spared)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}

/** Counts what is left once those that watch have ended by themselves. */
async function settled(): Promise<Count> {
  const deadline = performance.now() + WATCH_MS
  let now = count(ground, spared)
  while ((now.watchers?.length ?? 0) > 0 && performance.now() < deadline) {
    await sleep(250)
    now = count(ground, spared)
  }
  return now
}

/** How many kills met a run under way. */
let met = 0
const sums: Record<string, { control: number; afterRun: number; afterDoctor: number; seen: number }> = {}
const bad: string[] = []

function add(found: Count, column: 'control' | 'afterRun' | 'afterDoctor', number: number): void {
  for (const [kind, places] of Object.entries(found)) {
    sums[kind] ??= { control: 0, afterRun: 0, afterDoctor: 0, seen: 0 }
    sums[kind][column] += places.length
    if (column === 'control') sums[kind].seen += places.length > 0 ? 1 : 0
    else if (places.length > 0) bad.push(`kill ${number} ${column} ${kind}: ${places.join(' | ').slice(0, 400)}`)
  }
}

function tell(number: number): void {
  const seconds = Math.round((performance.now() - began) / 1_000)
  console.log(
    `\n${number * TRIALS_A_RUN} trials planned in ${number} runs, ${met} of them killed at work (seed ${seed}), ${seconds} s`,
  )
  console.table(sums)
  for (const line of bad.splice(0)) console.log(line)
}

const warm = ['run', '--trials', String(TRIALS_A_RUN / 5)]
await run(warm)
const usual = run(warm)
await atWork()
const began = performance.now()
await usual
const usualMs = performance.now() - began
console.log(
  `trials of a run of ${TRIALS_A_RUN} take ${Math.round(usualMs)} ms; left by it: ${JSON.stringify(await settled())}`,
)
for (let number = 1; number <= kills; number++) {
  add(await kill(usualMs, number % 2 === 0), 'control', number)
  // Kinds of which Docker is asked are swept by whatever run uses Docker: this one does.
  if (number % 4 < 2) {
    await run(['run', '--agent', 'function,t3'])
    add(await settled(), 'afterRun', number)
  } else {
    await run(['doctor', '--remove'])
    add(await settled(), 'afterDoctor', number)
  }
  if (number % 10 === 0 || number === kills) tell(number)
}
rmSync(root, { recursive: true, force: true })
const left = Object.values(sums).reduce((sum, { afterRun, afterDoctor }) => sum + afterRun + afterDoctor, 0)
process.exitCode = left === 0 ? 0 : 1
