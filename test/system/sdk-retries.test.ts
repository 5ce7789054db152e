import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { mettle, ROOT, readRecord, temporaryFolder } from '../e2e/cli.ts'
import { installed } from './installed.ts'
import { type Row, retryPage } from './retry-table.ts'

const folder = join(ROOT, 'fixtures/frameworks')
const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const versionOf = (name: string) => `${name} ${dependencies[name]}`

const rows: Row[] = [
  { agent: 'ai-sdk', what: versionOf('ai'), wire: '/v1/responses' },
  { agent: 'openai', what: versionOf('openai'), wire: '/v1/responses' },
  { agent: 'anthropic', what: versionOf('@anthropic-ai/sdk'), wire: '/v1/messages' },
  { agent: 'google', what: versionOf('@google/genai'), wire: ':generateContent' },
  { agent: 'openai-agents', what: versionOf('@openai/agents'), wire: '/v1/responses' },
  { agent: 'langchain-openai', what: versionOf('@langchain/openai'), wire: '/v1/chat/completions' },
  { agent: 'langchain', what: `${versionOf('langchain')}, createAgent`, wire: '/v1/chat/completions' },
  { agent: 'openai-once', what: 'openai, maxRetries: 0', wire: '/v1/chat/completions' },
]
const variants = {
  'rate-limited': '429',
  'error-500': '500',
  'error-503': '503',
  hang: 'no reply',
  'hang-hour': 'no reply, patient transport',
}
const cells = rows.flatMap(({ agent }) => Object.keys(variants).map((variant) => ({ agent, variant })))

// Google's SDK tries again where its client names `retryOptions`, and never of itself.
const once = ['openai-once', 'google']

// The listeners that @openai/agents leaves on its process cost every trial's worker. In a run of its own it makes nobody
// else load an SDK anew.
const alone = ['openai-agents']
const groups = [rows.map(({ agent }) => agent).filter((agent) => !alone.includes(agent)), alone]

const ALL = ['calm', ...Object.keys(variants)]

/** The trials of each of three runs. */
const runs: TrialRecord[][] = []

beforeAll(async () => {
  await installed(folder)
  for (let run = 1; run <= 3; run++) {
    const trials: TrialRecord[] = []
    for (const group of groups) trials.push(...(await measure(group)))
    runs.push(trials)
  }
})

/** @param chosen The variants that are run. */
async function measure(agents: readonly string[], chosen = ALL, ...more: string[]): Promise<TrialRecord[]> {
  const out = join(temporaryFolder(), 'run')
  const args = ['run', 'outage', '--agent', agents.join(','), '--variant', chosen.join(',')]
  const { code, stderr } = await mettle([...args, '--out', out, '--workers', '1', ...more], { cwd: folder })
  // The outages end every agent with an error.
  if (code !== 1) throw new Error(`The run ended with ${code}.\n${stderr}`)
  return readRecord(out).trials
}

/** The same trial in each of the three runs. */
function trialsOf(agent: string, variant: string): TrialRecord[] {
  const found = runs.flatMap((trials) => trials.filter((one) => one.agent === agent && one.variant === variant))
  expect(found).toHaveLength(3)
  return found
}

/** To load an SDK takes seconds on a crowded machine: what is shorter than this cannot be told from it. */
const LONG_MS = 30_000
const isLong = ({ usage }: TrialRecord) => usage.virtualMs >= LONG_MS

/** Was the time of some trials waited for? What they work is a small part of it, on the busiest machine. */
function waitedFor(trials: readonly TrialRecord[]): boolean {
  const sum = (figure: 'virtualMs' | 'wallMs') => trials.reduce((all, { usage }) => all + usage[figure], 0)
  return sum('wallMs') > sum('virtualMs') / 3
}

/** All trials of an agent in which something is wrong. */
function variantsOf(agent: string): TrialRecord[] {
  return runs.flat().filter((one) => one.agent === agent && one.variant !== 'calm')
}

test.for(rows)('$agent gets an answer where nothing is wrong', ({ agent }) => {
  for (const { answer, usage } of trialsOf(agent, 'calm')) {
    expect(answer).toBe('Yes.')
    expect(usage).toMatchObject({ calls: 1, modelCalls: 1, virtualMs: 0 })
  }
})

describe.for(cells)('$agent, $variant', ({ agent, variant }) => {
  test('every attempt met the outage, and the agent gave up', () => {
    for (const { faults, usage, verdict, reason } of trialsOf(agent, variant)) {
      expect(faults).toHaveLength(1)
      expect(faults[0]).toMatchObject({ state: 'delivered', planned: usage.calls, delivered: usage.calls })
      expect(verdict).toBe('failed')
      expect(reason).toContain('The agent threw')
    }
  })

  test('three runs end at the same virtual time, with the same trace', () => {
    const found = trialsOf(agent, variant)
    expect(found.map(({ reproducible }) => reproducible)).toEqual([true, true, true])
    expect(new Set(found.map(({ usage }) => usage.virtualMs)).size).toBe(1)
    expect(new Set(found.map(({ traceHash }) => traceHash)).size).toBe(1)
  })

  test('minutes are not waited for', () => {
    expect(waitedFor(trialsOf(agent, variant).filter(isLong))).toBe(false)
  })
})

test.for(rows.filter(({ agent }) => !alone.includes(agent)))('$agent: seconds are not waited for', ({ agent }) => {
  const short = variantsOf(agent).filter((trial) => !isLong(trial) && trial.usage.virtualMs > 0)
  expect(waitedFor(short)).toBe(false)
})

test('control: in real time the same seconds are waited for', async () => {
  const trials = await measure(['openai'], ['error-503'], '--real-time')
  expect(trials.map(({ usage }) => usage.virtualMs > 1_000)).toEqual([true])
  expect(waitedFor(trials)).toBe(true)
})

test('a trial in a process that has its SDK takes a small part of one that loads it', () => {
  const walls = (agent: string) => variantsOf(agent).map(({ usage }) => usage.wallMs)
  for (const { agent } of rows) console.info(`${agent}: ${walls(agent).join(', ')} ms`)
  const middle = (agents: string[]) => {
    const sorted = agents.flatMap(walls).sort((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }
  const [warm, cold] = [groups[0] ?? [], alone].map(middle)
  expect(warm).toBeLessThan((cold ?? 0) / 5)
})

test('the control and what tries only when it is told to try once, everyone else more often', () => {
  for (const { agent, variant } of cells) {
    const [trial] = trialsOf(agent, variant)
    if (once.includes(agent)) expect(trial?.usage.calls).toBe(1)
    else expect(trial?.usage.calls).toBeGreaterThan(1)
  }
})

test('docs/sdk-retries.md says what was measured', async () => {
  const [trials = []] = runs
  await expect(retryPage(trials, rows, variants)).toMatchFileSnapshot(join(ROOT, 'docs/sdk-retries.md'))
})
