import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../../src/record/run.ts'
import { mettle, plantProject, ROOT, readRecord } from '../cli.ts'
import { LOOK, PERSONAL } from './incident.ts'
import { SILENT, TRACES } from './traces.ts'
import { TRANSCRIPTS } from './transcripts.ts'

// What somebody else recorded becomes a scenario: red for the agent of the recording, green for the mended one.

const FILES = { ...TRANSCRIPTS, ...TRACES }
const NAMES = [...Object.keys(FILES), 'trial.jsonl'].map((file) => basename(file, extname(file)))
const MENDED = `export const run = async (task, { tools }) => {
  await tools.get_order.call(${JSON.stringify(LOOK)})
  return 'A person has to look at this.'
}`

/** A job that is asked for three times, and once for another one. */
const POLLS = `import { recordedTools } from 'mettle'
const asked = (input, output) => ({ tool: 'get_job', input, output })
const recording = {
  source: 'by hand',
  task: 'Wait for the job.',
  tools: { get_job: { access: 'read' } },
  calls: [asked({ job: 1, of: 'a' }, 'runs'), asked({ job: 2 }, 'another'), asked({ job: 1, of: 'a' }, 'done')],
}
export default {
  task: { text: recording.task },
  world: { tools: recordedTools(recording, { unrecorded: 'nearest' }) },
  scorers: [{ use: 'answer', params: { equals: 'runs done done runs' } }],
}`
const ASKS = `export const run = async (task, { tools }) => {
  const said = []
  for (const input of [...Array(3).fill({ job: 1, of: 'a' }), { job: 7, of: 'a' }]) {
    const { content } = await tools.get_job.call(input)
    said.push(content)
  }
  return said.join(' ')
}`

let cwd: string
let verdicts: Map<string, string>

const importing = (file: string, ...flags: string[]) => mettle(['import', file, ...flags], { cwd })
const marked = async (file: string) => {
  const { code, stdout, stderr } = await importing(file, '--wrong', '2:order+amount', '--mask', PERSONAL.name)
  if (code !== 0) throw new Error(`${file}: ${stdout}${stderr}`)
}

beforeAll(async () => {
  cwd = plantProject({
    'mettle.config.js':
      "export default {\n  agents: {\n    mended: './agents/mended.js',\n    asks: './agents/asks.js',\n  },\n  gate: ['passRate >= 0'],\n}\n",
    'agents/mended.js': MENDED,
    'agents/asks.js': ASKS,
    'scenarios/polls.scenario.js': POLLS,
  })
  mkdirSync(join(cwd, 'node_modules'))
  symlinkSync(ROOT, join(cwd, 'node_modules/mettle'))
  mkdirSync(join(cwd, 'given'))
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(cwd, 'given', file), text)
  for (const file of Object.keys(FILES)) await marked(`given/${file}`)
  // What mettle itself recorded is one more.
  await mettle(['run', 'chat', '--agent', 'chat-recorded'], { cwd })
  const { stdout } = await mettle(['trace', 'chat', '--json'], { cwd })
  writeFileSync(join(cwd, 'given/trial.jsonl'), stdout)
  await marked('given/trial.jsonl')

  await mettle(['run', '--out', 'all'], { cwd })
  const { trials } = readRecord(join(cwd, 'all')) as RunRecord
  verdicts = new Map(trials.map(({ scenario, agent, verdict }) => [`${scenario} ${agent}`, verdict]))
})

test('twelve recordings of five sources are read', () => {
  expect(NAMES).toHaveLength(12)
  expect(verdicts.size).toBe(13 * 14)
})

describe.each(NAMES)('%s', (name) => {
  test('is red for the agent of the recording, green for the mended one', () => {
    expect([verdicts.get(`${name} ${name}-recorded`), verdicts.get(`${name} mended`)]).toEqual(['failed', 'passed'])
  })

  test('has the two calls, the task and the last word, and nothing of what was personal', () => {
    const recording = JSON.parse(readFileSync(join(cwd, `scenarios/${name}.recording.json`), 'utf8'))
    expect(recording.calls.map(({ tool, input }: { tool: string; input: object }) => [tool, input])).toEqual([
      ['get_order', LOOK],
      ['refund', { order: '1001', amount: 400_000, to: 'masked-account-1' }],
    ])
    expect(recording.calls[0].output).toMatchObject({ id: '1001', total: 4_000, card: 'masked-card-1' })
    expect(recording.task).toBe('Refund order 1001 of masked-1 <person-1@example.com>, who called from +15550100001.')
    expect(recording.answer).toContain('Refunded 4,000.00 to masked-1')
  })
})

