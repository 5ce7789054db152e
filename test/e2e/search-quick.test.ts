import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inBothWays, plansFor, textOf } from '../../scripts/both-ways.ts'
import type { Found } from '../../src/search/found.ts'
import { mettle, PROJECTS, ROOT, temporaryFolder } from './cli.ts'

const UNCLEAN = join(PROJECTS, 'unclean')
const config = join(ROOT, 'mettle.config.ts')
const UNREAD = { fault: 'error-status', on: 'notes GET /all', when: { nth: 1 } } as const

describe('a plan that the worker tells of', () => {
  test.each([
    { config, scenario: 'billing/duplicate-charge', agent: 'hasty', most: 60 },
    { config, scenario: 'billing/duplicate-charge', agent: 'ai-sdk', most: 30 },
    { config, scenario: 'inventory/rebalance', agent: 'careful', most: 12 },
    { config: join(PROJECTS, 'planted/mettle.config.ts'), scenario: 'refund', agent: 'looks-once', most: 60 },
  ])('$scenario, $agent: comes to what its trial comes to', async ({ most, ...whose }) => {
    await inBothWays(whose, async ({ quick, whole }, calm) => {
      const plans = plansFor(calm, most)
      const told = await Promise.all(plans.map((plan) => quick(plan, 'agent', 1)))
      const trials = await Promise.all(plans.map((plan) => whole(plan, 'agent', 1)))
      // Some leave something behind, and are told by nobody.
      const both = told.map((one, place) => [one, trials[place]] as const).filter(([one]) => one)
      expect(both.length).toBeGreaterThan(most * 0.9)
      const [apart] = both.filter(([one, trial]) => textOf(one) !== textOf(trial))
      expect(textOf(apart?.[0])).toBe(textOf(apart?.[1]))
      const verdicts = new Set(both.map(([one]) => one?.verdict))
      expect(verdicts.size).toBeGreaterThan(1)
    })
  })

  test.each(['loops', 'tampers'])('is told by nobody where its agent %s, and the others are', async (agent) => {
    await inBothWays(
      { config: join(UNCLEAN, 'mettle.config.ts'), scenario: 'note', agent },
      async ({ quick, whole }) => {
        const harmless = { fault: 'latency', on: 'notes GET /all', when: { nth: 1 } }
        const told = await Promise.all([[harmless], [UNREAD], [harmless]].map((plan) => quick(plan, 'agent', 1)))
        expect(told[1]).toBeUndefined()
        expect(await quick([harmless], 'agent', 2)).toMatchObject({ verdict: 'passed', quick: true })
        const verdict = agent === 'tampers' ? 'passed' : 'failed'
        expect(await whole([UNREAD], 'agent', 1)).toMatchObject({ verdict })
      },
    )
  })
})

test('an agent that behaves where nothing is written is no pass: trials are held against what was told', async () => {
  const json = join(temporaryFolder(), 'found.json')
  const args = ['search', 'note', '--agent', 'twoFaced', '--faults', 'error-status,unavailable', '--budget', '40']
  const told = await mettle([...args, '--json', json, '--out', join(json, '../run')], { cwd: UNCLEAN })
  expect(told).toMatchObject({ code: 1, stdout: expect.stringContaining('Failed to believe a worker') })
  const found = JSON.parse(readFileSync(json, 'utf8')) as Found
  expect(found.counts).toMatchObject({ error: 1 })
})
