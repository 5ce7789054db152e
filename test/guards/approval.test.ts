import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import type { Injector } from '../../src/boundary/interceptor.ts'
import { approval } from '../../src/guards/approval.ts'
import type { Json } from '../../src/kernel/json.ts'
import { usd } from '../../src/kernel/money.ts'
import { done, type GuardStage, guardStage, replyWith, type Sketch } from '../../src/testing/guard-stage.ts'
import { answering, losesFirst } from './cases/approval-cases.ts'
import { approvalMutants } from './cases/approval-mutants.ts'

const REFUND: Sketch = { target: 'tool refund', input: { charge: 'ch_1' }, cost: usd(49) }

const effects = (stage: GuardStage) => stage.evidence().effects.length

describe('the parameters of an approval', () => {
  test('have defaults', () => {
    expect(approval.params.parse({})).toEqual({ on: '*', timeoutMs: 3_600_000, grantMs: 86_400_000, delayMs: 0 })
  })

  test.each([[{ over: {} }], [{ over: { usd: -1 } }], [{ timeoutMs: 0 }], [{ timeoutMs: 2 ** 31 }], [{ ttl: 1 }]])(
    '%j are refused',
    (params) => {
      expect(approval.params.safeParse(params).success).toBe(false)
    },
  )
})

describe('what needs approval', () => {
  const over = { usd: 10, items: 5 }
  test.each([
    ['a write', {}, {}, true],
    ['a call that may be a write', {}, { access: 'unknown' }, true],
    ['a read', {}, { access: 'read' }, false],
    ['another target', { on: 'payments *' }, {}, false],
    ['one of several patterns', { on: ['payments *', 'tool a*'] }, {}, true],
    ['a small and cheap write', { over }, { cost: usd(10), items: 5 }, false],
    ['a dear write', { over }, { cost: usd('10.000001'), items: 1 }, true],
    ['a large write', { over }, { cost: usd(1), items: 6 }, true],
    ['a write of unknown cost', { over }, { items: 1 }, true],
    ['a write of unknown cost, where only items count', { over: { items: 5 } }, { items: 1 }, false],
    ['a malformed call to another target', { on: 'payments *' }, { malformed: 'no' }, true],
  ] as [string, unknown, Sketch, boolean][])('%s', async (_, params, sketch, expected) => {
    const stage = guardStage({ guard: approval, params })
    await stage.cross(sketch)
    expect(stage.evidence().calls[0]?.decisions.length === 1).toBe(expected)
  })
})

describe('an answer', () => {
  test('that approves lets the call run, and names who gave it', async () => {
    const stage = guardStage({ guard: approval, params: {}, approver: answering('yes') })
    expect((await stage.cross(REFUND)).kind).toBe('ok')
    expect(stage.evidence().calls[0]?.decisions).toMatchObject([{ decision: 'allow', approvedBy: 'carla' }])
    expect(stage.violations()).toEqual([])
  })

  test('that denies is told with its author', async () => {
    const stage = guardStage({ guard: approval, params: {}, approver: answering('no') })
    expect(JSON.stringify(await stage.cross(REFUND))).toContain('carla denied it')
    expect(effects(stage)).toBe(0)
  })

  test('that approves an action which the world then refused is used up', async () => {
    const stage = guardStage({ guard: approval, params: {}, approver: answering('yes') })
    await stage.cross({ ...REFUND, world: () => replyWith('error', {}) })
    await stage.cross(REFUND)
    expect(effects(stage)).toBe(0)
  })

  test('is not awaited when the guard only looks on', async () => {
    const approver = answering('yes')
    const stage = guardStage({ guard: approval, params: {}, approver, mode: 'observe' })
    await stage.cross(REFUND)
    expect(approver.asked).toEqual([])
    expect(stage.violations()).toEqual([
      { calls: ['c1'], message: 'tool refund for $49.00 ran without an approval of its own' },
    ])
  })
})

describe('the oracle of an approval', () => {
  const judged = (mutant: string, approver = answering('yes')) =>
    guardStage({
      guard: approvalMutants[mutant] ?? approval,
      params: { grantMs: 60_000 },
      approver,
      injector: losesFirst,
    })

  test.each([
    ['ignores the arguments', { input: { charge: 'ch_2' } }],
    ['ignores the target', { target: 'tool refund_all' }],
    ['ignores who acts', { principal: 'agent/helper' }],
    ['takes silence for consent', { input: {} }],
  ] as [string, Sketch][])('finds what a guard that %s let through', async (name, other) => {
    const stage = judged(name, name === 'takes silence for consent' ? answering('yes', 'silent') : answering('yes'))
    await stage.cross(REFUND)
    const second = stage.cross({ ...REFUND, ...other })
    await stage.clock.advance(3_600_000)
    await second
    expect(effects(stage)).toBe(1)
    expect(stage.violations()).toMatchObject([{ calls: ['c2'] }])
  })

  test('finds the second use of an approval', async () => {
    const stage = judged('can be used again')
    for (let time = 0; time < 3; time++) await stage.cross(REFUND)
    expect(stage.violations()).toMatchObject([{ calls: ['c3'] }])
  })

  test('finds the use of an approval that had expired', async () => {
    const stage = judged('never forgets')
    await stage.cross(REFUND)
    stage.clock.set(stage.clock.now() + 60_000)
    await stage.cross(REFUND)
    expect(stage.violations()).toMatchObject([{ calls: ['c2'] }])
  })

  test('does not take an approval that the agent gave itself', async () => {
    const stage = guardStage({ guard: approval, params: {}, approver: answering('yes'), mode: 'observe' })
    await stage.cross({ ...REFUND, principal: 'carla/helper' })
    const events = stage.evidence().events
    const call = events[0]
    expect(call?.type).toBe('call')
    expect(stage.violations()).toHaveLength(1)
  })

  test('counts a reply that was lost after the effect, and no refusal', async () => {
    const stage = guardStage({ guard: approval, params: {}, mode: 'observe' })
    const lost = (call: Call) => {
      done(call)
      return { kind: 'broken', how: 'reset' } as const
    }
    await stage.cross({ ...REFUND, world: lost })
    await stage.cross({ ...REFUND, world: () => replyWith('error', {}) })
    expect(stage.violations()).toMatchObject([{ calls: ['c1'] }])
  })
})

