import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettle, plantProject, readRecord } from './cli.ts'

const scenario = (allow: string) =>
  `export default { task: { text: 'Tidy up.' }, ${allow} scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`

/** Agents that use ways out which nobody watches, where the scenario allows none, one, and all of them. */
const project = () =>
  plantProject({
    'agent.js': `import { execFileSync } from 'node:child_process'
      import { lookup } from 'node:dns/promises'
      import { Worker } from 'node:worker_threads'
      export const child = () => { execFileSync(process.execPath, ['-e', '']); return 'done' }
      export const thread = async () => {
        const worker = new Worker('', { eval: true })
        await new Promise((over) => worker.once('exit', over))
        return 'done'
      }
      export const asks = async () => { await lookup('localhost'); return 'done' }
      export const tidy = () => 'done'`,
    'mettle.config.js': `const agents = ['child', 'thread', 'asks', 'tidy'].map((name) => [name, { module: './agent.js', export: name }])
      export default { realTime: true, agents: Object.fromEntries(agents) }`,
    'scenarios/none.scenario.js': scenario(''),
    'scenarios/one.scenario.js': scenario('allow: { childProcesses: true },'),
    'scenarios/all.scenario.js': scenario('allow: { childProcesses: true, workerThreads: true, lookups: true },'),
  })

test('what is not watched is not passed, unless the scenario allows it', async () => {
  const cwd = project()
  const { code, stdout } = await mettle(['run', '--reporter', 'list,json'], { cwd })
  const { trials } = await readRecord(join(cwd, 'reports/latest'))
  const verdicts = Object.fromEntries(trials.map(({ scenario, agent, verdict }) => [`${scenario} ${agent}`, verdict]))
  expect(verdicts).toEqual({
    ...{
      'none child': 'inconclusive',
      'none thread': 'inconclusive',
      'none asks': 'inconclusive',
      'none tidy': 'passed',
    },
    ...{ 'one child': 'passed', 'one thread': 'inconclusive', 'one asks': 'inconclusive', 'one tidy': 'passed' },
    ...{ 'all child': 'passed', 'all thread': 'passed', 'all asks': 'passed', 'all tidy': 'passed' },
  })
  expect(code).toBe(1)
  expect(stdout).toContain('a child process (')
  expect(stdout).toContain('is not watched')
})
