import { type Action, type GuardAdapter, type Law, laws, searchGuard } from 'mettle/testing'
import { describe, expect, test } from 'vitest'
import { reserving } from '../../../examples/test-guard/adapters.ts'
import { broken, sound } from './guards-under-test.ts'

const FEW = { histories: 1_500, random: 150 }

const hours = laws.window({ from: '09:00', to: '17:00' })
const rights = laws.permission({
  actions: [
    { who: 'ann', what: 'read' },
    { who: 'ben', what: 'read' },
    { who: 'boss', what: 'revoke' },
  ],
  changes: ({ what }) => what === 'revoke',
  may: ({ who, what }, before) => who === 'ann' && what === 'read' && before.length === 0,
})

async function failuresOf<A extends Action>(adapter: GuardAdapter<A>, law: Law<A>): Promise<string[]> {
  const { failures } = await searchGuard(adapter, law, FEW)
  return failures.map(({ needs, broken: why }) => `${why} (${needs.join(', ')})`)
}

/** What is wrong with a guard, and what the engine says of it. */
function finds<A extends Action>(law: Law<A>, guards: Record<string, GuardAdapter<A>>, said: Record<string, string[]>) {
  test.for(Object.entries(guards))('finds %s', async ([name, adapter]) => {
    expect(await failuresOf(adapter, law)).toEqual(said[name])
  })
}

/** A guard that says no to all, and one that says yes to all. */
const never: GuardAdapter<Action> = { start: () => () => Promise.reject(new Error('no')) }
const always: GuardAdapter<Action> = {
  start:
    ({ effect }) =>
    (action) =>
      effect(action),
}

describe.for([
  ['budget', laws.budget({ cap: 10 }), reserving],
  ['budget, one by one', laws.budget({ cap: 10 }), sound.budgetOneByOne],
  ['rate limit', laws.rateLimit({ limit: 2, perMs: 1_000 }), sound.rateLimit],
  ['window', hours, sound.window],
  ['permission', rights, sound.permission],
  ['loop', laws.loop({ repeats: 2 }), sound.loop],
  ['approval', laws.approval(), sound.approval],
] as unknown as [string, Law, GuardAdapter][])('the law of %s', ([, law, adapter]) => {
  test('holds for a sound guard', async () => {
    const { failures, tried } = await searchGuard(adapter, law, FEW)
    expect(failures.map(({ broken: why }) => why)).toEqual([])
    expect(tried[0]?.histories).toBeGreaterThan(500)
  })

  test('is broken by a guard that refuses everything', async () => {
    const [failure, ...more] = await failuresOf(never, law)
    expect(failure).toMatch(/\) was refused though .* \(\)$/)
    expect(more).toEqual([])
  })

  test('is broken by one that lets everything through', async () => {
    const failures = await failuresOf(always, law)
    expect(failures.length).toBeGreaterThan(0)
    expect(failures.join()).not.toContain('was refused')
  })
})

describe('the law of rate limit', () => {
  finds(laws.rateLimit({ limit: 2, perMs: 1_000 }), broken.rateLimit, {
    'a window that begins at full seconds': ['more than 2 within 1000 ms (wait)'],
    'a bucket for each caller': ['more than 2 within 1000 ms ()'],
    'a log in memory': ['more than 2 within 1000 ms (crash)'],
  })
})

describe('the law of window', () => {
  finds(hours, broken.window, {
    'work that waits in a queue': ['done outside 09:00 to 17:00 (wait)'],
    'an end that is inside': ['done outside 09:00 to 17:00 (wait)'],
  })
})

describe('the law of permission', () => {
  finds(rights, broken.permission, {
    'rights that are read once': ['ann read is not allowed (a change of rights)'],
    'rights of anybody': ['ben read is not allowed ()'],
  })
})

describe('the law of loop', () => {
  finds(laws.loop({ repeats: 2 }), broken.loop, {
    'a count in memory': ['x was done 3 times in a row, at most 2 may be (crash)'],
  })
})

describe('the law of approval', () => {
  finds(laws.approval(), broken.approval, {
    'a yes to anything': ['pay 50 was done without a yes that is its own ()'],
    'a yes for ever': ['pay 5 was done without a yes that is its own ()'],
    'a yes used up behind the action': [
      'pay 5 was done without a yes that is its own (together)',
      'pay 5 was done without a yes that is its own (crash)',
    ],
    'its own yes': ['pay 5 was done without a yes that is its own (its own yes)'],
  })
})
