import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineFault } from '../../src/faults/define.ts'
import { connectionReset, errorStatus, lostReply, none, unavailable } from '../../src/faults/index.ts'
import { binomialInterval } from './binomial.ts'
import { crossMany } from './crossing.ts'

const PROVE = process.env.METTLE_PROVE === '1'
/** The whole count runs with METTLE_PROVE=1. */
const CALLS = PROVE ? 20_000 : 1_000
const SEEDS = Array.from({ length: 20 }, (_, index) => String(index + 1))

describe.each([0.01, 0.1, 0.5])('a fault with a probability of %d', (probability) => {
  test('meets its share of calls for every seed, and each that it met is told', { timeout: 600_000 }, async () => {
    const { low, high } = binomialInterval(CALLS, probability, 0.99)
    const shares: number[] = []
    for (const seed of SEEDS) {
      const { drawn, record, witnessed } = await crossMany(errorStatus, { probability }, seed, CALLS)
      expect([seed, record.delivered, drawn]).toEqual([seed, witnessed, witnessed])
      shares.push(witnessed)
    }
    const inside = shares.filter((share) => share >= low && share <= high).length
    console.info(`${probability}: ${inside} of ${SEEDS.length} seeds within ${low}-${high} of ${CALLS} calls`)
    expect(inside).toBeGreaterThanOrEqual(18)
    // Seeds that all draw the same are no chance.
    expect(new Set(shares).size).toBeGreaterThan(3)
  })
})

test.each([errorStatus, connectionReset, lostReply, unavailable])(
  '$name meets every call where it always acts',
  async (fault) => {
    for (const when of ['always', { probability: 1 }] as const) {
      const { drawn, record, witnessed } = await crossMany(fault, when, '1', 200)
      expect(record).toMatchObject({ planned: 200, delivered: 200, state: 'delivered' })
      expect([drawn, witnessed]).toEqual([200, 200])
    }
  },
)

describe('control: the witness catches a fault that', () => {
  /** Draws like any other, and does nothing. */
  const swallowed = defineFault<object>({
    ...none,
    name: 'swallowed',
    params: z.strictObject({}),
    arbitrary: (fc) => fc.constant({}),
    inject: () => async (_call, next) => {
      try {
        throw new Error('injected')
      } catch {
        return next()
      }
    },
    symptom: ({ delivered }) => (delivered?.outcome === 'broken' ? 'it threw' : undefined),
  })

  test('raises inside its own try, and then runs the real call', async () => {
    const { drawn, record, witnessed } = await crossMany(swallowed, 'always', '1', 100)
    expect([drawn, witnessed]).toEqual([100, 0])
    expect(record).toMatchObject({ planned: 100, delivered: 0, state: 'undelivered' })
  })

  test('does the same, and says that it arrived', async () => {
    const boasts = { ...swallowed, symptom: () => 'it threw' }
    const { record, witnessed } = await crossMany(boasts, 'always', '1', 100)
    expect([record.delivered, witnessed]).toEqual([100, 0])
  })
})

test('control: the interval is the binomial one', () => {
  expect(binomialInterval(100, 0.5, 0.99)).toEqual({ low: 37, high: 63 })
  expect(binomialInterval(10, 0, 0.99)).toEqual({ low: 0, high: 0 })
})
