// What a fleet loses, counts twice and refuses while its workers are killed and stopped at random: one PostgreSQL, 4 workers, 2,000 trials.
// `node --conditions=mettle-source scripts/fleet-proof.ts [--trials 2000] [--workers 4] [--without-token] [--throughput]`
// `--without-token` is the control: the proof takes the check out of its own database, and late records count.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createRandom } from '../src/kernel/random.ts'
import type { DatabaseServer } from '../src/world/databases/servers/server.ts'
import { aServer, urlOf } from '../test/world/databases/a-server.ts'
import { query } from '../test/world/databases/stage.ts'

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '2000' },
    workers: { type: 'string', default: '4' },
    ms: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'without-token': { type: 'boolean', default: false },
    throughput: { type: 'boolean', default: false },
  },
})
const [TRIALS, WORKERS] = [Number(values.trials), Number(values.workers)]
/** In s. */
const LEASE = 2
const BIN = resolve(import.meta.dirname, '../bin/mettle.js')

const UNFENCED = `CREATE OR REPLACE FUNCTION mettle_queue.fence(of_run text, of_trial text, held bigint) RETURNS text LANGUAGE sql AS $$
  SELECT 'current' FROM mettle_queue.trial WHERE run = of_run AND id = of_trial FOR UPDATE
$$`

const cwd = mkdtempSync(join(tmpdir(), 'fleet-proof-'))
try {
  plant()
  if (values.throughput) await measure()
  else await prove()
} finally {
  rmSync(cwd, { recursive: true, force: true })
}

function plant(): void {
  mkdirSync(join(cwd, 'scenarios'))
  writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(cwd, 'mettle.config.ts'),
    `export default { agents: { clerk: './clerk.ts' }, workers: 1, realTime: true }`,
  )
  writeFileSync(
    join(cwd, 'clerk.ts'),
    `export const run = () => new Promise((done) => setTimeout(done, ${Number(values.ms)}, 1))`,
  )
  writeFileSync(
    join(cwd, 'scenarios/one.scenario.ts'),
    `export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }`,
  )
}

function start(url: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: { ...process.env, METTLE_QUEUE: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once('exit', done))
}

async function queueOn(server: DatabaseServer): Promise<string> {
  const url = urlOf(server.admin)
  if ((await ended(start(url, ['queue', 'init']))) !== 0) throw new Error('The queue could not be made.')
  return url
}

function aWorker(url: string): ChildProcess {
  return start(url, ['worker', '--workers', '1', '--lease', String(LEASE)])
}

async function prove(): Promise<void> {
  await using server = await aServer()
  const url = await queueOn(server)
  if (values['without-token']) await query(server.admin, UNFENCED)
  const since = performance.now()
  const planner = start(url, ['run', '--queue', '--trials', values.trials, '--reporter', 'junit'])
  const over = ended(planner)
  let isOver = false
  over.then(() => {
    isOver = true
  })
  const counts = { killed: 0, stopped: 0 }
  await Promise.all(Array.from({ length: WORKERS }, (_, seat) => disturb(url, seat, () => isOver, counts)))
  const code = await over
  const seconds = Math.round((performance.now() - since) / 1_000)
  console.log({
    trials: TRIALS,
    workers: WORKERS,
    fence: !values['without-token'],
    ...counts,
    code,
    seconds,
    ...found(),
  })
}

/** Keeps a seat taken, and now and then kills who sits there, or stops it past its lease. */
async function disturb(url: string, seat: number, isOver: () => boolean, counts: { killed: number; stopped: number }) {
  const random = createRandom(`${values.seed} ${seat}`)
  let worker = aWorker(url)
  await sleep(3_000)
  while (!isOver()) {
    await sleep(500 + random.int(4_000))
    if (isOver()) break
    if (random.int(2) === 0) {
      counts.killed++
      worker.kill('SIGKILL')
      worker = aWorker(url)
      await sleep(2_000)
    } else {
      counts.stopped++
      worker.kill('SIGSTOP')
      await sleep(LEASE * 1_000 + 1_500)
      worker.kill('SIGCONT')
    }
  }
  worker.kill('SIGCONT')
  worker.kill('SIGKILL')
}

function found() {
  const latest = join(cwd, 'reports/latest')
  const { fleet, summary } = JSON.parse(readFileSync(join(latest, 'run.json'), 'utf8'))
  const lines = readFileSync(join(latest, 'trials.jsonl'), 'utf8').split('\n').slice(0, -1)
  const ids = lines.map((line) => /^\{"id":"([^"]+)"/.exec(line)?.[1])
  return {
    ...{ lost: TRIALS - new Set(ids).size, countedTwice: ids.length - new Set(ids).size },
    ...{ lateFenced: fleet.late, givenAgain: fleet.again, errors: summary.error },
  }
}

/** The same trials by one process with as many lanes, and by workers that nobody disturbs. */
async function measure(): Promise<void> {
  const alone = await timed(() =>
    ended(start('', ['run', '--trials', values.trials, '-w', values.workers, '--reporter', 'junit'])),
  )
  await using server = await aServer({ fsync: 'on', synchronous_commit: 'on' })
  const url = await queueOn(server)
  const workers = Array.from({ length: WORKERS }, () => aWorker(url))
  await sleep(4_000)
  const fleet = await timed(() =>
    ended(start(url, ['run', '--queue', '--trials', values.trials, '--reporter', 'junit'])),
  )
  for (const worker of workers) worker.kill('SIGKILL')
  const pace = (ms: number) => Math.round((TRIALS / ms) * 10_000) / 10
  console.log({
    trials: TRIALS,
    lanes: WORKERS,
    alone: pace(alone),
    fleet: pace(fleet),
    ratio: Math.round((alone / fleet) * 100) / 100,
  })
}

async function timed(work: () => Promise<number | null>): Promise<number> {
  const since = performance.now()
  if ((await work()) !== 0) throw new Error('The run failed.')
  return performance.now() - since
}
