import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openBudget } from '../../src/runs/limits.ts'
import { trial } from '../verdict/runs.ts'

const costing = (usd: number) => trial({ usage: { usd } })

test('the first trial goes alone; then as many as fit, each as dear as the dearest so far', () => {
  using budget = openBudget({ usd: 10 })
  expect([budget.allows(0), budget.allows(1)]).toEqual([true, false])
  budget.spend(costing(2))
  // 2 are spent: four more fit.
  expect([3, 4].map((underWay) => budget.allows(underWay))).toEqual([true, false])
  budget.spend(costing(4))
  expect([0, 1].map((underWay) => budget.allows(underWay))).toEqual([true, false])
  expect(budget.reason()).toBeNull()
  budget.spend(costing(1))
  expect([budget.allows(0), budget.reason()]).toEqual([
    false,
    'The run reached its limit of $10: $7.00 were spent, and one more trial may cost $4.00',
  ])
})

test('whatever is started within it never exceeds it, where no trial is dearer than the first', () => {
  for (let workers = 1; workers <= 8; workers++) {
    using budget = openBudget({ usd: 20 })
    const underWay: number[] = []
    let spent = 0
    for (let turn = 0; turn < 200; turn++) {
      while (underWay.length < workers && budget.allows(underWay.length))
        underWay.push(spent === 0 ? 3 : 1 + (turn % 3))
      const cost = underWay.shift()
      if (cost === undefined) break
      spent += cost
      budget.spend(costing(cost))
    }
    expect(spent).toBeLessThanOrEqual(20)
    expect(spent).toBeGreaterThan(15)
  }
})

test('free trials and no limit are never refused', () => {
  using budget = openBudget({ usd: 1 })
  budget.spend(costing(0))
  expect([budget.allows(100), budget.reason()]).toEqual([true, null])
  using none = openBudget({})
  none.spend(costing(1e9))
  expect([none.allows(1e6), none.reason()]).toEqual([true, null])
})

test('the time is up when it is up', async () => {
  using budget = openBudget({ minutes: 0.001 })
  expect([budget.signal.aborted, budget.reason()]).toEqual([false, null])
  await sleep(150)
  expect([budget.signal.aborted, budget.reason()]).toEqual([
    true,
    'The run reached its limit of 0.001 min of real time',
  ])
})
