import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { openRunMoney, type RunBudget } from '../../src/kernel/run-budget.ts'
import { openBounds } from '../../src/runs/limits.ts'

const DOLLAR = 1_000_000

test('what the next call may cost at the most has to be there; the reason says what was paid', async () => {
  using bounds = openBounds({ usd: 10 })
  const [one, other] = [bounds.moneyOf('one'), bounds.moneyOf('other')]
  expect(await one.reserve(6 * DOLLAR)).toBe(true)
  one.settle(6 * DOLLAR, 4 * DOLLAR)
  expect(await other.reserve(6 * DOLLAR)).toBe(true)
  other.settle(6 * DOLLAR, 3 * DOLLAR)
  expect([bounds.allows(), bounds.reason(), bounds.paid()]).toEqual([true, null, 7 * DOLLAR])
  expect(await one.reserve(4 * DOLLAR)).toBe(false)
  expect([bounds.allows(), bounds.cutShort('one'), bounds.cutShort('other')]).toEqual([false, true, false])
  expect(bounds.reason()).toBe(
    'The run reached its limit of $10 of real money: $7.00 were paid, and the next call may cost $4.00',
  )
  // A trial that was refused once says nothing any more; another one may use what is left.
  expect([await one.reserve(1), await other.reserve(3 * DOLLAR)]).toEqual([false, true])
})

test('a call waits for what others may give back, and is refused when they have spent it', async () => {
  const money = openRunMoney(10)
  expect(await money.reserve(8)).toBe(true)
  const answers: string[] = []
  void money.reserve(5).then((granted) => answers.push(`dear ${granted}`))
  void money.reserve(2).then((granted) => answers.push(`cheap ${granted}`))
  await sleep(1)
  expect(answers).toEqual([])
  money.settle(8, 6)
  await sleep(1)
  expect(answers).toEqual(['dear false', 'cheap true'])
})

test('a call that failed gives all of it back; one that nobody can account for costs all of it', async () => {
  const money = openRunMoney(10)
  await money.reserve(10)
  money.settle(10, 0)
  expect([money.paid(), await money.reserve(10)]).toEqual([0, true])
  money.settle(10, undefined)
  expect([money.paid(), await money.reserve(1)]).toEqual([10, false])
})

test.each([undefined, Number.NaN, -1, Number.POSITIVE_INFINITY])(
  '%s is no price: refused where there is a cap',
  async (micros) => {
    expect(await openRunMoney(10).reserve(micros)).toBe(false)
    expect(await openRunMoney().reserve(micros)).toBe(true)
    using bounds = openBounds({ usd: 1 })
    await bounds.moneyOf('one').reserve(micros)
    expect(bounds.allows()).toBe(false)
  },
)

test('without a limit nothing is refused, and what was paid is counted', async () => {
  using bounds = openBounds({})
  const money = bounds.moneyOf('one')
  expect(await money.reserve(1e15)).toBe(true)
  money.settle(1e15, 5)
  expect([bounds.allows(), bounds.reason(), bounds.paid()]).toEqual([true, null, 5])
})

test('the time is up when it is up', async () => {
  using bounds = openBounds({ minutes: 0.001 })
  expect([bounds.signal.aborted, bounds.reason()]).toEqual([false, null])
  await sleep(150)
  expect([bounds.signal.aborted, bounds.reason()]).toEqual([
    true,
    'The run reached its limit of 0.001 min of real time',
  ])
})

describe('1,000 runs of two workers', () => {
  const CAP = 1_000

  /** Checks, then waits, then takes: what each first version of a cap does. */
  const naive = (): RunBudget & { paid(): number } => {
    let paid = 0
    return {
      reserve: async (micros = 0) => paid + micros <= CAP,
      settle: (_, actual = 0) => {
        paid += actual
      },
      paid: () => paid,
    }
  }

  /** A worker sends calls until one is refused. Some fail, most cost less than they may. */
  async function work(budget: RunBudget, random: Random) {
    const pause = async () => {
      for (let ticks = random.int(4); ticks > 0; ticks--) await null
    }
    for (;;) {
      const most = 1 + random.int(200)
      await pause()
      if (!(await budget.reserve(most))) return
      await pause()
      budget.settle(most, random.int(5) === 0 ? 0 : 1 + random.int(most))
    }
  }

  async function overspent(open: () => RunBudget & { paid(): number }) {
    let [over, least] = [0, CAP]
    for (let run = 0; run < 1_000; run++) {
      const budget = open()
      await Promise.all([1, 2].map((worker) => work(budget, createRandom(run).fork('worker', worker))))
      if (budget.paid() > CAP) over++
      least = Math.min(least, budget.paid())
    }
    return { over, least }
  }

  test('the cap is overspent in none of them, and used up in each', async () => {
    const { over, least } = await overspent(() => openRunMoney(CAP))
    expect(over).toBe(0)
    expect(least).toBeGreaterThan(CAP - 2 * 200)
  })

  test('control: who checks before and counts behind overspends it', async () => {
    expect((await overspent(naive)).over).toBeGreaterThan(20)
  })
})
