import { describe, expect, test } from 'vitest'
import type { Perform, Told } from '../../src/search/told.ts'
import { call, catalogueOf, cause, isStruckBy, searched, simulate } from './simulated.ts'

const LIST = 'shop GET /v1/orders'
const PAY = 'shop POST /v1/payments'
const CALLS = [call(LIST), call(LIST), call(LIST), call(PAY, 'write')]

describe('single faults', () => {
  test('each way to fail is found once, with the call that it takes and nothing else', async () => {
    const found = await searched({
      calls: () => CALLS,
      fails: (struck) => [
        ...(isStruckBy(struck, 'lost-reply', PAY) ? [cause('did too much')] : []),
        ...(isStruckBy(struck, 'truncated-body', LIST, 3) ? [cause('did too little')] : []),
      ],
    })
    expect(found.finds.map(({ cause: { kind }, plan, minimal }) => [kind, plan, minimal])).toEqual([
      ['did too much', [{ fault: 'lost-reply', on: PAY, when: { nth: 1 } }], 'yes'],
      ['did too little', [{ fault: 'truncated-body', on: LIST, when: { nth: 3 } }], 'yes'],
    ])
    expect(found).toMatchObject({ byChance: false, unstable: [], unsurvivable: [], calm: { verdict: 'passed' } })
  })

  test('other faults that show the same are told beside it, and no superset of any', async () => {
    const found = await searched({
      calls: () => CALLS,
      fails: (struck) =>
        ['lost-reply', 'timeout', 'redirect'].some((fault) => isStruckBy(struck, fault, PAY)) ? [cause('twice')] : [],
    })
    expect(found.finds).toHaveLength(1)
    expect(found.finds[0]?.plan.map(({ fault }) => fault)).toEqual(['lost-reply'])
    expect(found.finds[0]?.also.map(({ plan }) => plan.map(({ fault }) => fault))).toEqual([['redirect'], ['timeout']])
  })

  test('a parameter stands in a plan only where it matters, at the smallest figure that does', async () => {
    const found = await searched(
      {
        calls: () => CALLS,
        fails: (struck) =>
          struck.some(
            ({ fault, params, on }) => fault === 'latency' && on === PAY && Number(params?.ms ?? 2_000) >= 7_777,
          )
            ? [cause('late')]
            : [],
      },
      { catalogue: catalogueOf('latency') },
    )
    expect(found.finds.map(({ plan }) => plan)).toEqual([
      [{ fault: 'latency', params: { ms: 7_777 }, on: PAY, when: { nth: 1 } }],
    ])
  })
})

describe('several faults', () => {
  const LOOK = 'shop GET /v1/payments'
  const looksAfterwards = {
    calls: (struck: Parameters<typeof isStruckBy>[0]) =>
      isStruckBy(struck, 'lost-reply', PAY) ? [...CALLS, call(LOOK)] : CALLS,
    fails: (struck: Parameters<typeof isStruckBy>[0]) =>
      isStruckBy(struck, 'lost-reply', PAY) && isStruckBy(struck, 'empty-result', LOOK) ? [cause('twice')] : [],
  }

  test('a fault on a call that only another fault brings about is found, and both are needed', async () => {
    const found = await searched(looksAfterwards, { budget: 500 })
    expect(found.finds.map(({ plan, minimal }) => [plan, minimal])).toEqual([
      [
        [
          { fault: 'lost-reply', on: PAY, when: { nth: 1 } },
          { fault: 'empty-result', on: LOOK, when: { nth: 1 } },
        ],
        'yes',
      ],
    ])
  })

  test('no pair is tried where a plan may have one fault alone', async () => {
    const found = await searched(looksAfterwards, { maxFaults: 1 })
    expect(found).toMatchObject({ finds: [], ended: 'done', coverage: { pairs: 0, drawn: 0 } })
  })
})

describe('what is no find', () => {
  const failsUnderAny = {
    calls: () => CALLS,
    fails: (struck: readonly unknown[]) => (struck.length > 0 ? [cause('x')] : []),
  }

  test('a plan under which the saint fails as well is told apart', async () => {
    const found = await searched({ ...failsUnderAny, saint: (struck) => struck.length > 0 }, { budget: 300 })
    expect(found.finds).toEqual([])
    expect(found.unsurvivable.length).toBeGreaterThan(0)
  })

  test('an agent that fails without any fault has no finds for that', async () => {
    const found = await searched({ calls: () => CALLS, fails: () => [cause('always')] }, { budget: 300 })
    expect(found).toMatchObject({ finds: [], calm: { verdict: 'failed', causes: [cause('always')] } })
  })

  test('an agent that makes no call is not searched, and that is told from having found nothing', async () => {
    const found = await searched({ calls: () => [], fails: () => [] })
    expect(found).toMatchObject({ ended: 'calm', coverage: { tried: 0 }, counts: { trials: 1 } })
  })

  test('an error is counted, and is neither a find nor a removal that was tried', async () => {
    const catalogue = catalogueOf('lost-reply', 'timeout')
    const { perform } = simulate(
      { calls: () => CALLS, fails: (struck) => (struck.length > 1 ? [cause('two')] : []) },
      catalogue,
    )
    const broken: Perform = async (plan, who, repeat) => {
      const told = await perform(plan, who, repeat)
      return told && plan.length === 1 ? { ...told, verdict: 'error', causes: [], reason: 'no server' } : told
    }
    const found = await searched({ calls: () => CALLS, fails: () => [] }, { catalogue, perform: broken, budget: 200 })
    expect(found.counts.error).toBeGreaterThan(0)
    expect(found.firstError).toBe('no server')
    expect(found.finds.map(({ minimal }) => minimal)).toEqual(['no'])
  })
})

