import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import { executing } from '../../src/boundary/current.ts'
import type { Injector } from '../../src/boundary/interceptor.ts'
import { approval } from '../../src/guards/approval.ts'
import { autonomyWindow } from '../../src/guards/autonomy-window.ts'
import { budget } from '../../src/guards/budget.ts'
import type { Guard } from '../../src/guards/define.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { rateLimit } from '../../src/guards/rate-limit.ts'
import { sandboxFirst } from '../../src/guards/sandbox-first.ts'
import type { Json } from '../../src/kernel/json.ts'
import { usd } from '../../src/kernel/money.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { type GuardStaging, guardStage, replyWith, type Sketch } from '../../src/testing/guard-stage.ts'

type World = NonNullable<Sketch['world']>

/** A world that does so much, whatever it was asked. */
const making =
  (things: number): World =>
  () => {
    for (let thing = 0; thing < things; thing++) {
      executing.getStore()?.effect({ collection: 'pay.transfers', op: 'create', id: `t${thing}`, after: { usd: 60 } })
    }
    return replyWith('ok', {})
  }

/** What the guard's oracle finds of these calls, and which of them had effects. */
async function cross<P>(staging: GuardStaging<P>, ...sketches: Sketch[]) {
  const stage = guardStage(staging)
  for (const sketch of sketches) await stage.cross(sketch)
  const { calls } = stage.evidence()
  return { found: stage.violations(), changed: calls.map(({ effects }) => effects.length) }
}

const READ = { target: 'pay GET /v1/pay', access: 'read' } as const
const NIGHT = { windows: [{ from: '01:00', to: '02:00' }], zone: 'UTC' }
const RULES = { rules: [{ on: 'pay *', instead: 'ask' }] }
const ROLE = { role: 'clerk', roles: { clerk: { allow: ['stage *'], deny: ['stage INSERT *'] } } }

// biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
const bound: [name: string, guard: Guard<any>, params: unknown][] = [
  ['approval', approval, { over: { usd: 50 } }],
  ['autonomy-window', autonomyWindow, NIGHT],
  ['budget', budget, { trial: 100, on: 'pay *' }],
  ['sandbox-first', sandboxFirst, RULES],
]

describe('a read that has effects is a write', () => {
  test.for(bound)('to the oracle of %s', async ([, guard, params]) => {
    const { found } = await cross({ guard, params, mode: 'observe' }, { ...READ, world: making(1) })
    expect(found).toHaveLength(1)
  })

  test.for(bound)('and one that has none is a read to that of %s', async ([, guard, params]) => {
    const { found } = await cross({ guard, params, mode: 'observe' }, { ...READ, world: making(0) })
    expect(found).toEqual([])
  })
})

/** A statement that says that it reads, and inserts a row. */
const STATEMENT = { channel: 'sql', target: 'stage SELECT', access: 'read', world: making(0) } as const
const OVER_ROWS = { on: 'stage INSERT *', over: { items: 0 } }

// biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
const statements: [name: string, guard: Guard<any>, params: unknown][] = [
  ['approval', approval, OVER_ROWS],
  ['autonomy-window', autonomyWindow, { ...NIGHT, on: 'stage INSERT *' }],
  ['budget', budget, { trial: 100, on: 'stage INSERT *' }],
  ['permissions', permissions, ROLE],
  ['sandbox-first', sandboxFirst, { rules: [{ on: 'stage INSERT *', instead: 'ask' }] }],
]

describe('a statement is what it does', () => {
  const inserts: World = (call: Call) => {
    executing.getStore()?.effect({ collection: 'stage.done', op: 'create', id: call.id, after: {} })
    return replyWith('ok', {})
  }

  test.for(statements)('%s has it undone', async ([, guard, params]) => {
    const { found, changed } = await cross({ guard, params }, { ...STATEMENT, world: inserts })
    expect(changed).toEqual([0])
    expect(found).toEqual([])
  })

  test.for(statements)('the oracle of %s finds it where nobody did', async ([, guard, params]) => {
    const { found, changed } = await cross({ guard, params, mode: 'observe' }, { ...STATEMENT, world: inserts })
    expect(changed).toEqual([1])
    expect(found).toHaveLength(1)
  })

  test('permissions: not what it says, where it changes nothing', async () => {
    const says = { ...STATEMENT, target: 'stage INSERT done', access: 'write' } as const
    const { found } = await cross({ guard: permissions, params: ROLE, mode: 'observe' }, says)
    expect(found).toEqual([])
  })
})

describe('items are at least the effects', () => {
  test('approval over items', async () => {
    const params = { over: { items: 10 } }
    expect((await cross({ guard: approval, params }, { world: making(30) })).found).toHaveLength(1)
    expect((await cross({ guard: approval, params }, { world: making(10) })).found).toEqual([])
  })

  test('approval within a trial counts them before the next call', async () => {
    const params = { over: { items: 10, within: 'trial' } }
    const { changed } = await cross({ guard: approval, params }, { world: making(8) }, { items: 3, world: making(3) })
    expect(changed).toEqual([8, 0])
  })

  test('rate-limit', async () => {
    const params = { limit: 10, per: 'minute' }
    const { changed, found } = await cross({ guard: rateLimit, params }, { world: making(20) }, { world: making(1) })
    expect(changed).toEqual([20, 0])
    expect(found).toHaveLength(1)
    const perCall = { ...params, countItems: false }
    expect((await cross({ guard: rateLimit, params: perCall }, { world: making(20) })).found).toEqual([])
  })
})

describe('what ran is compared with what was approved', () => {
  const approver = { ask: async () => ({ kind: 'approved', by: 'ann' }) as const }
  const turnedInto = (input: Json): Injector => ({
    draw: () => [{ entry: 0, fault: 'turn', random: createRandom(1), intercept: (_call, next) => next(input) }],
  })
  const pay = async (input: Json, changed: Json) => {
    const injector = turnedInto(changed)
    const { found } = await cross({ guard: approval, params: {}, approver, injector }, { input })
    return found.length
  }

  test('another amount was not approved', async () => {
    expect(await pay({ amount: 1 }, { amount: 99 })).toBe(1)
    expect(await pay({ ids: ['a', 'b'] }, { ids: ['a', 'c'] })).toBe(1)
    expect(await pay({ ids: ['a'] }, { ids: ['a', 'a'] })).toBe(1)
  })

  test('the same, or less of a list, was', async () => {
    expect(await pay({ amount: 1 }, { amount: 1 })).toBe(0)
    expect(await pay({ ids: ['a', 'b', 'c'] }, { ids: ['a', 'c'] })).toBe(0)
  })
})

test('a budget holds nothing where calls ran whose price nobody can tell', async () => {
  const call = { malformed: 'its amount is no money', input: { amount: 'NaN' } }
  const { found } = await cross({ guard: budget, params: { trial: 100 }, mode: 'observe' }, call)
  expect(found).toHaveLength(1)
  const priced = await cross({ guard: budget, params: { trial: 100 }, mode: 'observe' }, { cost: usd(1) })
  expect(priced.found).toEqual([])
})
