import {
  type GuardAdapter,
  historyTable,
  laws,
  regressionTest,
  replayGuard,
  searchGuard,
  testGuard,
} from 'mettle/testing'
import { describe, expect, test } from 'vitest'
import { naive, reserving } from '../../../examples/test-guard/adapters.ts'

type Adapter = GuardAdapter<{ amount: number }>

const law = laws.budget({ cap: 10 })
const FEW = { histories: 3_000, random: 300 }

describe('the naive controller', async () => {
  const { failures, text } = await searchGuard(naive, law, { ...FEW, from: './mine.ts' })
  const rowsOf = (index: number) => failures[index]?.played.rows.map(({ who, does, port }) => `${who} ${does}${port}`)

  test('breaks its law in five ways', () => {
    expect(failures.map(({ needs }) => needs)).toEqual([['together'], ['wait'], ['crash'], ['negative'], ['NaN']])
  })

  test('races in the shortest history', () => {
    const actions = failures[0]?.played.steps.flatMap((step) => ('begin' in step ? [step.action.amount] : []))
    expect(actions).toEqual([1, 10])
    expect(rowsOf(0)).toEqual([
      'A spend 1',
      'A get spent: nothing',
      'A EFFECT spend 1',
      'B spend 10',
      'B get spent: nothing',
      'B EFFECT spend 10',
    ])
  })

  test.for([0, 1, 2, 3, 4])(
    'fails in history %i when it is played again, and the sound one does not',
    async (index) => {
      const { steps = [] } = failures[index]?.played ?? {}
      expect(steps.length).toBeGreaterThan(1)
      await expect(replayGuard(naive, law, steps)).rejects.toThrow(failures[index]?.broken)
      await replayGuard(reserving, law, steps)
    },
  )

  test('is told as a table, one row a step', () => {
    const [race] = failures
    expect(race && historyTable(race).split('\n')).toEqual([
      'budget: 11 spent in a day, the cap is 10 (together)',
      '     who  does      store and effects   really    the law',
      '  1  A    spend 1   get spent: nothing  0 of 10',
      '  2  A              EFFECT spend 1      1 of 10',
      '  3  B    spend 10  get spent: nothing  1 of 10',
      '  4  B              EFFECT spend 10     11 of 10  11 spent in a day, the cap is 10',
    ])
    expect(text).toContain(race && historyTable(race))
  })

  test('has its first failure as a test', () => {
    const [race] = failures
    expect(race && text.endsWith(regressionTest(race, './mine.ts'))).toBe(true)
    expect(text).toContain("import { adapter } from './mine.ts'")
    expect(text).toContain("await replayGuard(adapter, laws.budget({ cap: 10, per: 'day' }), [")
    expect(text).toContain("{ begin: 'A', action: { amount: 1 } },")
  })

  test('fails a test by an error that shows all that', async () => {
    const thrown = await testGuard(naive, law, FEW).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ name: 'GuardBroken', report: { failures: { length: 5 } } })
    expect(String(thrown)).toMatch(/breaks its law in 5 ways[\s\S]*EFFECT spend 10[\s\S]*replayGuard/)
  })
})

test('a sound controller passes, and says how far it was tried', async () => {
  const { tried, text } = await testGuard(reserving, law, FEW)
  expect(tried).toMatchObject([{ law: 'budget', histories: 3_000, size: 3, whole: false, random: 300 }])
  expect(text).toContain(
    '3000 histories by size (all of up to 3 actions and disturbances, some of 4), 439 orders of two actions (all that are new), 300 drawn',
  )
})

test('two actions are tried in every order of their steps', async () => {
  const three: Adapter = {
    start:
      ({ store, effect }) =>
      async (action) => {
        await store.get('a')
        if (action.amount === 1) await effect(action)
      },
  }
  const one = { ...law, actions: [{ amount: 1 }] }
  const { tried } = await searchGuard(three, one, { histories: 100, random: 0 })
  // Each begins, asks and acts: three steps of its own, the second one not before the first has begun.
  expect(tried[0]).toMatchObject({ orders: 10, allOrders: true })
})

test('a lost answer is tried where it is asked for', async () => {
  const refunding: Adapter = {
    start: ({ store, clock, effect }) => {
      const controller = reserving.start({ store, clock, effect: async () => undefined })
      return async (action) => {
        await (controller as (action: { amount: number }) => Promise<void>)(action)
        const day = new Date(clock.now()).toISOString().slice(0, 10)
        // What threw is taken for what did not happen.
        await effect(action).catch(() => store.set(day, 0))
      }
    },
  }
  const { failures } = await searchGuard(refunding, law, { ...FEW, lostAnswers: true })
  expect(failures[0]?.needs).toEqual(['lost answer'])
  expect((await searchGuard(refunding, law, FEW)).failures.flatMap(({ needs }) => needs)).not.toContain('lost answer')
})

describe('what cannot be tested', () => {
  const amount = law.actions[0]?.amount
  const waiting = (wait: () => Promise<unknown>): Adapter => ({
    start:
      ({ effect }) =>
      async (action) => {
        await wait()
        await effect(action)
      },
  })

  test('is a guard with a timer of its own', async () => {
    const timer = waiting(() => new Promise((done) => setTimeout(done, 20)))
    await expect(testGuard(timer, law, FEW)).rejects.toThrow('it waits for a timer, a file or the network')
  })

  test('is one that does not do the same twice', async () => {
    let times = 0
    const moody: Adapter = {
      start:
        ({ effect }) =>
        (action) =>
          times++ % 2 === 1 && effect(action),
    }
    await expect(testGuard(moody, law, FEW)).rejects.toThrow('when it was played again')
    expect(amount).toBe(1)
  })
})

describe('a failure of the law is', () => {
  test('an action that waits for ever', async () => {
    const stuck: Adapter = { start: () => () => new Promise(() => undefined) }
    const { failures } = await searchGuard(stuck, law, FEW)
    expect(failures.map(({ broken }) => broken)).toEqual(['A waits for ever, and nothing is under way'])
  })

  test('a guard that does not start behind a crash', async () => {
    const brittle: Adapter = {
      start: async ({ store, clock, effect }) => {
        if ((await store.get('open')) === true) throw new Error('it was not closed')
        await store.set('open', true)
        return reserving.start({ store, clock, effect })
      },
    }
    const { failures } = await searchGuard(brittle, law, FEW)
    expect(failures.map(({ broken, needs }) => [broken, needs])).toEqual([
      ['the guard does not start: it was not closed', ['crash']],
    ])
  })

  test('a guard that asks in circles', async () => {
    const circling: Adapter = {
      start:
        ({ store }) =>
        async () => {
          for (;;) await store.get('x')
        },
    }
    const { failures } = await searchGuard(circling, law, { histories: 1, random: 0 })
    expect(failures.map(({ broken }) => broken)).toEqual(['it took more than 1000 steps'])
  })
})
