import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test, vi } from 'vitest'
import { plantProject, startMettle } from '../../e2e/cli.ts'
import { containersOf, IMAGE, needsContainers, needsSandbox } from './needs.ts'

/** The whole count runs with METTLE_PROVE=1: 504 ends in all. */
const ROUNDS = process.env.METTLE_PROVE === '1' ? 28 : 1

/** Most of a round is waiting. */
const AT_ONCE = 4

/** Children that leave their parents and their group behind, and one that stays. */
const AGENT = `
import os, subprocess, sys, time
mark = sys.argv[1]
subprocess.Popen(['sleep', mark])
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execvp('sleep', ['sleep', mark])
        os._exit(0)
time.sleep(600)
`
const SLEEPERS = 4

const kinds: Record<string, (mark: string) => string> = {
  program: (mark) => `{ command: ['/usr/bin/python3', 'agent.py', '${mark}'] }`,
  'program of an image': (mark) =>
    `{ command: ['/usr/bin/python3', 'agent.py', '${mark}'], tier: 'T3', image: '${IMAGE}' }`,
  function: (mark) => `{ module: './agent.js', params: { mark: '${mark}' } }`,
  service: (mark) => `{ url: 'http://127.0.0.1:{{port}}', start: ['/usr/bin/python3', 'agent.py', '${mark}'] }`,
}

/** Starts the same in its own process. */
const MODULE = `import { spawn } from 'node:child_process'
export const run = ({ params }) => new Promise((ended) => spawn('/usr/bin/python3', ['agent.py', params.mark]).on('exit', ended))`

function project(agent: string, deadlineMs: number): string {
  return plantProject({
    'agent.py': AGENT,
    'agent.js': MODULE,
    'mettle.config.js': `export default { agents: { mine: ${agent} } }`,
    'scenarios/a.scenario.js': `export default { task: { text: 'x' }, world: {}, limits: { deadlineMs: ${deadlineMs} } }`,
  })
}

const commands = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`), stat: read(`/proc/${pid}/stat`) }))

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

const alive = (mark: string) => commands().filter(({ command }) => command.split('\0').includes(mark))
const asleep = (mark: string) => alive(mark).filter(({ command }) => command.startsWith('sleep')).length

async function until(what: () => boolean): Promise<void> {
  // A machine may be slow; one that never gets there is a failure.
  for (let look = 0; look < 3_000 && !what(); look++) await sleep(20)
}

const ends: Record<string, (parent: number) => void> = {
  'the harness is killed': (parent) => process.kill(parent, 'SIGKILL'),
  'the worker is killed': (parent) => {
    const found = commands().find(({ command, pid }) => command.includes('worker.ts\0') && comesOf(pid, parent))
    if (!found) throw new Error('There is no worker.')
    process.kill(found.pid, 'SIGKILL')
  },
  'the trial meets its deadline': () => {},
}

function comesOf(pid: number, ancestor: number): boolean {
  return pid > 1 && (pid === ancestor || comesOf(parentIn(read(`/proc/${pid}/stat`)), ancestor))
}

function parentIn(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

beforeAll(async () => {
  needsSandbox()
  await needsContainers()
})

const cases = Object.keys(kinds).flatMap((kind) =>
  // What a function has started and what left its parents then is found by nobody at T1.
  (kind.includes('image') ? ['T3'] : kind === 'function' ? ['T2'] : ['T1', 'T2']).flatMap((tier) =>
    Object.keys(ends).map((how) => [tier, kind, how] as const),
  ),
)

test.each(cases)(
  'at %s nothing of a %s is left when %s',
  async (tier, kind, how) => {
    for (let round = 0; round < ROUNDS; round += AT_ONCE) {
      const together = Array.from({ length: Math.min(AT_ONCE, ROUNDS - round) }, (_, beside) => round + beside)
      await Promise.all(together.map((one) => nothingIsLeft(tier, kind, how, one)))
    }
  },
  ROUNDS * 30_000 + 300_000,
)

async function nothingIsLeft(tier: string, kind: string, how: string, round: number): Promise<void> {
  const mark = String(1_000_000 + Math.round(performance.now() * 1_000) * AT_ONCE + (round % AT_ONCE))
  const cwd = project(kinds[kind]?.(mark) ?? '', how.includes('deadline') ? 4_000 : 600_000)
  const { child, ended } = startMettle(['run', '--tier', tier, '--reporter', 'list'], { cwd })
  await until(() => asleep(mark) === SLEEPERS)
  expect(asleep(mark)).toBe(SLEEPERS)
  const owners = commands().filter(({ stat }) => parentIn(stat) === child.pid)
  const containers = () => containersOf(owners.map(({ pid }) => pid))
  expect(await containers()).toHaveLength(tier === 'T3' ? 1 : 0)
  ends[how]?.(child.pid ?? 0)
  await until(() => alive(mark).length === 0)
  expect([round, alive(mark)]).toEqual([round, []])
  await ended
  await vi.waitFor(async () => expect(await containers()).toEqual([]), { timeout: 60_000 })
}
