import { describe, expect, test } from 'vitest'
import { compareTrials } from '../../src/drift/compare.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { fault, guard } from '../verdict/facts.ts'
import { repeats, trial } from '../verdict/runs.ts'
import { drawSide, fourTasks } from './sides.ts'

const random = createRandom('compare')
const findingOf = (base: TrialRecord[], head: TrialRecord[], measure = 'passed') => {
  const found = compareTrials(base, head).contests[0]?.findings.find((one) => one.measure === measure)
  if (!found) throw new Error(`there is no finding for ${measure}`)
  return found
}
const verdicts = (passed: number, of: number) =>
  repeats(of).map((one, index) => ({ ...one, verdict: index < passed ? ('passed' as const) : ('failed' as const) }))
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
    const cost = (of: number) => findingOf(repeats(of), unlike(repeats(of)), 'cost')
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