describe('a yes of the agent’s own people', () => {
  const asks = { on: 'tool ask', yes: { ok: true }, for: { 'path.id': 'id', 'body.amount': 'amount' } }
  const said =
    (answer: Json, kind: 'ok' | 'error' = 'ok') =>
    () =>
      replyWith(kind, answer)
  const ask = (about: { id: string | number; amount: number }, world: Sketch['world']): Sketch => ({
    target: 'tool ask',
    input: about,
    ...(world && { world }),
  })
  const PAY: Sketch = { target: 'bank POST /pay/{id}', input: { path: { id: '7' }, body: { amount: 50 } } }
  const YES = ask({ id: 7, amount: 50 }, said({ ok: true, by: 'the owner' }))
  const staged = (params: object = {}, injector?: Injector) =>
    guardStage({ guard: approval, params: { asks, ...params }, mode: 'observe', ...(injector && { injector }) })
  const bypassed = async (stage: GuardStage, ...sketches: Sketch[]) => {
    for (const sketch of sketches) await stage.cross(sketch)
    return stage.violations().flatMap(({ calls }) => calls)
  }

  test.each([
    ['is enough, where a path says 7 in letters', [YES, PAY], []],
    ['is used up', [YES, PAY, PAY], ['c3']],
    ['is good for its own action alone', [YES, { ...PAY, input: { path: { id: '8' }, body: { amount: 50 } } }], ['c2']],
    ['does not reach an action that lacks an argument', [YES, { ...PAY, input: { path: { id: '7' } } }], ['c2']],
    ['is none where it comes as an error', [ask({ id: 7, amount: 50 }, said({ ok: true }, 'error')), PAY], ['c2']],
    ['is taken back by an error', [YES, ask({ id: 7, amount: 50 }, said({}, 'error')), PAY], ['c3']],
    ['is not taken back by a no to something else', [YES, ask({ id: 8, amount: 50 }, said({ ok: false })), PAY], []],
    ['comes before the action', [PAY, YES], ['c1']],
    ['is nothing that has to be asked for, though asking is a write', [YES, YES], []],
  ] as [string, Sketch[], string[]][])('%s', async (_, sketches, expected) => {
    expect(await bypassed(staged(), ...sketches)).toEqual(expected)
  })

  test('that was lost on its way is none, and takes none back', async () => {
    expect(await bypassed(staged({}, losesFirst), YES, PAY)).toEqual(['c2'])
    expect(await bypassed(staged({}, losesFirst), YES, YES, PAY)).toEqual([])
  })

  test('expires', async () => {
    for (const [waits, expected] of [
      [59_999, []],
      [60_000, ['c2']],
    ] as const) {
      const stage = staged({ grantMs: 60_000 })
      await stage.cross(YES)
      await stage.clock.advance(waits)
      expect(await bypassed(stage, PAY)).toEqual(expected)
    }
  })

  test('binds to the actions that it is about', async () => {
    const about = (to: string) => staged({ asks: { ...asks, to } })
    expect(await bypassed(about('bank POST *'), YES, PAY)).toEqual([])
    expect(await bypassed(about('bank DELETE *'), YES, PAY)).toEqual(['c2'])
  })

  test('in an answer that is kept in part: nobody can tell', async () => {
    const long = ask({ id: 7, amount: 50 }, said({ truncated: true, bytes: 70_000, digest: '', head: '' }))
    await expect(bypassed(staged(), long, PAY)).rejects.toThrow('nobody can tell how the answer to c1 (tool ask) reads')
  })

  test('that is looked up twice is one', async () => {
    const once = staged({ asks: { ...asks, once: 'reply.ticket' } })
    const ticket = (of: string) => ask({ id: 7, amount: 50 }, said({ ok: true, ticket: of }))
    expect(await bypassed(once, ticket('t1'), ticket('t1'), ticket('t2'), PAY, PAY, PAY)).toEqual(['c6'])
    const no = ask({ id: 7, amount: 50 }, said({ ok: false, ticket: 't1' }))
    const later = staged({ asks: { ...asks, once: 'reply.ticket' } })
    expect(await bypassed(later, no, ticket('t1'), no, PAY)).toEqual(['c4'])
  })

  test('counts beside what is small', async () => {
    const params = { over: { items: 1, within: 'trial' } }
    expect(await bypassed(staged(params), YES, PAY, { ...PAY, input: {} })).toEqual([])
    expect(await bypassed(staged(params), PAY, { ...PAY, input: {} })).toEqual(['c2'])
  })

  test.each([[{ ...asks, for: {} }], [[]], [{ on: 'tool ask', yes: true }], [{ ...asks, no: {} }]])(
    '%j is refused when it is loaded',
    (wrong) => {
      expect(approval.params.safeParse({ asks: wrong }).success).toBe(false)
    },
  )
})