describe('plans that are told quickly', () => {
  const agent = {
    calls: () => CALLS,
    fails: (struck: Parameters<typeof isStruckBy>[0]) =>
      isStruckBy(struck, 'lost-reply', PAY) ? [cause('twice')] : [],
  }

  /** @param lies About plans of which nothing is written. */
  function quickly(catalogue: ReturnType<typeof catalogueOf>, lies: (told: Told) => Told = (told) => told) {
    const { perform } = simulate(agent, catalogue)
    const wholes = new Set<string>()
    const quick: Perform = async (plan, who, repeat, seen) => {
      const told = await perform(plan, who, repeat)
      if (seen) wholes.add(JSON.stringify([plan, repeat]))
      return told && (seen || plan.length === 0 ? told : { ...lies(told), quick: true })
    }
    return { quick, wholes }
  }

  test('come to the same finds, and all that a find rests on is a whole trial', async () => {
    const catalogue = catalogueOf('lost-reply', 'timeout')
    const { quick, wholes } = quickly(catalogue)
    const found = await searched(agent, { catalogue, perform: quick, budget: 200 })
    const plain = await searched(agent, { catalogue, budget: 200 })
    expect(found.counts.quick).toBeGreaterThan(0)
    expect({ ...found, counts: { ...found.counts, quick: 0 } }).toEqual(plain)
    const { plan } = found.finds[0] ?? { plan: [] }
    for (let repeat = 1; repeat <= 5; repeat++) expect(wholes).toContain(JSON.stringify([plan, repeat]))
  })

  test('and fail so alone are no finds', async () => {
    const catalogue = catalogueOf('timeout')
    const liar = quickly(catalogue, (told) => ({ ...told, verdict: 'failed', causes: [cause('invented')] }))
    expect(await searched(agent, { catalogue, perform: liar.quick, budget: 100 })).toMatchObject({
      finds: [],
      open: [],
    })
  })
})

describe('an end before all was tried', () => {
  const agent = { calls: () => CALLS, fails: (struck: readonly unknown[]) => (struck.length > 0 ? [cause('any')] : []) }

  test.each([1, 2, 5, 7, 8, 20])('after %i trials the finds so far are there, and no more were run', async (budget) => {
    const found = await searched(agent, { budget })
    expect(found.ended).toBe('spent')
    expect(found.counts.trials).toBeLessThanOrEqual(budget)
    expect(found.finds.length + found.open.length > 0).toBe(budget >= 7)
    expect(found.finds.every(({ minimal }) => minimal === 'no')).toBe(true)
  })

  test('what is under way when the budget is spent is waited for, and counted', async () => {
    let [begun, ended] = [0, 0]
    const catalogue = catalogueOf()
    const { perform } = simulate(
      { calls: () => CALLS, fails: (_, repeat) => (repeat % 2 ? [cause('x')] : []) },
      catalogue,
    )
    const slow: Perform = async (...of) => {
      begun++
      await new Promise((resolve) => setTimeout(resolve, begun % 5))
      ended++
      return perform(...of)
    }
    const found = await searched(agent, { budget: 50, perform: slow })
    expect([begun, ended, found.counts.trials]).toEqual([50, 50, 50])
  })

  test('where what runs plans fails, the finds so far are there, and why it failed is told', async () => {
    const catalogue = catalogueOf()
    const { perform } = simulate(agent, catalogue)
    const full = new Error('no space left')
    let ran = 0
    const failing: Perform = async (...of) => {
      if (++ran > 20) throw full
      return perform(...of)
    }
    const broken: unknown[] = []
    const found = await searched(agent, { budget: 200, perform: failing, onBroken: (thrown) => broken.push(thrown) })
    expect(found.ended).toBe('broken')
    expect(found.finds.length + found.open.length).toBeGreaterThan(0)
    expect(broken).toEqual([full])
  })

  test('the same search finds the same, however many plans run at once', async () => {
    const catalogue = catalogueOf()
    const { perform } = simulate(agent, catalogue)
    const slow: Perform = async (...of) => {
      await new Promise((resolve) => setImmediate(resolve))
      return perform(...of)
    }
    const [one, other] = [await searched(agent, { budget: 200 }), await searched(agent, { budget: 200, perform: slow })]
    expect(other).toEqual(one)
  })
})
