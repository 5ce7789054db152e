import { describe, expect, test } from 'vitest'
import { compareTrials } from '../../src/drift/compare.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { headlineOf } from '../../src/reports/text/comparison.ts'
import { fault, guard } from '../verdict/facts.ts'
import { repeats, trial } from '../verdict/runs.ts'
import { drawSide, fourTasks } from './sides.ts'

const random = createRandom('compare')
const findingOf = (base: TrialRecord[], head: TrialRecord[], measure = 'passed') => {
  const found = compareTrials(base, head).contests[0]?.findings.find((one) => one.measure === measure)
  if (!found) throw new Error(`there is no finding for ${measure}`)
  return found
}
/** Trials that may go another way with the same seed. */
const chancy = (number: number) => repeats(number, { reproducible: false })
const verdicts = (passed: number, of: number, own = chancy(of)) =>
  own.map((one, index) => ({ ...one, verdict: index < passed ? ('passed' as const) : ('failed' as const) }))
const unlike = (trials: TrialRecord[]) => trials.map((one) => ({ ...one, traceHash: `other ${one.id}` }))

describe('the four verdicts', () => {
  test('a clear drop is a regression: with its effect, interval and p', () => {
    const found = findingOf(verdicts(100, 100), unlike(verdicts(80, 100)))
    expect(found).toMatchObject({ verdict: 'regressed', base: 1, head: 0.8, pairs: 100, needed: null })
    expect(found.difference).toBeCloseTo(-0.2, 12)
    expect(found.low).toBeLessThan(-0.12)
    expect(found.high).toBeGreaterThan(-0.27)
    // 20 pairs lost, none won: 2 / 2^20.
    expect(found.p).toBeCloseTo(2 ** -19, 12)
  })

  test('a clear rise is an improvement, and no alarm', () => {
    const compared = compareTrials(verdicts(80, 100), unlike(verdicts(100, 100)))
    expect(compared.contests[0]?.findings[0]?.verdict).toBe('improved')
    expect(compared.passed).toBe(true)
  })

  test('no difference over many pairs is unchanged; over few it is inconclusive, and says how many would do', () => {
    expect(findingOf(verdicts(300, 300), unlike(verdicts(300, 300))).verdict).toBe('unchanged')
    const few = findingOf(verdicts(20, 20), unlike(verdicts(20, 20)))
    expect(few.verdict).toBe('inconclusive')
    expect(few.needed).toBeGreaterThan(20)
    const enough = few.needed ?? 0
    expect(findingOf(verdicts(enough * 2, enough * 2), unlike(verdicts(enough * 2, enough * 2))).verdict).toBe(
      'unchanged',
    )
  })

  test('a drop that too few pairs show is inconclusive; as many as it asks for show it', () => {
    const side = (losses: number, of: number) => unlike(verdicts(of - losses, of))
    const few = findingOf(verdicts(30, 30), side(4, 30))
    expect([few.verdict, few.difference]).toEqual(['inconclusive', expect.closeTo(-4 / 30, 12)])
    const pairs = few.needed ?? 0
    expect(pairs).toBeGreaterThan(30)
    expect(pairs).toBeLessThan(120)
    expect(findingOf(verdicts(pairs * 2, pairs * 2), side(Math.round((pairs * 8) / 30), pairs * 2)).verdict).toBe(
      'regressed',
    )
  })

  test('what takes more is a regression, what takes less an improvement, a change within the margin none', () => {
    const base = drawSide(random.fork('base'), { repeats: 80, rate: 1 })
    const head = (dearer: number) => drawSide(random.fork('head', dearer), { repeats: 80, rate: 1, dearer })
    expect([2, 0.5].map((dearer) => findingOf(base, head(dearer), 'cost').verdict)).toEqual(['regressed', 'improved'])
    expect(findingOf(base, head(2), 'virtualMs').verdict).toBe('regressed')
    const slightly = unlike(base).map((one) => ({ ...one, usage: { ...one.usage, usd: one.usage.usd * 1.02 } }))
    expect(findingOf(base, slightly, 'cost')).toMatchObject({ verdict: 'unchanged', p: expect.closeTo(0.0001, 6) })
  })

  test('a handful of pairs never shows that nothing changed, however alike they are', () => {
    const cost = (of: number) => findingOf(chancy(of), unlike(chancy(of)), 'cost')
    expect(cost(5)).toMatchObject({ verdict: 'inconclusive', difference: 0, needed: 10 })
    expect(cost(10).verdict).toBe('unchanged')
  })

  test('who gives up early is not cheaper', () => {
    const base = repeats(40)
    const head = unlike(base).map((one) => ({ ...one, verdict: 'failed' as const, usage: { ...one.usage, usd: 0 } }))
    expect(compareTrials(base, head).contests[0]?.findings.map(({ measure }) => measure)).toEqual(['passed'])
  })

  test('the same traces are unchanged, however few', () => {
    const compared = compareTrials(repeats(3), repeats(3))
    expect(new Set(compared.contests[0]?.findings.map(({ verdict }) => verdict))).toEqual(new Set(['unchanged']))
    expect(compared.contests[0]?.identical).toBe(3)
  })

  test('the same sides come to the same result', () => {
    const sides = [
      drawSide(random.fork(1), { repeats: 40, rate: 0.8 }),
      drawSide(random.fork(2), { repeats: 40, rate: 0.8 }),
    ] as const
    expect(compareTrials(...sides)).toEqual(compareTrials(...sides))
  })
})

