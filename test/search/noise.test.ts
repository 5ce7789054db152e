import { expect, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import type { Found } from '../../src/search/found.ts'
import { type Entry, keyOf, type Plan } from '../../src/search/plan.ts'
import type { Seen } from '../../src/search/told.ts'
import { call, catalogueOf, cause, searched } from './simulated.ts'

// Agents with chance: each fails under one plan, now and then, and now and then without. Nobody tells the search which.

const AGENTS = 400
const FAULTS = ['timeout', 'connection-reset', 'empty-result']
const CALLS: Seen[] = [call('shop GET /v1/orders'), call('shop GET /v1/stock'), call('shop POST /v1/payments', 'write')]

interface Flaky {
  planted: Plan
  /** How often it fails under the plan, and without. */
  rate: number
  base: number
}

function flaky(number: number): Flaky {
  const random = createRandom(number)
  const entry = (): Entry => {
    const fault = random.pick(FAULTS)
    const fitting = CALLS.filter(({ access }) => fault !== 'empty-result' || access === 'read')
    return { fault, on: random.pick(fitting).target, when: { nth: 1 } }
  }
  const first = entry()
  const second = entry()
  const isPair = second.on !== first.on && random.next() < 0.5
  return {
    planted: isPair ? [first, second] : [first],
    rate: 0.6 + random.next() * 0.4,
    base: random.next() < 0.5 ? 0 : random.next() * 0.12,
  }
}

const hits = (entry: Entry, struck: readonly Entry[]) =>
  struck.some(({ fault, on }) => fault === entry.fault && on === entry.on)

function searchFlaky({ planted, rate, base }: Flaky, seed: number): Promise<Found> {
  const chance = createRandom(seed).fork('agent')
  return searched(
    {
      calls: () => CALLS,
      fails: (struck) => {
        const share = planted.every((entry) => hits(entry, struck)) ? rate : base
        return chance.next() < share ? [cause('twice')] : []
      },
    },
    { catalogue: catalogueOf(...FAULTS), maxFaults: 2, budget: 850, seed },
  )
}

const sorted = (plan: Plan) => keyOf(plan.toSorted((a, b) => keyOf([a]).localeCompare(keyOf([b]))))

test(`of ${AGENTS} agents with chance the exact plan is found, and nothing else is called minimal`, async () => {
  const wrong: string[] = []
  let exact = 0
  for (let seed = 1; seed <= AGENTS; seed++) {
    const agent = flaky(seed)
    const { finds } = await searchFlaky(agent, seed)
    const claimed = finds.filter(({ minimal }) => minimal === 'yes').map(({ plan }) => sorted(plan))
    if (claimed.includes(sorted(agent.planted))) exact++
    const others = claimed.filter((plan) => plan !== sorted(agent.planted))
    wrong.push(...others.map((plan) => `${seed} ${JSON.stringify(agent)}: ${plan}`))
  }
  expect(wrong).toEqual([])
  expect(exact).toBeGreaterThanOrEqual(AGENTS * 0.99)
})