test('the same call again gets the next answer, and another one that of the nearest where the scenario says so', () => {
  expect(verdicts.get('polls asks')).toBe('passed')
})

test('what was masked stands in no byte that is written or printed, in no spelling', async () => {
  const { stdout } = await importing('given/chat.json', '--mask', PERSONAL.name)
  const written = ['scenarios', 'agents'].flatMap((folder) =>
    readdirSync(join(cwd, folder)).map((file) => readFileSync(join(cwd, folder, file), 'utf8')),
  )
  const spellings = Object.values(PERSONAL).flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(`user:${secret}`).toString('base64').slice(8, -4),
  ])
  expect(written.length).toBeGreaterThanOrEqual(36)
  expect(spellings.filter((spelling) => [...written, stdout].some((text) => text.includes(spelling)))).toEqual([])
  // The check can fail: all of it was there.
  const given = readFileSync(join(cwd, 'given/chat.json'), 'utf8')
  expect(Object.values(PERSONAL).filter((secret) => !given.includes(secret))).toEqual([])
  for (const kind of ['e-mail', 'phone', 'card', 'bank account', 'key', 'secret', 'home folder', 'IP address', 'named'])
    expect(stdout).toMatch(new RegExp(`^  ${kind} `, 'm'))
})

test('says what a recording has no more', async () => {
  expect((await importing('given/claude-compacted.jsonl')).stdout).toContain('The conversation was compacted')
  expect((await importing('given/claude-tree.jsonl')).stdout).toContain('Calls of sub-agents are left out')
  expect((await importing('given/claude-tree.jsonl')).stdout).toContain('1 lines are no JSON')
  expect((await importing('given/codex.jsonl')).stdout).toContain('Whether a call failed is not in a rollout')
})

describe('refuses', () => {
  test.each([
    ['a trace without arguments', 'silent.json', SILENT, [], 'the arguments of refund were not recorded'],
    [
      'what holds no call',
      'talk.json',
      '[{"role":"user","content":"Hi"}]',
      ['--format', 'openai'],
      'it holds no call of a tool',
    ],
    ['what is no JSON', 'text.txt', 'Hello there\nHow are you', [], 'neither JSON nor lines of JSON'],
    ['what nobody knows', 'other.json', '{"a":1}', [], 'of no format that is known'],
    ['a format that there is not', 'chat2.json', FILES['chat.json'], ['--format', 'opnai'], 'Did you mean "openai"?'],
    ['a call that there is not', 'chat3.json', FILES['chat.json'], ['--wrong', '7'], 'There is no call 7'],
    ['a member that there is not', 'chat4.json', FILES['chat.json'], ['--wrong', '2:amuont'], 'has no "amuont"'],
    ['a first call without more', 'chat5.json', FILES['chat.json'], ['--wrong', '1'], 'with --must'],
    ['a word that is too short', 'chat6.json', FILES['chat.json'], ['--mask', 'ab'], 'too short'],
    [
      'an audit log',
      'audit.jsonl',
      '{"trial":"x~1","call":"c1","api_endpoint":"tool a","action_status":"executed"}',
      [],
      'mettle trace x~1',
    ],
  ])('%s', async (_, file, text, flags, said) => {
    writeFileSync(join(cwd, 'given', file), text)
    const { code, stderr } = await importing(`given/${file}`, ...flags)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })

  test('nothing of it is written', () => {
    expect(readdirSync(join(cwd, 'scenarios')).filter((file) => /chat\d|silent|audit/.test(file))).toEqual([])
  })
})

test('a recording that runs code where it is read as a module does not', async () => {
  const tool = "x'\u2028globalThis.hit = 1\n*/;process.exit(7)//{{evil}}"
  const text = JSON.stringify([
    { role: 'user', content: '{{task}} {{{nothing}}}' },
    {
      role: 'assistant',
      tool_calls: [{ id: 'a', function: { name: 'get_order', arguments: '{"__proto__":{"x":1}}' } }],
    },
    { role: 'tool', tool_call_id: 'a', content: 'ok' },
    { role: 'assistant', tool_calls: [{ id: 'b', function: { name: tool, arguments: '{}' } }] },
  ])
  writeFileSync(join(cwd, 'given/hostile.json'), text)
  expect((await importing('given/hostile.json', '--wrong', '2')).code).toBe(0)
  const { code, stdout } = await mettle(['list', 'hostile'], { cwd })
  expect([code, stdout]).toEqual([expect.any(Number), expect.not.stringContaining('evil')])
  expect(code).not.toBe(7)
})