describe('where chance has no say', () => {
  const sure = (passed: number, of: number) => verdicts(passed, of, repeats(of))
  const usage = (trials: TrialRecord[], change: Partial<TrialRecord['usage']>) =>
    unlike(trials).map((one) => ({ ...one, usage: { ...one.usage, ...change } }))
  const contest = (base: TrialRecord[], head: TrialRecord[]) => {
    const compared = compareTrials(base, head)
    return { ...compared, ...(compared.contests[0] as NonNullable<(typeof compared.contests)[0]>) }
  }

  test('a single pair that flips is a regression, named, without interval or p', () => {
    const { passed, reason, findings, flipped } = contest(sure(1, 1), unlike(sure(0, 1)))
    expect([passed, reason]).toEqual([
      false,
      'Passed and fails now, for certain: billing/refund · lost-reply · careful. ' +
        'Of 1 figures 1 regressed, 0 improved, 0 unchanged, 0 inconclusive.',
    ])
    expect(flipped).toEqual([{ scenario: 'billing/refund', variant: 'lost-reply', certain: true, lost: 1, won: 0 }])
    const none = { low: null, high: null, p: null, adjusted: null, needed: null }
    expect(findings[0]).toMatchObject({ verdict: 'regressed', certain: true, ...none })
  })

  test('one task of forty that is lost fails, though the rate falls by less than the margin', () => {
    const tasks = (lost: number) =>
      Array.from({ length: 40 }, (_, index) =>
        trial({ scenario: `shop/${index}`, verdict: index < lost ? 'failed' : 'passed' }),
      )
    const { passed, flipped, findings } = contest(tasks(0), tasks(1))
    expect([passed, flipped.map(({ scenario }) => scenario)]).toEqual([false, ['shop/0']])
    expect(findings.filter(({ verdict }) => verdict === 'regressed').map(({ scenario }) => scenario)).toEqual([
      null,
      'shop/0',
    ])
    // A task won elsewhere takes nothing back.
    const other = tasks(0).map((one) => (one.scenario === 'shop/9' ? { ...one, verdict: 'failed' as const } : one))
    expect(contest(other, tasks(1))).toMatchObject({ passed: false, flipped: [{ scenario: 'shop/0' }] })
  })

  test('repeats that went the same way are one pair', () => {
    expect(contest(sure(20, 20), unlike(sure(20, 20))).findings.map(({ pairs }) => pairs)).toEqual([20, 20, 20, 20, 20])
    const alike = (trials: TrialRecord[], traceHash: string) => trials.map((one) => ({ ...one, traceHash }))
    const { pairs, findings } = contest(alike(sure(20, 20), 'a'), alike(sure(0, 20), 'b'))
    expect([pairs, findings.map((one) => [one.measure, one.verdict, one.pairs])]).toEqual([
      20,
      [['passed', 'regressed', 1]],
    ])
  })

  test('equal figures are unchanged, however few; others differ for certain, beyond the margin', () => {
    const verdictsOf = (head: TrialRecord[]) => contest(repeats(1), head).findings.map(({ verdict }) => verdict)
    expect(verdictsOf(unlike(repeats(1)))).toEqual(Array(5).fill('unchanged'))
    expect(verdictsOf(usage(repeats(1), { calls: 9 }))).toEqual([
      ...['unchanged', 'unchanged', 'regressed', 'regressed', 'unchanged'],
    ])
    expect(verdictsOf(usage(repeats(1), { usd: 0.105 }))).toEqual(Array(5).fill('unchanged'))
    expect(verdictsOf(usage(repeats(1), { usd: 0.05 }))[1]).toBe('improved')
  })

  test('pairs that flip both ways are a question of chance again: named, and neither failed nor "no regression"', () => {
    const some = (failing: number[]) =>
      repeats(10).map((one) => ({ ...one, verdict: failing.includes(one.repeat) ? ('failed' as const) : one.verdict }))
    const compared = contest(some([1, 2]), unlike(some([2, 3])))
    expect(compared.flipped).toMatchObject([{ certain: false, lost: 1, won: 1 }])
    expect(compared.findings[0]).toMatchObject({ verdict: 'inconclusive', pairs: 10, certain: false })
    expect([compared.passed, compared.reason]).toEqual([
      true,
      expect.stringMatching(/^Passed and fails now in some pairs, where chance has a say: billing\/refund/),
    ])
    expect(headlineOf(compared).word).toBe('undecided')
  })

  test('a side that goes one way in most repeats and another in one has chance: one flip of ten is no certainty', () => {
    const compared = contest(sure(10, 10), unlike(sure(9, 10)))
    expect(compared.flipped).toMatchObject([{ certain: false, lost: 1, won: 0 }])
    expect([compared.passed, compared.findings[0]?.verdict]).toEqual([true, 'inconclusive'])
  })

  test.each<[string, Partial<TrialRecord>]>([
    ['other seeds', { seed: '2' }],
    ['real time', { reproducible: false }],
  ])('%s: one pair proves nothing', (_, change) => {
    const { passed, findings, flipped } = contest(sure(1, 1), [{ ...unlike(sure(0, 1))[0], ...change } as TrialRecord])
    expect([passed, flipped[0]?.certain, findings[0]?.verdict]).toEqual([true, false, 'inconclusive'])
  })
})

