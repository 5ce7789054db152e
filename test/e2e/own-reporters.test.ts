import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettle, plantProject, ROOT } from './cli.ts'

const SOURCE = `import { defineReporter } from '${join(ROOT, 'src/index.ts')}'`

/** A run of one trial, with reporters and a sink of its own. */
function project(config: string): string {
  return plantProject({
    'mettle.config.ts': `${SOURCE}
      const counting = defineReporter({ name: 'counting', summary: 'Counts.', file: 'count.txt',
        render: (run) => String(run.planned.length) })
      export default { agents: { one: './agent.js' }, ${config} }`,
    'reporters/slack.ts': `${SOURCE}
      export default defineReporter({ name: 'slack', summary: 'Says.', render: () => 'SAID IN SLACK\\n' })`,
    'reporters/made.js': `export default ({ word } = {}) => ({ name: 'made', summary: 'Says.', file: 'made.txt', render: () => word })`,
    'reporters/broken.js': 'export default { name: "broken" }',
    'agent.js': `export const run = async () => { await fetch('https://outside.test/x').catch(() => {}); return 'done' }`,
    'sinks/pager.js': `import { appendFileSync } from 'node:fs'
      import { z } from '${join(ROOT, 'node_modules/zod/index.js')}'
      export default { name: 'pager', summary: 'Pages.', params: z.strictObject({ tone: z.string() }),
        open: ({ tone }, { root }) => ({ kind }) => appendFileSync(root + '/paged', tone + ' ' + kind + '\\n') }`,
    'scenarios/a.scenario.js': `export default { task: { text: 'x' }, scorers: [] }`,
  })
}

test('reporters and sinks are named, values, modules, and modules that make one; a file may be called anything', async () => {
  const cwd = project(`alerts: [{ to: './sinks/pager.js', tone: 'loud' }],
    reporters: ['json', counting, './reporters/slack.ts', ['./reporters/made.js', { word: 'made it' }], ['junit', { file: 'ci.xml' }]]`)
  const { stdout, stderr } = await mettle(['run'], { cwd })
  expect(stderr).toBe('')
  expect(stdout).toContain('SAID IN SLACK')
  const read = (file: string) => readFileSync(join(cwd, 'reports/latest', file), 'utf8')
  expect([read('count.txt'), read('made.txt')]).toEqual(['1', 'made it'])
  expect(read('ci.xml')).toContain('<testsuites')
  expect(existsSync(join(cwd, 'reports/latest/junit.xml'))).toBe(false)
  expect(readFileSync(join(cwd, 'paged'), 'utf8')).toContain('loud egress')
})

test('on the command line, from the current folder', async () => {
  const cwd = project('')
  const { stdout } = await mettle(['run', '--reporter', './reporters/slack.ts,json'], { cwd })
  expect(stdout).toContain('SAID IN SLACK')
})

test.each([
  [`reporters: ['jsn']`, 'reporters[0]: there is no reporter "jsn". Did you mean "json"?'],
  [`reporters: ['./reporters/slak.ts']`, 'reporters[0]: the reporter ./reporters/slak.ts does not exist'],
  [
    `reporters: ['./reporters/broken.js']`,
    'the default export of ./reporters/broken.js is no reporter: it needs a name and render()',
  ],
  [`reporters: [['junit', { file: '../x.xml' }]]`, "../x.xml is not in the run's folder"],
  [`alerts: ['termnal']`, 'alerts[0]: there is no sink "termnal". Did you mean "terminal"?'],
  [`alerts: [{ to: './sinks/pager.js', tune: 'x' }]`, 'alerts[0] (pager)'],
])('refused before the first trial: %s', async (config, message) => {
  const { code, stderr } = await mettle(['run'], { cwd: project(config) })
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test('a report that fails half-way leaves the one before it, and nothing of its own', async () => {
  const cwd = project(`reporters: ['./reporters/torn.mjs']`)
  const path = join(cwd, 'reporters/torn.mjs')
  const torn = (more: string) => `export default { name: 'torn', summary: 'Tears.', file: 'torn.txt', render: () => '',
    write: async (_, sink) => { sink('all of it'); ${more} } }`
  writeFileSync(path, torn(''))
  await mettle(['run'], { cwd })
  writeFileSync(path, torn(`throw new Error('out of paper')`))
  const { code, stderr } = await mettle(['report', '--reporter', './reporters/torn.mjs'], { cwd })
  expect([code === 0, stderr]).toEqual([false, expect.stringContaining('out of paper')])
  const folder = join(cwd, 'reports/latest')
  expect(readFileSync(join(folder, 'torn.txt'), 'utf8')).toBe('all of it')
  expect(readdirSync(folder).filter((name) => name.startsWith('torn'))).toEqual(['torn.txt'])
})
