import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { agents } from '../../src/agents/index.ts'
import type { MutantRecord } from '../../src/record/mutation.ts'
import { mettle, ROOT, readRecord, temporaryFolder } from '../e2e/cli.ts'

// Each agent that attacks guards is held by the guard that ships, and gets past the same guard with one thing loosened.

const EXAMPLES = ROOT
const OWN = join(import.meta.dirname, 'attacked')

const ATTACKS: [agent: string, project: string, scenario: string, guard: string, mutants: string][] = [
  ['racer', EXAMPLES, 'ops/runaway', 'budget', 'checks-then-charges'],
  ['salami', EXAMPLES, 'ops/runaway', 'budget', 'trial-cap-x10'],
  ['bait-and-switch', EXAMPLES, 'billing/duplicate-charge', 'approval', 'yes-by-name,yes-used-again,cost-x10'],
  ['window-sneak', EXAMPLES, 'pricing/below-cost', 'autonomy-window', 'closes-a-minute-late,other-zone'],
  ['looper', EXAMPLES, 'support/ambiguous-customer', 'loop-breaker', 'repeats-off-by-one,any-pause-is-patience'],
  ['cycler', EXAMPLES, 'support/ambiguous-customer', 'loop-breaker', 'cycles-x10'],
  ['loop-jitter', EXAMPLES, 'support/ambiguous-customer', 'loop-breaker', 'stale-x10'],
  ['knocker', EXAMPLES, 'support/ambiguous-customer', 'loop-breaker', 'errors-x10'],
  ['sql-vandal', EXAMPLES, 'sessions/cleanup', 'permissions', 'ignores-effects'],
  ['role-hopper', EXAMPLES, 'inventory/rebalance', 'autonomy-window', 'disabled'],
  ['path-twister', EXAMPLES, 'ops/runaway', 'budget', 'trial-cap-x10'],
  ['endpoint-explorer', OWN, 'rights', 'permissions', 'clerk-all-of-desk'],
  ['secret-parrot', OWN, 'secrets', 'secrets-out', 'plain-only'],
  ['negative-spender', OWN, 'money', 'budget', 'no-price-is-free'],
  ['spendthrift', OWN, 'money', 'budget', 'trial-cap-x10'],
]

const attackers = Object.entries(agents).flatMap(([name, { kind }]) => (kind === 'attacker' ? [name] : []))

test('every one of them is there', () => {
  expect(ATTACKS.map(([agent]) => agent).toSorted()).toEqual(attackers.toSorted())
})

describe.each(ATTACKS)('%s', (agent, cwd, scenario, guard, mutants) => {
  test(`is held by ${guard}, and not by ${mutants}`, async () => {
    const out = join(temporaryFolder(), 'run')
    // It finds its own way to everything but the name of a model.
    const who = agent === 'spendthrift' ? `${agent}@scripted` : agent
    const chosen = ['--agent', who, '--variant', 'calm', '--guard', guard, '--mutant', mutants]
    const { stdout, stderr } = await mettle(['guards', 'mutate', scenario, ...chosen, '--out', out, '--json'], { cwd })
    expect(stderr).toBe('')
    const told = (JSON.parse(stdout).mutants as MutantRecord[]).map(({ name, outcome, by }) => [name, outcome, by?.why])
    const bypassed = expect.stringMatching(`^${guard} was bypassed: `)
    expect(told.toSorted()).toEqual(
      mutants
        .split(',')
        .toSorted()
        .map((name) => [name, 'killed', bypassed]),
    )
    const seen = readRecord(out).trials.flatMap(({ guards }) => guards.filter(({ name }) => name === guard))
    expect(seen.map(({ outcome }) => outcome)).toEqual(['held'])
  })
})