test('no interval is without width: one pair of each task is drawn from with those of the others', () => {
  const tasks = (cost: (index: number) => number) =>
    [0, 1, 2, 3].map((index) =>
      trial({
        scenario: `shop/${index}`,
        reproducible: false,
        traceHash: String(cost(index)),
        usage: { usd: cost(index) },
      }),
    )
  const costOf = (head: TrialRecord[], scenario: string | null) =>
    compareTrials(
      tasks(() => 0.1),
      head,
    ).contests[0]?.findings.find((one) => one.measure === 'cost' && one.scenario === scenario)
  const spread = costOf(
    tasks((index) => 0.1 + index / 100),
    null,
  )
  expect((spread?.high ?? 0) - (spread?.low ?? 0)).toBeGreaterThan(0.01)
  expect(
    costOf(
      tasks((index) => 0.1 + index / 100),
      'shop/2',
    ),
  ).toMatchObject({
    ...{ low: null, high: null, verdict: 'inconclusive', needed: 10 },
  })
  expect(
    costOf(
      tasks(() => 0.2),
      null,
    ),
  ).toMatchObject({ low: null, high: null, verdict: 'inconclusive' })
})

describe('what cannot be compared is named', () => {
  const base = [...repeats(4), ...repeats(4, { scenario: 'shop/reprice' })]
  const cases: [string, Partial<TrialRecord>, string][] = [
    ['a guard', { definition: 'new', guards: [guard('held', { mode: 'observe' })] }, 'its guards changed'],
    ['a plan', { definition: 'new', faults: [fault('delivered', { when: { nth: 2 } })] }, 'its fault plan changed'],
    ['both', { definition: 'new', guards: [], faults: [] }, 'its guards and fault plan changed'],
    [
      'anything else',
      { definition: 'new' },
      'its definition (task, world, parameters, scorers or another variant) changed',
    ],
    ['an error', { verdict: 'error' }, 'an error of the harness (head)'],
  ]

  test.each(cases)('%s', (_, change, why) => {
    const head = unlike(base).map((one) => (one.scenario === 'shop/reprice' ? { ...one, ...change } : one))
    const compared = compareTrials(base, head)
    expect(compared.notCompared).toEqual([
      { scenario: 'shop/reprice', variant: 'lost-reply', contestant: 'careful', trials: 4, why },
    ])
    expect(compared.contests[0]?.pairs).toBe(4)
  })

  test('a trial without a partner, on either side', () => {
    const compared = compareTrials(repeats(3), unlike(repeats(5, {})).slice(1))
    expect(compared.notCompared.map(({ trials, why }) => [trials, why])).toEqual([
      [1, 'the head has no such trial'],
      [2, 'the base has no such trial'],
    ])
  })

  test('an agent that one side alone has, unless it was left out on purpose', () => {
    const both = [...repeats(3), ...repeats(2, { agent: 'hasty' })]
    const told = (left: TrialRecord[], right: TrialRecord[], agents: string[] = []) =>
      compareTrials(left, right, { agents }).notCompared.map(({ contestant, trials, why }) => [contestant, trials, why])
    expect(told(both, repeats(3))).toEqual([['hasty', 2, 'the head has no such agent']])
    expect(told(repeats(3), both)).toEqual([['hasty', 2, 'the base has no such agent']])
    expect(told(both, repeats(3), ['careful'])).toEqual([])
  })

  test('where nothing is left, the comparison fails', () => {
    const head = repeats(4).map((one) => ({ ...one, definition: 'new' }))
    expect(compareTrials(repeats(4), head)).toMatchObject({
      passed: false,
      reason: expect.stringContaining(
        'No trial of careful could be compared with careful, first because its definition',
      ),
    })
  })
})

