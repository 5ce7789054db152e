import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mettle, PROJECTS, plantProject, readRecord, runProject } from './cli.ts'

describe('fixed repeats', () => {
  test('a cell counts its passes, a task that fails now and then is flaky, each agent gets its interval', async () => {
    const { stdout } = await runProject('chancy', ['--trials', '30', '--seed', '3', '--reporter', 'list'])
    expect(stdout).toMatch(/^add · calm +✓ 30\/30 +✓ 2\d\/30 ~flaky +✗ 0\/30$/m)
    expect(stdout).toMatch(/^steady +pass rate 100 % \(88\.6 % to 100 %\), pass@3 100 %, pass\^3 100 %$/m)
    expect(stdout).toMatch(
      /^wobbly +pass rate \S+ % \(\S+ % to \S+ %\), pass@3 \S+ %, pass\^3 \S+ %, 1 of 1 task flaky$/m,
    )
    expect(stdout).toMatch(/^broken +pass rate 0 % \(0 % to 11\.4 %\), pass@3 0 %, pass\^3 0 %$/m)
  })

  test('an agent is told which repeat it is in', async () => {
    const folder = plantProject({
      'mettle.config.ts': "export default { agents: { a: './a.ts' }, scenarios: 's' }",
      'a.ts': 'export const run = ({ repeat }) => ({ output: repeat })',
      's/one.scenario.ts': "export default { task: { text: 'Say it.' } }",
    })
    await mettle(['run', '--trials', '3', '--reporter', 'json', '--workers', '1'], { cwd: folder })
    const { trials } = readRecord(join(folder, 'reports/latest'))
    expect(trials.map(({ repeat, answer }) => [repeat, answer])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })

  test('without repeats there is nothing to say about them', async () => {
    const { stdout } = await runProject('chancy', ['--agent', 'steady', '--reporter', 'list'])
    expect(stdout).toMatch(/^add · calm +✓ passed$/m)
    expect(stdout).not.toContain('repeats')
  })
})

describe('limits of a run', () => {
  const priced = ['ops/runaway', '--agent', 'saint', '--variant', 'calm', '--trials', '12', '--gate', 'passRate >= 0']

  test('money that nobody pays does not stop it, and with time to spare it is green', async () => {
    const { record, code } = await runProject('.', [...priced, '--max-usd', '3', '--max-minutes', '5'])
    expect(record.trials.reduce((sum, { usage }) => sum + usage.usd, 0)).toBeGreaterThan(3)
    expect([code, record.summary.passed, record.stopped, record.paidUsd]).toEqual([0, 12, null, 0])
  })

  test('a trial under way when the time is up is cut, and says nothing', async () => {
    const started = performance.now()
    const { record, code } = await runProject('slow', ['--max-minutes', '0.03', '--real-time', '--trials', '50'])
    expect(performance.now() - started).toBeLessThan(15_000)
    expect(record.summary.notRun).toBeGreaterThan(0)
    expect(record.summary.error).toBe(0)
    expect([code, record.gate.passed]).toEqual([1, false])
    expect(record.gate.reason).toBe('The run reached its limit of 0.03 min of real time.')
  })

  test.each([
    ['--max-usd', '0'],
    ['--max-usd', 'much'],
    ['--max-minutes', '-1'],
    ['--trials', '9..3'],
    ['--trials', '0..3'],
  ])('%s %s is a usage error', async (...args) => {
    const { code, stderr } = await mettle(['run', ...args], { cwd: `${PROJECTS}/chancy` })
    expect([code, stderr]).toEqual([2, expect.stringContaining('It must')])
  })
})

describe('sequential repeats', () => {
  const args = ['--trials', '3..60', '--seed', '5']

  test('each task runs until it is decided, and is judged by its decision', async () => {
    const { record, code, stdout } = await runProject('chancy', [...args, '--reporter', 'list'])
    const tasks = record.sequential?.tasks ?? []
    expect(tasks.map(({ agent, decision }) => `${agent} ${decision}`)).toEqual([
      'steady good',
      expect.stringMatching(/^wobbly (good|bad)$/),
      'broken bad',
    ])
    const [steady, , broken] = tasks
    expect([steady?.judged, steady?.saved, broken?.judged, broken?.saved]).toEqual([18, 42, 3, 57])
    expect(record.planned.length).toBe(record.trials.length)
    expect(record.planned.length).toBe(180 - tasks.reduce((sum, { saved }) => sum + saved, 0))
    expect([code, record.gate.reason]).toEqual([1, expect.stringMatching(/^Tasks that are not good: \d of 3, first /)])
    expect(stdout).toMatch(
      /until decided, .*: of 3 tasks \d good, \d bad, 0 undecided; \d+ trials run, \d+ of 180 trials saved/,
    )
  })

  test('a task that is good passes; one that stays undecided does not', async () => {
    const good = await runProject('chancy', [...args, '--agent', 'steady'])
    expect([good.code, good.record.gate.reason]).toEqual([0, 'Every task is good, 1 in all.'])
    const short = await runProject('chancy', ['--trials', '3..10', '--agent', 'steady'])
    expect([short.code, short.record.gate.reason]).toEqual([
      1,
      'Tasks that are not good: 1 of 1, first add~calm~steady (undecided).',
    ])
    expect(short.record.trials.length).toBe(10)
  })

  test('the config says it as well', async () => {
    const config = (rest: string) => `export default { agents: { clerk: './clerk.ts' }, ${rest} }\n`
    const files = {
      'clerk.ts': "export const run = () => 'done'\n",
      'scenarios/say.scenario.ts':
        "export default { task: { text: 'Say done.' }, scorers: [{ use: 'answer', params: { includes: ['done'] } }] }\n",
    }
    const decided = "trials: { until: 'decided', max: 30, bad: 0.5 }, limits: { usd: 1, minutes: 5 }"
    const cwd = plantProject({ ...files, 'mettle.config.ts': config(decided) })
    expect((await mettle(['run'], { cwd })).code).toBe(0)
    const { sequential, trials } = readRecord(join(cwd, 'reports/latest'))
    expect(sequential?.plan).toMatchObject({ min: 1, max: 30, good: 0.95, bad: 0.5 })
    expect([sequential?.tasks[0]?.decision, trials.length]).toEqual(['good', 5])
    for (const wrong of [
      "trials: { until: 'decided' }",
      "trials: { until: 'decided', max: 3, min: 9 }",
      'limits: { usd: 0 }',
    ]) {
      const refused = await mettle(['run'], { cwd: plantProject({ ...files, 'mettle.config.ts': config(wrong) }) })
      expect([wrong, refused.code]).toEqual([wrong, 2])
    }
  })

  test('the same trials run on one worker and on six', async () => {
    const ran = await Promise.all(['1', '6'].map((workers) => runProject('chancy', [...args, '--workers', workers])))
    const [one, six] = ran.map(({ out }) => readRecord(out))
    expect(six?.trials.map(({ id }) => id)).toEqual(one?.trials.map(({ id }) => id))
    expect(six?.sequential).toEqual(one?.sequential)
    expect(one?.trials.length).toBeGreaterThan(24)
  })
})
