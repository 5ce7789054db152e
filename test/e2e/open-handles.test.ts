import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettle, plantProject, readRecord } from './cli.ts'

/** A project whose config, scenario and agent hold things open that would keep a process alive for ever. */
const project = () =>
  plantProject({
    'pool.js': `import { createServer } from 'node:http'
      export const timer = setInterval(() => {}, 1_000)
      export const server = createServer(() => {}).listen(0, '127.0.0.1')`,
    'mettle.config.js': `import './pool.js'
      export default { agents: { one: './agent.js' } }`,
    'agent.js': `export const run = async () => 'done'`,
    'scenarios/a.scenario.js': `import '../pool.js'
      export default { task: { text: 'Say so.' }, scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`,
  })

test('a command ends, whatever a config or a scenario left open', async () => {
  const cwd = project()
  const { code } = await mettle(['run', '--reporter', 'json'], { cwd })
  expect(code).toBe(0)
  expect((await readRecord(join(cwd, 'reports/latest'))).trials.map(({ verdict }) => verdict)).toEqual(['passed'])
  expect((await mettle(['list'], { cwd })).code).toBe(0)
})

test('control: what they left open keeps a process alive for itself', () => {
  const { status, signal } = spawnSync(process.execPath, ['pool.js'], { cwd: project(), timeout: 5_000 })
  expect([status, signal]).toEqual([null, 'SIGTERM'])
})