describe('who is compared with whom', () => {
  const models = (model: string) => repeats(3, { agent: 'ai-sdk', model })
  const matches = (base: TrialRecord[], head: TrialRecord[], agents: string[] = []) =>
    compareTrials(base, head, { agents }).contests.map(({ base: left, head: right }) => `${left} ${right}`)

  test('namesakes; another model of the same agent where it is the only one; the named', () => {
    const both = [...repeats(3), ...repeats(3, { agent: 'hasty' })]
    expect(matches(both, both)).toEqual(['careful careful', 'hasty hasty'])
    expect(matches(models('a'), models('b'))).toEqual(['ai-sdk@a ai-sdk@b'])
    const crossed = [...models('a'), ...models('b')]
    expect(matches(crossed, crossed, ['ai-sdk@a', 'ai-sdk@b'])).toEqual(['ai-sdk@a ai-sdk@b'])
    expect(matches(both, both, ['hasty'])).toEqual(['hasty hasty'])
  })

  test('a name that is not there is refused with the nearest', () => {
    expect(() => matches(repeats(1), repeats(1), ['carefl'])).toThrow('Did you mean "careful"?')
    expect(() => matches(repeats(1), models('a'))).toThrow('no agent in common (careful and ai-sdk@a)')
    expect(() => matches(repeats(1), repeats(1), ['a', 'b', 'c'])).toThrow('name one agent or two')
  })
})

test('each scenario is looked at by itself, and all of them together', () => {
  const tasks = fourTasks()
  const base = drawSide(random.fork('b'), { repeats: 60, rate: 1, tasks })
  const head = drawSide(random.fork('h'), { repeats: 60, rate: 1, tasks }).map((one) =>
    one.scenario === 'shop/reprice' && one.repeat % 3 === 0 ? { ...one, verdict: 'failed' as const } : one,
  )
  const passed = compareTrials(base, head).contests[0]?.findings.filter(({ measure }) => measure === 'passed')
  expect(passed?.map(({ scenario, verdict, pairs }) => [scenario, verdict, pairs])).toEqual([
    [null, 'regressed', 240],
    ['billing/refund', 'unchanged', 120],
    ['shop/reprice', 'regressed', 120],
  ])
  expect(compareTrials(base, [trial({ agent: 'flaky' }), ...head]).contests[0]?.lost.length).toBe(40)
})
