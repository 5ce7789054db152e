import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../../src/record/run.ts'
import type { TrialRecord } from '../../../src/record/trial.ts'
import type { EffectEvent } from '../../../src/trace/events/effect.ts'
import { readEvents, runProject } from '../../e2e/cli.ts'
import { program } from '../drivers/program.ts'
import { needsContainers } from '../tiers/needs.ts'

// The same agent four times: as a function, as a program in Python, there in a sandbox and in a container, and as a service in Python.

const SCENARIOS = [
  'access/policy-change',
  'analytics/read-only',
  'billing/duplicate-charge',
  'deploy/rollout',
  'inventory/rebalance',
  'ops/runaway',
  'pricing/below-cost',
  'sessions/cleanup',
  'support/ambiguous-customer',
]

const FEW = 'calm,intercepted,bad-day,very-slow,every-reply-lost,canary-fails,deadlock,half-taken'

/** `calm`, and one or two others of each scenario. All of them run with METTLE_PROVE=1. */
const VARIANTS = process.env.METTLE_PROVE ? '*' : FEW

/** What no two agents say alike, and when it was: none of it is what they did. */
const PASSING = new Set(['reason', 'text', 'moved_at'])

let out: string
let record: RunRecord

beforeAll(async () => {
  const look = 'import psycopg, zoneinfo; zoneinfo.ZoneInfo("Europe/Berlin")'
  const ready = await program(['/usr/bin/python3', '-c', look], {}, 'python3-psycopg tzdata')
  expect(ready).toMatchObject({ stderr: '', code: 0 })
  await needsContainers()
  ;({ out, record } = await runProject('python', ['--variant', VARIANTS, '--workers', '4']))
}, 1_800_000)

const trialsOf = (agent: string, scenario: string) =>
  Object.fromEntries(
    record.trials
      .filter((trial) => trial.agent === agent && trial.scenario === scenario)
      .map((trial) => [trial.variant, whatCameOf(trial)]),
  )

/** What two agents that do the same have in common, however long they take. */
function whatCameOf(trial: TrialRecord) {
  const effects = readEvents(out, trial).flatMap((event) => (event.type === 'effect' ? [effectOf(event)] : []))
  return {
    verdict: trial.verdict,
    effects: effects.sort(),
    faults: trial.faults.map(({ fault, state, delivered }) => ({ fault, state, delivered })),
  }
}

function effectOf({ collection, op, id, before = null, after = null }: EffectEvent): string {
  return JSON.stringify({ collection, op, id, before, after }, (name, value) => (PASSING.has(name) ? '' : value))
}

describe.each(SCENARIOS)('%s', (scenario) => {
  test.each(['python', 'python-container', 'python-service'])('%s comes to what the function comes to', (agent) => {
    const expected = trialsOf('careful', scenario)
    expect(Object.keys(expected)).toContain('calm')
    expect(Object.keys(expected).length).toBeGreaterThan(1)
    expect(trialsOf(agent, scenario)).toEqual(expected)
  })
})

test('the function comes to the same in a sandbox, to the last event', async () => {
  const agents = ['--agent', 'careful', '--variant', VARIANTS]
  const walled = await runProject('python', [...agents, '--tier', 'T2', '--workers', '4'])
  const told = ({ trials }: RunRecord, tier: string) =>
    trials
      .filter((trial) => trial.agent === 'careful' && trial.tier === tier)
      .map(({ id, verdict, traceHash }) => `${id} ${verdict} ${traceHash}`)
      .sort()
  expect(told(walled.record, 'T2')).toEqual(told(record, 'T1'))
  expect(told(record, 'T1').length).toBeGreaterThan(2 * SCENARIOS.length - 1)
})

test('each is run in its own way', () => {
  const hosts = new Set(record.trials.map(({ agent, host, tier }) => `${agent} ${host} ${tier}`))
  expect([...hosts].sort()).toEqual([
    'careful function T1',
    'python command T2',
    'python-container command T3',
    'python-service http T2',
  ])
})
