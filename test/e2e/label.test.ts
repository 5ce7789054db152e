import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { cohenKappa } from '../../src/stats/cohen-kappa.ts'
import { mettle, plantProject } from './cli.ts'

let cwd: string
const label = (...words: string[]) => mettle(['label', ...words], { cwd })

beforeAll(async () => {
  cwd = plantProject({
    'mettle.config.js': "export default { agents: { says: './agent.js' }, gate: ['passRate >= 0'] }",
    'agent.js': "export const run = (task) => (task.repeat % 2 ? 'seen' : 'not there')",
    'scenarios/look.scenario.yaml':
      'task: { text: Look. }\nworld: { models: { acme: { turns: [{ text: Hi. }] } } }\nscorers: [{ use: answer, params: { includes: [seen] } }]\n',
  })
  await mettle(['run', '--trials', '4'], { cwd })
})

test('a person says what they think, changes their mind, and the agreement is told', async () => {
  const first = await label('r1', 'failed', '--by', 'Ada', '--why', 'It did not look\u001b[2J.')
  expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('r1: failed, mettle says passed')])
  await label('r1', 'passed', '--by', 'Ada')
  await label('r2', 'failed', '--by', 'Ada')
  await label('r3', 'passed', '--by', 'Ada')
  await label('r4', 'passed', '--by', 'Ada', '--why', 'It said\u001b[2J so.')
  await label('r1', 'failed', '--by', 'Ben')
  const lines = readFileSync(join(cwd, 'labels.jsonl'), 'utf8').trim().split('\n')
  expect(lines).toHaveLength(6)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    verdict: 'passed',
    label: 'failed',
    traceHash: expect.any(String),
  })
  const { code, stdout } = await label()
  expect(code).toBe(0)
  // Ada agrees in three of four, Ben in none.
  expect(stdout).toMatch(
    /^People and verdicts: 3 of 5 labels agree, 60 % \(95 %: [\d.]+ % to [\d.]+ %\), kappa 0\.\d\d\n/,
  )
  expect(stdout).toContain('People among themselves: 0 of 1 label agree')
  expect(stdout).toContain('failed, Ada says passed: It said')
  expect(stdout).not.toContain('\u001b')
})

test('the agreement beyond chance is that of the textbook', () => {
  const pairs = (count: number, pair: [string, string]) => Array<[string, string]>(count).fill(pair)
  const table = [...pairs(20, ['y', 'y']), ...pairs(5, ['y', 'n']), ...pairs(10, ['n', 'y']), ...pairs(15, ['n', 'n'])]
  expect(cohenKappa(table)).toBeCloseTo(0.4, 12)
  expect([cohenKappa([]), cohenKappa(pairs(3, ['y', 'y']))]).toEqual([undefined, undefined])
})

test('refuses a word that is none, a trial that there is not, a line that is no label', async () => {
  expect(await label('r1', 'pased')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Did you mean "passed"?'),
  })
  expect(await label('r1')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There are: passed, failed, unclear'),
  })
  expect(await label('r9', 'passed')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no trial "r9"'),
  })
  writeFileSync(join(cwd, 'bad.jsonl'), '{"label":"passed"}\n')
  expect(await label('--file', 'bad.jsonl')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('bad.jsonl:1 is no label'),
  })
})
