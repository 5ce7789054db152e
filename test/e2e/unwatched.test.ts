import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { mettle, plantProject, readEvents, readRecord } from './cli.ts'

const scenario = (allow: string) =>
  `export default { task: { text: 'Tidy up.' }, ${allow} scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`

/** Agents that use ways out which nobody watches, where the scenario allows none, one, and all of them. */
const project = () =>
  plantProject({
    'agent.js': `import { execFileSync } from 'node:child_process'
      import { lookup } from 'node:dns/promises'
      import { createRequire } from 'node:module'
      import { DatabaseSync } from 'node:sqlite'
      import { Worker } from 'node:worker_threads'
      export const child = () => { execFileSync(process.execPath, ['-e', '']); return 'done' }
      export const thread = async () => {
        const worker = new Worker('', { eval: true })
        await new Promise((over) => worker.once('exit', over))
        return 'done'
      }
      const attempt = (work) => { try { work() } catch {} return 'done' }
      export const addon = () => attempt(() => process.dlopen({ exports: {} }, '/nowhere/addon.node'))
      export const needs = () => attempt(() => createRequire(import.meta.url)('./addon.node'))
      export const extension = () =>
        attempt(() => new DatabaseSync(':memory:', { allowExtension: true }).loadExtension('/nowhere/extension'))
      export const becomes = () => { process.execve?.('/bin/true', ['true'], {}) }
      export const asks = async () => { await lookup('localhost'); return 'done' }
      export const tidy = () => 'done'`,
    'addon.node': 'no program',
    'mettle.config.js': `const agents = ['child', 'thread', 'addon', 'needs', 'extension', 'asks', 'becomes', 'tidy'].map((name) => [name, { module: './agent.js', export: name }])
      export default { realTime: true, agents: Object.fromEntries(agents) }`,
    'scenarios/none.scenario.js': scenario(''),
    'scenarios/one.scenario.js': scenario('allow: { childProcesses: true },'),
    'scenarios/all.scenario.js': scenario(
      'allow: { childProcesses: true, workerThreads: true, nativeCode: true, lookups: true },',
    ),
  })

test('what is not watched is not passed, unless the scenario allows it', async () => {
  const cwd = project()
  const { code, stdout } = await mettle(['run', '--reporter', 'list,json'], { cwd })
  const { trials } = await readRecord(join(cwd, 'reports/latest'))
  const verdicts = trials
    .filter(({ agent }) => agent !== 'becomes')
    .map(({ scenario, agent, verdict }) => [`${scenario} ${agent}`, verdict])
  const ways = ['child', 'thread', 'addon', 'needs', 'extension', 'asks']
  const of = (scenario: string, verdict: (way: string) => string) => [
    ...ways.map((way) => [`${scenario} ${way}`, verdict(way)]),
    [`${scenario} tidy`, 'passed'],
  ]
  expect(Object.fromEntries(verdicts)).toEqual(
    Object.fromEntries([
      ...of('none', () => 'inconclusive'),
      ...of('one', (way) => (way === 'child' ? 'passed' : 'inconclusive')),
      ...of('all', () => 'passed'),
    ]),
  )
  expect(code).toBe(1)
  expect(stdout).toContain('a child process (')
  expect(stdout).toContain('is not watched')
  // The process goes on as another program, which never answers.
  const become = trials.find(({ agent, scenario }) => agent === 'becomes' && scenario === 'none')
  expect(become).toMatchObject({ verdict: 'failed', reason: expect.stringContaining('ended its own process') })
  const told = readEvents(join(cwd, 'reports/latest'), become as TrialRecord).filter(({ type }) => type === 'uncovered')
  expect(told).toMatchObject([{ what: 'child-process', detail: '/bin/true' }])
})
