import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { mettle, plantProject, readEvents, readRecord, runProject, startMettle, trialOf } from '../../e2e/cli.ts'
import { cases } from '../../e2e/projects/container/cases.ts'
import { containersOf, docker, IMAGE, needsContainers, needsSandbox } from './needs.ts'

type Ran = Awaited<ReturnType<typeof runProject>>

const endless = Object.keys(cases).filter((name) => cases[name]?.how === 'deadline')
const others = Object.keys(cases).filter((name) => !endless.includes(name))
const ran: Record<string, { note: Ran; brief: Ran }> = {}

beforeAll(async () => {
  needsSandbox()
  await needsContainers()
  for (const tier of ['T2', 'T3']) {
    const names = tier === 'T2' ? others.filter((name) => name !== 'missing') : [...others, 'is', 'writes']
    const run = (scenario: string, agents: readonly string[]) =>
      runProject('container', [scenario, '--variant', 'calm', '--agent', agents.join(','), '--tier', tier])
    ran[tier] = { note: await run('note', names), brief: await run('brief', endless) }
  }
})

const both = ['T2', 'T3'].flatMap((tier) =>
  Object.keys(cases)
    .filter((name) => tier === 'T3' || name !== 'missing')
    .map((name) => [tier, name] as const),
)

test.each(both)('at %s the program "%s" comes to what it comes to anywhere', (tier, name) => {
  const { verdict, how = 'returned', answer = null, effects = 1, error } = cases[name] as (typeof cases)[string]
  const { record, out } = (ran[tier] as (typeof ran)[string])[how === 'deadline' ? 'brief' : 'note']
  const trial = trialOf(record, name)
  const told = { verdict: trial.verdict, answer: trial.answer, tier: trial.tier }
  expect(told, `${trial.reason} ${trial.error}`).toEqual({ verdict, answer, tier })
  if (error) expect(`${trial.error}`).toMatch(error)
  const events = readEvents(out, trial)
  expect(events.at(-1)).toMatchObject({ type: 'trial-ended', ...(verdict !== 'error' && { how }) })
  expect(events.filter(({ type }) => type === 'effect').length).toBe(effects)
})

const answerOf = (name: string) => trialOf((ran.T3 as (typeof ran)[string]).note.record, name).answer

test('an agent in a container has no rights, no network but loopback, and nothing of what began it', () => {
  const none = '0000000000000000'
  expect(answerOf('is')).toEqual({
    uid: expect.any(Number),
    rights: [none, none, none, none, none],
    no_new_privileges: true,
    interfaces: ['lo'],
    // What its image says of itself, and no variable that mettle's own programs were started with.
    ...{ image: 'debian', variables: [] },
    // The first one of each container is there beside it; one descriptor is the folder that it reads.
    ...{ processes: 2, descriptors: ['0', '1', '2', '3'], doors: [] },
  })
})

test('it writes to its own folder and to what lies in memory, and nowhere else', () => {
  expect(answerOf('writes')).toEqual(['/home/agent', '/tmp', '/var/tmp', 'tmp'])
})

test('an agent that is killed and started anew is so in a container', async () => {
  const { record } = await runProject('container', ['note', '--variant', 'restart-*', '--agent', 'answers'])
  const came = record.trials.map(({ variant, verdict, effects, faults, tier }) => {
    return [variant, verdict, effects, faults[0]?.symptom ?? faults[0]?.missed, tier]
  })
  const killed = (moment: string) => `the agent was killed ${moment} the world had run the call, and started anew`
  expect(came.sort()).toEqual([
    ['restart-after', 'failed', 2, killed('after'), 'T3'],
    ['restart-before', 'passed', 1, killed('before'), 'T3'],
  ])
})

test('what an agent links to before it is started anew stays whose it is', async () => {
  const canary = mkdtempSync(join(tmpdir(), 'mettle-canary-'))
  writeFileSync(join(canary, 'kept'), '')
  const args = ['note', '--variant', 'restart-after', '--agent', 'leads-out']
  const { record } = await runProject('container', args, { METTLE_TEST_CANARY: canary })
  expect(record.trials).toMatchObject([{ tier: 'T3', answer: canary, effects: 2 }])
  expect([canary, join(canary, 'kept')].map((path) => statSync(path).uid)).toEqual([0, 0])
})

