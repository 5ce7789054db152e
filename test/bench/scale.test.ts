import { expect, test } from 'vitest'
import { type Costs, networkOf } from '../../bench/scale/fleet.ts'
import { bound, type Network, solve } from '../../bench/scale/network.ts'
import { simulate } from '../../bench/scale/simulate.ts'

const COSTS: Costs = { database: 0.006, collect: 0.0005, report: 0.0001, bytes: 2_000 }
const SUITES = [
  { name: 'functions', cpu: 0.003, asks: 0, answer: 0 },
  { name: 'programs', cpu: 0.5, asks: 0, answer: 0 },
  { name: 'live models', cpu: 0.02, asks: 6, answer: 2 },
]
const fleet = (workers: number) => ({
  workers,
  lanes: 4,
  processors: 4,
  requestsPerMinute: 10_000,
  databaseProcessors: 4,
  partitions: 1,
})
const off = (network: Network) => Math.abs(solve(network).perSecond / simulate(network).perSecond - 1)

test.each(SUITES)('what is computed for $name is what a simulation counts, to 8 %', (suite) => {
  const differences = [1, 10, 100, 1_000].map((workers) => off(networkOf(COSTS, suite, fleet(workers))))
  expect(Math.max(...differences)).toBeLessThan(0.08)
})

test('lanes that wait for one station: the exact pace of two exponential servers in a ring', () => {
  // Three customers between two equal servers: 3/4 of the pace of one (Gordon and Newell, 1967).
  const station = { seconds: 1, visits: 1, servers: 1 }
  const network = { lanes: 3, stations: ['there', 'back'].map((name) => ({ name, ...station })) }
  expect(solve(network).perSecond).toBeCloseTo(0.75, 10)
  expect(simulate(network).perSecond).toBeCloseTo(0.75, 1)
})

test('nothing is faster than its narrowest place, which it names', () => {
  const paces = [1, 3, 30, 300].map((workers) => {
    const network = networkOf(COSTS, SUITES[2] as (typeof SUITES)[0], fleet(workers))
    expect(simulate(network).perSecond).toBeLessThan(bound(network).perSecond * 1.02)
    return [bound(network).limitedBy, solve(network).limitedBy, simulate(network).limitedBy]
  })
  expect(paces).toEqual([...[1, 2, 3].map(() => ['lanes', 'lanes', 'lanes']), ['provider', 'provider', 'provider']])
})

test('what is collected aside holds up what is told, and no lane', () => {
  const network = networkOf({ ...COSTS, collect: 0.01 }, SUITES[0] as (typeof SUITES)[0], fleet(10))
  expect([solve(network), simulate(network).limitedBy]).toEqual([
    { perSecond: 100, limitedBy: 'collector' },
    'collector',
  ])
  expect(simulate(network).perSecond).toBeCloseTo(100, -1)
})
