import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Plan, planRun, type Selection } from '../../src/runs/plan.ts'
import type { Scenario } from '../../src/scenario/compiled.ts'
import { type Config, loadConfig } from '../../src/scenario/config.ts'
import { loadScenarios } from '../../src/scenario/load-all.ts'

let config: Config
let all: Scenario[]

beforeAll(async () => {
  config = await loadConfig(resolve(import.meta.dirname, '../../mettle.config.ts'))
  all = await loadScenarios(config)
})

const plan = (selection: Selection = {}) => planRun(config, all, selection)
const ids = ({ trials }: Plan) => trials.map(({ id }) => id)

test('the same selection gives the same plan; nothing is left out where nothing is said', () => {
  const whole = plan()
  const facts = ({ trials }: Plan) => trials.map(({ contestant: _, loaded: __, ...fact }) => fact)
  expect(facts(whole)).toEqual(facts(plan()))
  expect(new Set(whole.trials.map(({ scenario }) => scenario))).toEqual(new Set(all.map(({ id }) => id)))
  expect(new Set(whole.trials.map(({ agent }) => agent))).toEqual(new Set(Object.keys(config.agents)))
})

test('each word narrows it down, and no trial has another seed for that', () => {
  const seeds = new Map(plan().trials.map(({ id, seed }) => [id, seed]))
  const narrow = plan({
    pattern: 'billing/*',
    agents: ['careful'],
    variants: ['calm', 'lost-*'],
    keep: (id) => id.endsWith('r1'),
  })
  expect(narrow.trials.length).toBeGreaterThan(1)
  for (const { id, scenario, agent, variant, seed } of narrow.trials) {
    expect([scenario.split('/')[0], agent, seed]).toEqual(['billing', 'careful', seeds.get(id)])
    expect(variant).toMatch(/^(calm|lost-.*)$/)
  }
  expect(plan({ seed: '2' }).trials[0]?.seed).not.toBe(plan().trials[0]?.seed)
})

test('shuffled, it holds the same trials in an order that is the seed’s', () => {
  const shuffled = plan({ shuffle: true })
  expect(ids(shuffled)).not.toEqual(ids(plan()))
  expect(ids(shuffled).sort()).toEqual(ids(plan()).sort())
  expect(ids(plan({ shuffle: true }))).toEqual(ids(shuffled))
})

test('until it is decided, every task has its first trials before any has more', () => {
  const repeats = {
    until: 'decided',
    min: 2,
    max: 3,
    pass: 0.9,
    fail: 0.6,
    alpha: 0.05,
    beta: 0.05,
  } as unknown as NonNullable<Selection['repeats']>
  const { trials, sequential } = plan({ pattern: 'billing/*', repeats })
  expect(sequential).toBe(repeats)
  expect(trials.map(({ repeat }) => repeat)).toEqual(trials.map(({ repeat }) => repeat).sort())
  expect(Math.max(...trials.map(({ repeat }) => repeat))).toBe(3)
})

test('a path names the scenario of a file, or those of a folder', () => {
  const scenarios = (path: string) =>
    new Set(plan({ pattern: path, path: resolve(config.root, path) }).trials.map(({ scenario }) => scenario))
  expect(scenarios('scenarios/billing/duplicate-charge.scenario.ts')).toEqual(new Set(['billing/duplicate-charge']))
  expect(scenarios('scenarios/billing')).toEqual(new Set(['billing/duplicate-charge']))
  expect(scenarios('scenarios/').size).toBe(all.length)
  // Control: what only begins alike is another one.
  expect(() => scenarios('scenarios/bill')).toThrow('No scenario fits "scenarios/bill"')
})

describe('what is not known is said before anything runs', () => {
  test.each<[Selection, RegExp]>([
    [{ pattern: 'biling/*' }, /No scenario fits "biling\/\*"/],
    [{ pattern: 'billing' }, /No scenario fits "billing"\. Did you mean "billing\/\*"\?$/],
    [{ pattern: 'billing/' }, /Did you mean "billing\/\*"\?$/],
    [{ agents: ['carefull'] }, /carefull.*careful/s],
    [{ models: ['none-such'] }, /none-such/],
    [{ variants: ['calmm'] }, /There is no variant "calmm".*calm/s],
    [{ tags: ['none-such'] }, /No scenario has the tag "none-such"/],
    [{ keep: () => false }, /There is no trial to run/],
  ])('%j', (selection, message) => {
    expect(() => plan(selection)).toThrow(message)
  })
})