/** A project with one agent. */
const planted = (agent: object, more = '') =>
  plantProject({
    'mettle.config.js': `export default { agents: { mine: ${JSON.stringify(agent)} } }`,
    'scenarios/a.scenario.js': `export default {
      task: { text: 'x' }, world: {}, ${more}
      scorers: [{ use: 'answer', params: { matches: ['65534'] } }],
    }`,
  })

async function only(cwd: string, args: readonly string[] = []) {
  const { code, stdout, stderr } = await mettle(['run', '--reporter', 'list', ...args], { cwd })
  return { code, said: `${stdout}${stderr}`, trial: trialOf(readRecord(join(cwd, 'reports/latest')), 'mine') }
}

test('where mettle runs as root, an agent is nobody in a project that everybody may read', async () => {
  const cwd = planted({ command: ['id', '-u'], tier: 'T3', image: IMAGE })
  for (const folder of [cwd, join(cwd, 'scenarios')]) chmodSync(folder, 0o755)
  const { trial, said } = await only(cwd)
  expect(trial, said).toMatchObject({ verdict: 'passed', tier: 'T3', answer: 65_534 })
})

test('where it is root there as well, it writes to nothing of the image or the project', async () => {
  const touch = 'for one in / /etc /usr/bin /run .; do touch $one/written 2>/dev/null && echo $one; done; id -u'
  const { trial, said } = await only(planted({ command: ['sh', '-c', touch], tier: 'T3', image: IMAGE }))
  expect(trial, said).toMatchObject({ tier: 'T3', answer: 0 })
})

test.each([
  [
    'an image that is not there',
    { image: 'mettle/none:7' },
    [],
    'there is no image mettle/none:7 here. Get it: docker pull mettle/none:7',
  ],
  [
    'no image, and the command line demands T3',
    {},
    ['--tier', 'T3'],
    "names none. Say image: 'my-agent:1', tier: 'T3'",
  ],
])('%s is an error of the trial that says what to do, and nothing weaker', async (_, more, args, told) => {
  const tier = 'image' in more ? { tier: 'T3' } : {}
  const { code, trial } = await only(planted({ command: ['id'], ...tier, ...more }), args)
  expect([code, trial.verdict]).toEqual([1, 'error'])
  expect(trial.reason).toContain('T3 is not to be had')
  expect(trial.reason).toContain(told)
})

test('a scenario that demands T3 gets it from an agent that has an image, and from no other', async () => {
  const demands = "tier: 'T3',"
  const boxed = await only(planted({ command: ['echo', '65534'], tier: 'T3', image: IMAGE }, demands))
  expect(boxed.trial, boxed.said).toMatchObject({ verdict: 'passed', tier: 'T3' })
  const open = await only(planted({ command: ['echo', '65534'], tier: 'T1' }, demands))
  expect(open.trial).toMatchObject({ verdict: 'error', reason: expect.stringContaining('this agent names none') })
})

/** A machine with a program that is called docker. */
const withDocker = (script: string) => {
  const bin = plantProject({ docker: `#!/bin/sh\n${script}\n` })
  chmodSync(join(bin, 'docker'), 0o755)
  return { PATH: `${bin}:/usr/bin:/bin` }
}

test.each([
  ['does not answer', { DOCKER_HOST: 'unix:///nowhere/docker.sock' }, 'Docker does not answer'],
  ['is on another machine', { DOCKER_HOST: 'tcp://127.0.0.1:1' }, 'Docker is asked at tcp://127.0.0.1:1'],
  [
    'renames users',
    withDocker(
      `case $* in *context*) echo unix:///x ;; *) echo '{"ServerVersion":"1","SecurityOptions":["name=rootless"]}' ;; esac`,
    ),
    'Docker renames users here (rootless)',
  ],
])('a Docker that %s is an error of the trial that says so; doctor says it, too', async (_, env, told) => {
  const cwd = planted({ command: ['id'], tier: 'T3', image: IMAGE })
  await mettle(['run', '--reporter', 'list'], { cwd, env })
  const trial = trialOf(readRecord(join(cwd, 'reports/latest')), 'mine')
  expect(trial).toMatchObject({ verdict: 'error', reason: expect.stringContaining(told) })
  const { stdout } = await mettle(['doctor'], { cwd, env })
  expect(stdout).toContain(told)
})

