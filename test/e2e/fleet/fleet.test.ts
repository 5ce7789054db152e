import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readHead } from '../../../src/store/head.ts'
import { openRun } from '../../../src/store/stored-run.ts'
import { filesBelow, mettle } from '../cli.ts'
import { aFleet, aPlanner, aProject, aWorker, linesOf, until } from './stage.ts'

let fleet: Awaited<ReturnType<typeof aFleet>>
beforeAll(async () => {
  fleet = await aFleet()
})
afterAll(() => fleet[Symbol.asyncDispose]())

/** Stops a worker while it has trials, until they were given to others. */
async function stopWithTrials({ child, said }: ReturnType<typeof aWorker>): Promise<void> {
  const [id] = /[0-9a-f-]{36}/.exec(said()) ?? []
  const held = async () => {
    const own = `SELECT count(*)::int AS n FROM mettle_queue.trial WHERE worker = '${id}' AND NOT done`
    return (await fleet.query<{ n: number }>(own))[0]?.n
  }
  await until(async () => {
    child.kill('SIGSTOP')
    if (await held()) return true
    child.kill('SIGCONT')
    return false
  }, 'a worker with trials')
  await until(async () => (await held()) === 0, 'what it had to be given to others')
}

describe('a run that workers perform', () => {
  test('a worker that is killed and one that is taken for dead: each trial once, the late record refused', async () => {
    const cwd = aProject({ ms: 200 })
    const planner = aPlanner(cwd, fleet.planner, ['--trials', '40'])
    const [killed, paused, other] = [0, 1, 2].map(() => aWorker(cwd, fleet.worker)) as [
      ReturnType<typeof aWorker>,
      ReturnType<typeof aWorker>,
      ReturnType<typeof aWorker>,
    ]
    await Promise.all([killed.until('written'), paused.until('written'), other.until('written')])
    killed.child.kill('SIGKILL')
    await stopWithTrials(paused)
    paused.child.kill('SIGCONT')
    await paused.until('refused')
    const { code, stdout } = await planner.ended
    expect(code).toBe(0)
    expect(stdout).toContain('40 trials:  ✓ 40 passed')
    const lines = linesOf(cwd)
    expect([lines.length, new Set(lines).size]).toEqual([40, 40])
    const latest = join(cwd, 'reports/latest')
    const { workers, late = 0, again = 0 } = readHead(latest).fleet ?? {}
    expect([workers, late >= 1, again >= 2]).toEqual([3, true, true])
    const { rows, evidence } = openRun(latest)
    for (const { id } of rows) expect(evidence(id).ended).toBeDefined()
    // It is in no table any more, and no password is in any file.
    expect(await fleet.query('SELECT count(*)::int AS n FROM mettle_queue.trial')).toEqual([{ n: 0 }])
    for (const file of filesBelow(latest).filter((name) => /\.\w+$/.test(name)))
      expect(readFileSync(join(latest, file), 'utf8')).not.toMatch(/pass(%2F|\/)planner/)
    expect(stdout).not.toContain('planner:')
    for (const { child } of [paused, other]) child.kill('SIGTERM')
    expect(await Promise.all([paused.ended, other.ended])).toMatchObject([
      { code: 0, stderr: '' },
      { code: 0, stderr: '' },
    ])
  })

  test('a planner that is killed: the run that goes on has what was performed meanwhile', async () => {
    const cwd = aProject({ ms: 100 })
    const planner = aPlanner(cwd, fleet.planner, ['--trials', '16'])
    const worker = aWorker(cwd, fleet.worker)
    await planner.until('✓ passed')
    planner.child.kill('SIGKILL')
    await planner.ended
    await worker.until(/(written[\s\S]*){16}/)
    const { code, stdout } = await mettle(['run', '--resume', '--queue', '--reporter', 'list'], {
      cwd,
      env: { METTLE_QUEUE: fleet.planner },
    })
    expect([code, stdout]).toEqual([0, expect.stringContaining('16 trials:  ✓ 16 passed')])
    expect(linesOf(cwd)).toHaveLength(16)
    // Nothing was performed twice.
    expect(worker.said().match(/written/g)).toHaveLength(16)
  })

  test('a trial that ends each worker that has it is an error, and no failure of its agent', async () => {
    const cwd = aProject({ agent: "export const run = () => process.kill(process.ppid, 'SIGKILL')" })
    const planner = aPlanner(cwd, fleet.planner, ['--trials', '1', '--deliveries', '2'])
    for (const _ of [1, 2]) expect(await aWorker(cwd, fleet.worker).ended).toMatchObject({ code: null })
    const last = aWorker(cwd, fleet.worker)
    const { code } = await planner.ended
    last.child.kill('SIGTERM')
    const [record] = [...openRun(join(cwd, 'reports/latest')).records()]
    expect([code, record?.verdict]).toEqual([1, 'error'])
    expect(record?.reason).toContain('it was given to a worker 2 times')
  })

  test('a worker with other code takes nothing, and both sides name what is another one', async () => {
    const [cwd, other] = [aProject(), aProject({ ms: 1 })]
    const worker = aWorker(other, fleet.worker)
    const planner = aPlanner(cwd, fleet.planner, ['--trials', '1'])
    await planner.until('takes nothing of this run: agent clerk is another one')
    await worker.until('agent clerk is another one')
    planner.child.kill('SIGINT')
    const { code, stdout } = await planner.ended
    expect([code, stdout]).toEqual([130, expect.stringContaining('1 not run')])
    const stats = async () =>
      JSON.parse((await mettle(['queue', 'stats', '--json'], { cwd, env: { METTLE_QUEUE: fleet.planner } })).stdout)
    // Those of tests before it were killed, and count until their lease is over.
    await until(async () => (await stats()).workers === 1, 'the others to be forgotten')
    const { runs } = await stats()
    expect(runs).toMatchObject([{ state: 'stopped', waiting: 0 }])
    const drop = ['queue', 'drop', runs[0].id, '--queue', fleet.planner]
    expect(await mettle(drop, { cwd })).toMatchObject({ code: 0 })
  })
})
