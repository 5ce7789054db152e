import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { lineOf } from '../drift/history-series.ts'
import { mettle, plantProject } from './cli.ts'

let cwd: string
const history = (...flags: string[]) => mettle(['history', ...flags], { cwd })
const linesIn = (file: string) =>
  readFileSync(join(cwd, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

beforeAll(async () => {
  cwd = plantProject({
    'mettle.config.js': "export default { agents: { says: './agent.js' }, gate: ['passRate >= 0'] }",
    'agent.js': "export const run = () => 'seen'",
    'scenarios/look.scenario.yaml':
      'task: { text: Look. }\nworld: { models: { acme: { turns: [{ text: Hi. }] } } }\nscorers: [{ use: answer, params: { includes: [seen] } }]\n',
  })
  await mettle(['run', '--trials', '4'], { cwd })
})

test('a run is a line for each agent, once', async () => {
  const [first, second] = [await history('add'), await history('add')]
  expect([first.code, first.stdout]).toEqual([0, expect.stringMatching(/^Added .*: 1 line in history\.jsonl/)])
  expect([second.code, second.stdout]).toEqual([0, expect.stringContaining('already')])
  expect(linesIn('history.jsonl')).toMatchObject([
    {
      ...{ agent: 'says', model: null, trials: 4, passed: 4, errors: 0, stepsPerTrial: 0 },
      basis: { 'agent says': expect.any(String), 'scenario look': expect.any(String) },
    },
  ])
  const { code, stdout } = await history()
  expect([code, stdout]).toEqual([0, expect.stringContaining('changes are told from 9 runs on: there are 1')])
})

test('what got worse ends with 1, says since when and with what, and is drawn', async () => {
  const random = createRandom('history')
  const agent = '<img src=x>\u202e'
  const text = Array.from({ length: 30 }, (_, at) => {
    const line = lineOf(at, { pass: at < 15 ? 0.95 : 0.4, steps: 10 }, random, agent)
    return JSON.stringify({ ...line, basis: { ...line.basis, models: at < 15 ? 'acme-1' : 'acme-2' } })
  })
  writeFileSync(join(cwd, 'months.jsonl'), `${text.reverse().join('\n')}`)
  const { code, stdout } = await history('--file', 'months.jsonl', '--html', 'history.html')
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /✗ pass rate 9\d(\.\d)? % → \d+(\.\d)? %, since 2026-01-1[4-7]T00:00 \(run-1[3-6]\), certain with run-1[5-8]\n/,
  )
  expect(stdout).toContain('with it, or near: models: acme-1 to acme-2 (run-15)')
  expect(stdout).not.toContain('\u202e')
  const page = readFileSync(join(cwd, 'history.html'), 'utf8')
  expect(page).toContain('&lt;img src=x&gt;')
  expect(page).not.toContain('<img')
  expect(page.match(/<circle/g)).toHaveLength(31)
  expect(page).toContain('models: acme-1 to acme-2')
  expect(JSON.parse((await history('--file', 'months.jsonl', '--json')).stdout)).toMatchObject([
    { runs: 30, changes: [{ figure: 'pass rate', worse: true }] },
  ])
})

test('a line that is none is named with its place', async () => {
  appendFileSync(join(cwd, 'months.jsonl'), '\n{"schemaVersion":1}\n')
  const { code, stderr } = await history('--file', 'months.jsonl')
  expect([code, stderr]).toEqual([2, expect.stringMatching(/months\.jsonl:31 is no line of a history/)])
})

test('a run that did not end is no point of it', async () => {
  await mettle(['run', '--trials', '3', '--out', 'stopped', '--max-minutes', '0.000001'], { cwd })
  const { code, stderr } = await history('add', 'stopped')
  expect([code, stderr]).toEqual([2, expect.stringContaining('ended before its plan was done')])
})