test('doctor says which containers there are', async () => {
  const { stdout } = await mettle(['doctor'], { cwd: planted({ command: ['id'] }) })
  expect(stdout).toMatch(/^ok +containers +T3: Docker \d+\.\d+/m)
})

/** Kills in all, each at another moment. */
const KILLS = process.env.METTLE_PROVE === '1' ? 120 : 4
/** By then a container runs, in ms, on a machine that is not crowded. */
const LATEST_MS = 1_600

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), stat: read(`/proc/${pid}/stat`), command: read(`/proc/${pid}/cmdline`) }))
const childrenOf = (parents: readonly number[]) =>
  processes().filter(({ stat }) => parents.includes(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])))

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

describe('whenever it is killed', () => {
  test.each(['harness', 'worker'])('the %s leaves no container and no folder', async (victim) => {
    let begun = 0
    for (let round = 0; round < KILLS; round++) {
      const cwd = planted({ command: ['sleep', '600'], tier: 'T3', image: IMAGE })
      const { child, ended } = startMettle(['run', '--reporter', 'list'], { cwd })
      const parent = child.pid ?? 0
      const workers = () => childrenOf([parent]).filter(({ command }) => command.includes('worker/worker'))
      await vi.waitUntil(() => workers().length > 0, { timeout: 60_000, interval: 5 })
      const owned = async () => containersOf(workers().map(({ pid }) => pid))
      // A machine may be slow: every other time it is there.
      if (round % 2 === 1) await vi.waitUntil(async () => (await owned()).length > 0, { timeout: 60_000, interval: 5 })
      await sleep((LATEST_MS * round) / KILLS / (1 + 9 * (round % 2)))
      const owners = workers().map(({ pid }) => pid)
      const tethers = childrenOf(owners).filter(({ command }) => command.includes('mettle-tether'))
      begun += (await containersOf(owners)).length
      for (const pid of victim === 'harness' ? [parent] : owners) process.kill(pid, 'SIGKILL')
      if (victim === 'worker') child.kill('SIGTERM')
      await ended
      // Until then an order to make one may be under way.
      await vi.waitUntil(() => !processes().some(({ pid }) => tethers.some((one) => one.pid === pid)), {
        ...{ timeout: 120_000, interval: 50 },
      })
      expect(await containersOf(owners)).toEqual([])
      const folders = tethers.map(({ command }) => command.split('\0').find((word) => /^\/.*mettle-doors-/.test(word)))
      expect(folders.filter((folder) => readdirSync('/tmp').includes(folder?.split('/').at(-1) ?? ''))).toEqual([])
    }
    expect(begun).toBeGreaterThanOrEqual(KILLS / 2)
  })

  test('what a dead owner left all the same is removed by the next run; what another one has is not', async () => {
    const plant = (owner: string) => docker('create', '--label', `mettle.agent=${owner}`, IMAGE)
    const [dead, other] = [await plant(await deadOwner()), await plant('mettle owner=0123456789abcdef.1:1:1')]
    try {
      await only(planted({ command: ['id', '-u'], tier: 'T3', image: IMAGE }))
      const all = await docker('ps', '--all', '--quiet', '--no-trunc')
      expect([all.includes(dead), all.includes(other)]).toEqual([false, true])
    } finally {
      await docker('rm', '--force', other)
    }
  })
})

/** This process's, as if another one of its number had begun before. */
async function deadOwner(): Promise<string> {
  const { ownerMark } = await import('../../../src/kernel/owner.ts')
  return ownerMark().replace(/[0-9]+$/, '1')
}
