import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, readEvents, readRecord, runProject, trialOf } from '../../e2e/cli.ts'
import { cases } from '../../e2e/projects/outside/cases.ts'
import { needsSandbox } from './needs.ts'

type Ran = Awaited<ReturnType<typeof runProject>>

const ran: Record<'note' | 'brief', Ran> = {} as never
const agents = Object.entries(cases)

beforeAll(async () => {
  needsSandbox()
  // Those that never end are given less time.
  for (const scenario of ['note', 'brief'] as const) {
    const names = agents.filter(([, { how }]) => (how === 'deadline') === (scenario === 'brief')).map(([name]) => name)
    ran[scenario] = await runProject('outside', [scenario, '--variant', 'calm', '--agent', names.join(',')])
  }
})

test.each(agents)('in a sandbox, which they get by default, %s comes to what it comes to without', (name, expected) => {
  const { verdict, answer, tier, reason, error } = trialOf(
    ran[expected.how === 'deadline' ? 'brief' : 'note'].record,
    name,
  )
  expect({ verdict, answer, tier }, reason).toEqual({
    verdict: expected.verdict,
    answer: expected.answer ?? null,
    tier: 'T2',
  })
  if (expected.error) expect(`${error}`).toMatch(expected.error)
})

test.each([
  ['a link to what it may not see', 'ln -s /etc/shadow "$TMPDIR/answer.json"'],
  ['a folder that is a link', 'ln -s /etc "$TMPDIR/deep"', 'deep/shadow'],
  ['a pipe that nobody writes to', 'mkfifo "$TMPDIR/answer.json"'],
])('an answer that is %s is none', async (_, command, file = 'answer.json') => {
  const agent = { command: ['sh', '-c', command], answer: { file: `{{tmp}}/${file}` } }
  const cwd = plantProject({
    'mettle.config.js': `export default { agents: { mine: ${JSON.stringify(agent)} } }`,
    'scenarios/a.scenario.js': "export default { task: { text: 'x' }, world: {} }",
  })
  await mettle(['run', '--reporter', 'list'], { cwd })
  const trial = trialOf(readRecord(join(cwd, 'reports/latest')), 'mine')
  expect(trial).toMatchObject({ tier: 'T2', answer: null, error: expect.stringContaining('it left no answer') })
})

test('a function in a sandbox finds the packages above it, and is told to name what else it needs', async () => {
  const above = plantProject({
    'node_modules/shared/package.json': '{ "name": "shared", "main": "index.js" }',
    'node_modules/shared/index.js': "exports.word = 'done'",
    'beside.mjs': "export const word = 'done'",
    'app/package.json': '{ "type": "module" }',
    'app/mettle.config.js': `const named = { module: './beside.js', mounts: ['../beside.mjs'] }
      export default { agents: { package: './package.js', unnamed: './beside.js', named } }`,
    'app/package.js': "import { word } from 'shared'; export const run = () => word",
    'app/beside.js': "import { word } from '../beside.mjs'; export const run = () => word",
    'app/scenarios/a.scenario.js': `export default {
      task: { text: 'x' }, scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`,
  })
  await mettle(['run', '--tier', 'T2', '--reporter', 'list'], { cwd: join(above, 'app') })
  const record = readRecord(join(above, 'app/reports/latest'))
  expect(trialOf(record, 'package')).toMatchObject({ verdict: 'passed', tier: 'T2' })
  expect(trialOf(record, 'named')).toMatchObject({ verdict: 'passed', tier: 'T2' })
  const reason = expect.stringContaining('name more in "mounts"')
  expect(trialOf(record, 'unnamed')).toMatchObject({ verdict: 'error', reason })
})

test('what is on its way through the doors when an agent ends arrives', async () => {
  const { record, out } = await runProject('last-calls', ['--variant', 'calm', '--tier', 'T2'])
  const effects = record.trials.map((trial) => readEvents(out, trial).filter(({ type }) => type === 'effect').length)
  expect(effects).toEqual([20, 20, 20])
})

describe.each(['T1', 'T2'])('at %s a task that is no variable', (tier) => {
  const texts = { 'is long': "'x'.repeat(150_000)", 'holds a zero byte': "'a\\u0000b'" }
  const run = async (text: string, command: string[]) => {
    const cwd = plantProject({
      'mettle.config.js': `export default { agents: { mine: ${JSON.stringify({ command })} } }`,
      'scenarios/a.scenario.js': `export default { task: { text: ${text} }, world: {} }`,
    })
    await mettle(['run', '--tier', tier, '--reporter', 'list'], { cwd })
    return trialOf(readRecord(join(cwd, 'reports/latest')), 'mine')
  }

  test.each(Object.entries(texts))('%s and is read from its file', async (_, text) => {
    const script = 'env | grep -c "^METTLE_TASK="; wc -c <"$METTLE_TASK_FILE"'
    const trial = await run(text, ['sh', '-c', script])
    expect(trial).toMatchObject({ tier, error: null, answer: expect.stringMatching(/^0\n\d+\s*$/) })
  })

  test.each(Object.entries(texts))('%s and is asked for in its command is no fault of the agent', async (_, text) => {
    const { verdict, reason } = await run(text, ['echo', '{{text}}'])
    expect({ verdict, reason }).toEqual({ verdict: 'error', reason: expect.stringContaining('word 2 of its command') })
    expect(reason).not.toContain('PATH=')
  })
})
