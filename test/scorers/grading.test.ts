import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assign } from '../../src/kernel/assignment.ts'
import type { Json } from '../../src/kernel/json.ts'
import { amountSchema, nearness, phrase } from '../../src/scorers/grading/amount.ts'
import { type Check, grade } from '../../src/scorers/grading/grade.ts'
import { textOf } from '../../src/scorers/grading/text.ts'
import { alignTurns } from '../../src/scorers/grading/turns.ts'
import { contentDigest } from '../../src/trace/content.ts'

const check = (held: number, name = 'it'): Check => ({
  held,
  problem: `Expected ${name}.`,
  events: [`e${name.length}`],
})

describe('a grade', () => {
  test('is 1 when all holds, with the evidence of all', () => {
    const score = grade([check(1, 'a'), check(1, 'bb')], 'All is well.')
    expect(score).toEqual({ value: 1, pass: true, reason: 'All is well.', events: ['e1', 'e2'] })
  })

  test('is the mean, with the first problems and the evidence of what failed', () => {
    const score = grade([check(1, 'a'), check(0.5, 'bb'), check(0, 'ccc')], 'All is well.')
    expect(score).toEqual({
      value: 0.5,
      pass: false,
      reason: 'Expected bb. And 1 more: Expected ccc.',
      events: ['e2', 'e3'],
    })
  })

  test('is below 1 where anything fails, however narrowly', () => {
    const { value, pass } = grade([check(1 - 2 ** -53), ...Array.from({ length: 9 }, () => check(1))], '')
    expect(pass).toBe(false)
    expect(value).toBeLessThan(1)
  })

  test('takes what is no number for a failure', () => {
    expect(grade([check(Number.NaN), check(1)], '')).toMatchObject({ value: 0.5, pass: false })
  })

  test('keeps reason and evidence short', () => {
    const many = Array.from({ length: 500 }, (_, index) => check(0, 'x'.repeat(index + 1)))
    const { reason, events } = grade(many, '')
    expect(reason.length).toBeLessThanOrEqual(400)
    expect(events).toHaveLength(100)
  })
})

describe('an amount', () => {
  test.for([
    [2, 2, 1, 'exactly 2'],
    [2, 1, 0.5, 'exactly 2'],
    [2, 4, 0.5, 'exactly 2'],
    [0, 3, 0, 'exactly 0'],
    [{ min: 2 }, 9, 1, 'at least 2'],
    [{ max: 2 }, 0, 1, 'at most 2'],
    [{ min: 1, max: 3 }, 6, 0.5, '1 to 3'],
  ] as const)('%j, found %i: %d, %s', ([amount, count, expected, words]) => {
    expect(amountSchema.safeParse(amount).success).toBe(true)
    expect(nearness(count, amount)).toBe(expected)
    expect(phrase(amount)).toBe(words)
  })
})

/** The most pairs there are, by trying all. */
function mostPairs(fits: boolean[][], left = 0, taken = new Set<number>()): number {
  const row = fits[left]
  if (!row) return 0
  const without = mostPairs(fits, left + 1, taken)
  const withOne = row.map((fit, right) =>
    fit && !taken.has(right) ? 1 + mostPairs(fits, left + 1, new Set([...taken, right])) : 0,
  )
  return Math.max(without, ...withOne)
}

const table = fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), { maxLength: 5 })

test('an assignment has as many pairs as there can be, each side used once', () => {
  fc.assert(
    fc.property(table, (fits) => {
      const seats = assign(fits.length, 4, (left, right) => fits[left]?.[right] ?? false)
      const taken = seats.filter((seat) => seat !== undefined)
      expect(taken).toHaveLength(mostPairs(fits))
      expect(new Set(taken).size).toBe(taken.length)
      for (const [left, right] of seats.entries()) if (right !== undefined) expect(fits[left]?.[right]).toBe(true)
    }),
  )
})

describe('an alignment', () => {
  /** The calls of each turn are letters, as are those of the reference. */
  const align = (turns: string[], reference: string) => {
    const calls = turns.join('')
    return alignTurns(
      turns.map(({ length }) => length),
      reference.length,
      (one, other) => calls[one] === reference[other],
    )
  }
  const alone = (calls: string) => [...calls]

  test('of single calls is the longest common sequence', () => {
    const found = [alone('abcd'), alone('badc'), alone(''), alone('xaxbx')].map((calls) => align(calls, 'abcd'))
    expect(found).toEqual([4, 2, 0, 2])
  })

  test('knows no order within a turn, and keeps that of the turns', () => {
    expect([align(['ba', 'dc'], 'abcd'), align(['dc', 'ba'], 'abcd'), align(['badc'], 'abcd')]).toEqual([4, 2, 4])
    expect([align(['ba', 'd', 'c'], 'abcd'), align(['bad', 'c'], 'abcd')]).toEqual([3, 3])
    expect([align(['aab'], 'ab'), align(['ab'], 'aab'), align(['a', '', 'b'], 'ab')]).toEqual([2, 2, 2])
  })

  test('is the best over all orders that the turns leave open', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).map((some) => some.join(''))
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 3 }), letters, letters, (turns, one, other) => {
        const orders = turns.reduce<string[]>(
          (sofar, turn) => sofar.flatMap((before) => ordersOf(turn).map((order) => before + order)),
          [''],
        )
        const reference = one + other
        const best = Math.max(...orders.map((calls) => longestIn(calls, reference)))
        expect(align(turns, reference)).toBe(best)
      }),
    )
  })
})

/** The length of the longest common sequence, by trying all. */
function longestIn(one: string, other: string): number {
  if (one === '' || other === '') return 0
  const [rest, others] = [one.slice(1), other.slice(1)]
  if (one[0] === other[0]) return 1 + longestIn(rest, others)
  return Math.max(longestIn(rest, other), longestIn(one, others))
}

function ordersOf(letters: string): string[] {
  if (letters.length < 2) return [letters]
  return [...letters].flatMap((letter, at) => {
    return ordersOf(letters.slice(0, at) + letters.slice(at + 1)).map((rest) => letter + rest)
  })
}

describe('content', () => {
  const first = { id: 're_1', charge: 'ch_1', created_at: 'then', lines: [{ id: 1 }] }
  test('is the same but for ids and what is left out', () => {
    expect(contentDigest({ ...first, id: 're_2' })).toBe(contentDigest(first))
    const digest = (value: Json) => contentDigest(value, undefined, { skip: (name) => name === 'created_at' })
    expect(digest({ ...first, created_at: 'now' })).toBe(digest(first))
    expect(contentDigest({ ...first, created_at: 'now' })).not.toBe(contentDigest(first))
    expect(contentDigest({ ...first, charge: 'ch_2' })).not.toBe(contentDigest(first))
    expect(contentDigest({ ...first, lines: [{ id: 2 }] })).not.toBe(contentDigest(first))
  })

  test('of named fields looks at these alone', () => {
    expect(contentDigest({ ...first, charge: 'ch_2' }, ['lines'])).toBe(contentDigest(first, ['lines']))
    expect(contentDigest({ id: 're_2' }, ['id'])).not.toBe(contentDigest({ id: 're_1' }, ['id']))
  })
})

test('a value as text has a line for each leaf, in order', () => {
  expect(textOf('as it is')).toBe('as it is')
  expect(textOf({ refund: { id: 're_1', ok: true }, list: [1, null] })).toBe(
    'refund.id: re_1\nrefund.ok: true\nlist.0: 1\nlist.1: null',
  )
  expect(textOf({})).toBe('')
})
