import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestOrder } from '../../src/scorers/grading/best-order.ts'
import type { Goal, Span } from '../../src/scorers/grading/search-space.ts'

/** Spans that may overlap, and goals that come after earlier goals only. */
function instances({ events, goals }: { events: number; goals: number }): fc.Arbitrary<Goal[]> {
  const lengths = fc.array(fc.nat({ max: 8 }), { minLength: 1, maxLength: events })
  const goal = fc.record({
    fits: fc.array(fc.boolean(), { minLength: events, maxLength: events }),
    after: fc.array(fc.nat({ max: goals }), { maxLength: 2 }),
    strict: fc.boolean(),
  })
  return fc.tuple(lengths, fc.array(goal, { maxLength: goals })).map(([lengths, drawn]) => {
    const spans = lengths.map((length, index) => ({ from: index * 2 + 1, until: index * 2 + 1 + length }))
    return drawn.map(({ fits, after, strict }, index) => ({
      spans: spans.filter((_, place) => fits[place]),
      after: after.filter((other) => other < index),
      strict,
    }))
  })
}

/** All goals before another one, directly or not. */
function before(goals: readonly Goal[], index: number): number[] {
  return [...new Set((goals[index]?.after ?? []).flatMap((other) => [other, ...before(goals, other)]))]
}

function isSound(goals: readonly Goal[], picks: readonly (Span | undefined)[]): boolean {
  const taken = picks.filter((pick) => pick !== undefined)
  if (new Set(taken.map(({ from }) => from)).size !== taken.length) return false
  return picks.every((pick, index) => {
    if (!pick) return true
    const others = before(goals, index).map((other) => picks[other])
    if (goals[index]?.strict && goals[index].after.some((other) => !picks[other])) return false
    return goals[index]?.spans.includes(pick) && others.every((other) => !other || other.until < pick.from)
  })
}

/** The most goals, by trying everything. */
function bruteForce(goals: readonly Goal[], picks: (Span | undefined)[] = []): number {
  if (picks.length === goals.length) return isSound(goals, picks) ? count(picks) : 0
  const choices = [undefined, ...(goals[picks.length]?.spans ?? [])]
  return Math.max(...choices.map((choice) => bruteForce(goals, [...picks, choice])))
}

/** Event by event, to the first goal that it fits. */
function greedy(goals: readonly Goal[]): (Span | undefined)[] {
  const picks: (Span | undefined)[] = goals.map(() => undefined)
  const spans = [...new Set(goals.flatMap(({ spans }) => spans))].sort((a, b) => a.from - b.from)
  for (const span of spans) {
    const index = goals.findIndex((_, at) => !picks[at] && isSound(goals, picks.with(at, span)))
    if (index >= 0) picks[index] = span
  }
  return picks
}

function count(picks: readonly (Span | undefined)[]): number {
  return picks.filter((pick) => pick !== undefined).length
}

describe('the best order', () => {
  test('is sound, and as good as trying everything', () => {
    fc.assert(
      fc.property(instances({ events: 6, goals: 4 }), (goals) => {
        const picks = bestOrder(goals)
        expect(isSound(goals, picks)).toBe(true)
        expect(count(picks)).toBe(bruteForce(goals))
      }),
      { numRuns: 500 },
    )
  })

  test('is never below greedy', () => {
    fc.assert(
      fc.property(instances({ events: 30, goals: 10 }), (goals) => {
        const picks = bestOrder(goals)
        expect(isSound(goals, picks)).toBe(true)
        expect(count(picks)).toBeGreaterThanOrEqual(count(greedy(goals)))
      }),
      { numRuns: 200 },
    )
  })

  test('is found where greedy, planted in its place, is below trying everything', () => {
    expect(() =>
      fc.assert(
        fc.property(instances({ events: 6, goals: 4 }), (goals) => {
          expect(count(greedy(goals))).toBe(bruteForce(goals))
        }),
        { numRuns: 500, seed: 1 },
      ),
    ).toThrow('Property failed')
  })

  // A tenth of a second; a search without bounds takes minutes.
  test('takes no time for many calls, in order, turned round or all at once', { timeout: 20_000 }, () => {
    const goals = (spans: (goal: number) => Span[], after: (goal: number) => number[]) =>
      Array.from({ length: 16 }, (_, goal) => ({ spans: spans(goal), after: after(goal) }))
    const chain = (goal: number) => (goal === 0 ? [] : [goal - 1])
    const line = (start: number) =>
      Array.from({ length: 1_000 }, (_, at) => ({ from: start + at * 2, until: start + at * 2 + 1 }))
    const nested = Array.from({ length: 1_000 }, (_, at) => ({ from: at + 1, until: 5_000 - at }))
    const started = performance.now()
    expect(count(bestOrder(goals(() => line(1), chain)))).toBe(16)
    expect(count(bestOrder(goals((goal) => line((16 - goal) * 2_000), chain)))).toBe(1)
    expect(
      count(
        bestOrder(
          goals(
            () => nested,
            (goal) => (goal % 2 ? [goal - 1] : []),
          ),
        ),
      ),
    ).toBe(8)
    expect(
      count(
        bestOrder(
          goals(
            () => line(1).slice(0, 15),
            () => [],
          ),
        ),
      ),
    ).toBe(15)
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test('of too many goals is refused', () => {
    expect(() => bestOrder(Array.from({ length: 17 }, () => ({ spans: [], after: [] })))).toThrow(
      '17 goals, at most 16',
    )
  })
})
