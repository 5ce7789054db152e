import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aServer, urlOf } from '../../test/world/databases/a-server.ts'
import { cpuSeconds } from '../proc.ts'
import type { Costs } from './fleet.ts'

const BIN = join(import.meta.dirname, '../../bin/mettle.js')
/** Two runs of so many trials each: what one trial costs is what the larger costs more. */
const [FEW, MANY] = [100, 1_100]

const PROJECT = {
  'package.json': '{ "type": "module" }',
  'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' } }",
  'clerk.ts': 'export const run = () => 1',
  'scenarios/one.scenario.ts':
    "export default { task: { text: 'One.' }, scorers: [{ use: 'answer', params: { equals: 1 } }] }",
}

interface Spent {
  server: number
  planner: number
  worker: number
  report: number
  bytes: number
}

/** What a fleet costs on this machine: processor time of each of its processes, for one more trial that does nothing. */
export async function measureCosts(): Promise<{ costs: Costs; worker: number }> {
  const few = await spend(FEW)
  const many = await spend(MANY)
  const each = (name: keyof Spent) => (many[name] - few[name]) / (MANY - FEW)
  return {
    costs: { database: each('server'), collect: each('planner'), report: each('report'), bytes: each('bytes') },
    worker: each('worker'),
  }
}

async function spend(trials: number): Promise<Spent> {
  const before = cpuSeconds()
  const cwd = mkdtempSync(join(tmpdir(), 'mettle-scale-'))
  try {
    for (const [file, content] of Object.entries(PROJECT)) {
      mkdirSync(join(cwd, file, '..'), { recursive: true })
      writeFileSync(join(cwd, file), content)
    }
    const [planner, worker, report] = await perform(cwd, trials)
    // All others that this process has waited for are the server's.
    const server = cpuSeconds() - before - planner - worker - report
    return { server, planner, worker, report, bytes: statSync(join(cwd, 'reports/latest/trials.jsonl')).size }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

async function perform(cwd: string, trials: number): Promise<[number, number, number]> {
  await using server = await aServer()
  const url = urlOf(server.admin)
  await timed(cwd, url, ['queue', 'init']).spent
  const worker = timed(cwd, url, ['worker', '--workers', '2'])
  const run = ['run', '--queue', '--trials', String(trials), '--reporter', 'json']
  const planner = await timed(cwd, url, run).spent
  worker.stop()
  const report = await timed(cwd, '', ['report', '--reporter', 'html']).spent
  return [planner, await worker.spent, report]
}

/** A command in a shell that says, at its end, how much processor time it took with all that it started. */
function timed(cwd: string, url: string, args: readonly string[]): { spent: Promise<number>; stop(): void } {
  const script = 'trap : TERM; "$@"; wait; times >&3'
  const child = spawn('sh', ['-c', script, 'sh', process.execPath, BIN, ...args], {
    ...{ cwd, detached: true, env: { ...process.env, METTLE_QUEUE: url } },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  let said = ''
  child.stdio[3]?.on('data', (chunk) => {
    said += chunk
  })
  const spent = once(child, 'close').then(() => {
    const times = [...(said.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
    if (times.length !== 2) throw new Error(`It did not come to its end: mettle ${args.join(' ')}`)
    return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0)
  })
  return { spent, stop: () => void (child.pid && process.kill(-child.pid, 'SIGTERM')) }
}
