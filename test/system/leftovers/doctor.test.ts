import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { plantSuite } from '../../../scripts/leftovers/project.ts'
import { listProcesses } from '../../../src/kernel/processes.ts'
import { mettle, plantProject, startMettle, temporaryFolder } from '../../e2e/cli.ts'

/** Of a project whose agents use every kind of thing that needs no more than npm has brought. */
function planted() {
  const cwd = temporaryFolder()
  plantSuite(cwd, { docker: false, sandbox: false, ms: 10_000 })
  for (const name of ['tmp', 'cache']) mkdirSync(join(cwd, name), { mode: 0o777 })
  const env = {
    TMPDIR: join(cwd, 'tmp'),
    XDG_CACHE_HOME: join(cwd, 'cache'),
    DOCKER_HOST: 'unix:///nowhere/docker.sock',
  }
  return { cwd, env }
}

type Planted = ReturnType<typeof planted>

interface Listed {
  kind: string
  place: string
  owner: { pid: number; startedAt: string } | null
}

/** @param pid Of the run: the server's files may lie in a cache that others use. */
async function doctor(
  { cwd, env }: Planted,
  flag: string,
  pid: number,
): Promise<{ code: number | null; left: Listed[] }> {
  const { code, stdout } = await mettle(['doctor', flag, '--json'], { cwd, env })
  const { leftovers } = JSON.parse(stdout) as { leftovers: Listed[] }
  // Others may be killed on this machine at the same time.
  return {
    code,
    left: leftovers.filter((one) => one.kind === 'process' || one.place.startsWith(cwd) || one.owner?.pid === pid),
  }
}

const kindsOf = (left: readonly Listed[]) => [...new Set(left.map(({ kind }) => kind))]

/** Kills a run whose agent is at work, and with it whatever of it would see to the agent. */
async function killed({ cwd, env }: Planted): Promise<number> {
  const { child, ended } = startMettle(['run', '--agent', 't1', '--trials', '40', '--workers', '1'], { cwd, env })
  const root = child.pid ?? 0
  // What the agent starts last.
  await vi.waitFor(async () => expect(await below(root, /^sleep/)).not.toEqual([]), { timeout: 50_000, interval: 20 })
  const watchers = await below(root, /mettle-(keeper|guardian)|hosts.worker/)
  for (const pid of [root, ...watchers]) process.kill(pid, 'SIGSTOP')
  for (const pid of [root, ...watchers]) process.kill(pid, 'SIGKILL')
  await ended
  return root
}

/** Processes that came of one, by their command lines. */
async function below(root: number, which: RegExp): Promise<number[]> {
  const all = await listProcesses()
  const of = (pid: number): number[] => [
    pid,
    ...all.filter(({ parent }) => parent === pid).flatMap((one) => of(one.pid)),
  ]
  return of(root).filter((pid) => which.test(commandLine(pid)))
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}

const ALL = ['process', 'embedded PostgreSQL', 'temporary folder', 'run']

/** Other runs on the machine sweep what a killed one has left, and may be faster than who lists it. */
async function leftAlone() {
  for (let tries = 1; ; tries++) {
    const place = planted()
    const pid = await killed(place)
    const before = await doctor(place, '--leftovers', pid)
    const kinds = kindsOf(before.left)
    if (tries === 4 || ALL.every((kind) => kinds.includes(kind))) return { place, pid, before }
  }
}

test('what a run leaves that is killed with all that watches over it is listed with its owner, and removed', async () => {
  const { place, pid, before } = await leftAlone()
  expect(before.code).toBe(1)
  expect(kindsOf(before.left)).toEqual(expect.arrayContaining(ALL))
  expect(before.left.find(({ kind }) => kind === 'run')?.owner).toEqual({
    pid,
    startedAt: expect.stringMatching(/^20\d\d-/),
  })
  expect((await doctor(place, '--remove', pid)).code).toBe(0)
  expect((await doctor(place, '--leftovers', pid)).left).toEqual([])
})

test('the next run removes the same', async () => {
  const place = planted()
  const pid = await killed(place)
  await mettle(['run', '--agent', 'function'], place)
  expect((await doctor(place, '--leftovers', pid)).left).toEqual([])
})

test('a run that had finished trials is set aside and not removed, and it says where', async () => {
  const cwd = plantProject({
    'mettle.config.ts': "export default { agents: { slow: './slow.ts' } }",
    'slow.ts': 'export const run = () => new Promise((done) => setTimeout(done, 150))',
    'scenarios/one.scenario.ts': "export default { task: { text: 'One.' }, scorers: [] }",
  })
  const { child, ended } = startMettle(['run', '--trials', '400', '--workers', '1', '--real-time'], { cwd })
  const reports = join(cwd, 'reports')
  const finished = () =>
    (existsSync(reports) ? readdirSync(reports) : []).some(
      (name) => (statSync(join(reports, name, 'trials.jsonl'), { throwIfNoEntry: false })?.size ?? 0) > 0,
    )
  await vi.waitFor(() => expect(finished()).toBe(true), { timeout: 20_000, interval: 20 })
  child.kill('SIGKILL')
  await ended
  const { code, stdout } = await mettle(['doctor', '--remove'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(/latest\.partial-\d+\n.*\n\s+set aside: .*reports\/unfinished\n/)
  expect(stdout).toMatch(/Removed \d+ of \d+ things?\. Set aside a run, with all that had finished\./)
  expect(existsSync(join(reports, 'unfinished/trials.jsonl'))).toBe(true)
})
