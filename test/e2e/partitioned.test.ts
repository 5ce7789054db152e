import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { AUTHORITY, completion, type StandIn, standIn } from '../provider/stand-in.ts'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

// The ledger of a run's real money is kept by its parent. Workers that are cut off from it, in the middle of a call or before one.

/** Two cents a turn, by what the provider counts. */
const CENT = 0.02
const CAP = 0.25
const REPEATS = 3

const money = pathToFileURL(join(ROOT, 'src/kernel/money.ts')).href

/** Each asks as often as it can, and says in its request who it is and whether it was cut off by then. */
const AGENT = `
import { closeSync, readdirSync } from 'node:fs'

const ask = async (modelUrl, text) => {
  const body = JSON.stringify({ model: 'acme', max_tokens: 50, messages: [{ role: 'user', content: text }] })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(modelUrl + '/chat/completions', { method: 'POST', body, headers })
  await response.text()
  return response.ok
}

const cuts = {
  // Every open file but its output: what leads to the parent is one of them.
  closes: () => {
    for (const fd of readdirSync('/proc/self/fd').map(Number)) {
      if (fd > 2) try { closeSync(fd) } catch {}
    }
  },
  stops: () => process.kill(process.pid, 'SIGSTOP'),
  // Asks for nothing special: the control.
  stays: () => {},
}

const agent = (how) => async (task, { modelUrl }) => {
  await ask(modelUrl, how + ' before')
  // One is under way when it happens.
  const underWay = ask(modelUrl, how + ' under way').catch(() => {})
  cuts[how]()
  for (let turn = 0; turn < 3; turn++) await ask(modelUrl, how + ' after').catch(() => {})
  await underWay
  return 'Done.'
}

export const closes = agent('closes')
export const stops = agent('stops')
export const stays = agent('stays')
`

let acme: StandIn

const run = async (agents: string, ...flags: string[]) => {
  const cwd = plantProject({
    'mettle.config.js': `export default { agents: {
      closes: { module: './agent.js', export: 'closes' },
      stops: { module: './agent.js', export: 'stops' },
      stays: { module: './agent.js', export: 'stays' },
    } }`,
    'agent.js': AGENT,
    'scenarios/ask.scenario.js': `import { usd } from '${money}'
      export default {
        task: { text: 'Ask.' },
        world: { models: { acme: { provider: { url: '${acme.url}', key: 'ACME_KEY' }, price: { input: usd(100), output: usd(1000) } } } },
        scorers: [{ use: 'limits', params: { calls: 100 } }],
        limits: { deadlineMs: 10_000 },
      }`,
  })
  const args = [
    'run',
    '--models',
    'live',
    '--workers',
    '2',
    '--reporter',
    'json',
    '--agent',
    agents,
    '--gate',
    'passRate >= 0',
  ]
  const env = { ACME_KEY: 'acme-key-1', NODE_EXTRA_CA_CERTS: AUTHORITY, CI: '' }
  acme.seen.length = 0
  await mettle([...args, ...flags], { cwd, env })
  const said = acme.seen.map(({ body }) => body.messages[0].content as string)
  return { record: readRecord(join(cwd, 'reports/latest')), said }
}

let capped: { record: RunRecord; said: string[] }
let free: { record: RunRecord; said: string[] }

beforeAll(async () => {
  acme = await standIn(() => completion({ text: 'Yes.' }))
  // The same seed: each is there in both.
  capped = await run('closes,stops,stays', '--trials', String(REPEATS), '--max-usd', String(CAP))
  free = await run('closes,stops,stays', '--trials', String(REPEATS))
})
afterAll(() => acme[Symbol.asyncDispose]())

test('B8: two workers, one of them cut off: what the provider answered stays within the cap', () => {
  expect(capped.said.length * CENT).toBeLessThanOrEqual(CAP)
  // Nothing that was answered is forgotten, whoever it was for.
  expect(capped.record.paidUsd).toBeGreaterThanOrEqual(capped.said.length * CENT - 1e-9)
  expect(capped.record.paidUsd).toBeLessThanOrEqual(CAP)
  expect(capped.record.stopped).toContain('reached its limit')
})

test('B8: there the cap was met, and workers were cut off', () => {
  expect(capped.said.length * CENT).toBeGreaterThan(CAP / 2)
  expect(capped.said.some((text) => text === 'closes before' || text === 'stops before')).toBe(true)
})

test('control: without a cap more is paid than it, by the same trials', () => {
  expect(free.said.length * CENT).toBeGreaterThan(CAP)
  expect(free.record.stopped).toBeNull()
})

test('B8: whoever cannot reach the ledger asks nobody', () => {
  for (const how of ['closes', 'stops']) {
    expect(free.said.filter((text) => text === `${how} before`)).toHaveLength(REPEATS)
    expect(free.said.filter((text) => text === `${how} after`)).toEqual([])
  }
  const verdicts = free.record.trials.map(({ agent, verdict }) => `${agent} ${verdict}`)
  expect(new Set(verdicts.filter((one) => !one.startsWith('stays')))).not.toContain('closes passed')
})

test('control: who stays in touch asks all it wants', () => {
  expect(free.said.filter((text) => text === 'stays after')).toHaveLength(REPEATS * 3)
})
