import { describe, expect, test } from 'vitest'
import { endState } from '../../src/scorers/end-state.ts'
import { referenceOf } from './reference-of.ts'
import { scoreWith } from './score-with.ts'
import { type Change, giveBack, goodTrial, look, PAYMENTS, refund, type TraceBuilder, traceOf } from './trace-of.ts'

const score = (params: unknown, trace: TraceBuilder) => scoreWith(endState, params, trace)
const row = (rest: object) => ({ rows: [{ collection: 'payments.refunds', ...rest }] })
const wholeRefund = refund('re_1', 'ch_2').after

describe('a row', () => {
  test.for([
    [{ id: 're_1' }, true],
    [{ id: 're_2' }, false],
    [{ where: { charge: 'ch_2' } }, true],
    [{ where: { charge: 'ch_1' } }, false],
    [{ where: { charge: 'ch_2' }, count: 1 }, true],
    [{ where: { charge: 'ch_2' }, count: 2 }, false],
    [{ id: 're_1', has: { amount: 4900 } }, true],
    [{ id: 're_1', has: { amount: 490 } }, false],
    [{ id: 're_1', equals: wholeRefund }, true],
    [{ id: 're_1', equals: { amount: 4900 } }, false],
    [{ where: { charge: 'ch_1' }, absent: true }, true],
    [{ where: { charge: 'ch_2' }, absent: true }, false],
    [{ count: { max: 1 } }, true],
    [{ id: '__proto__' }, false],
  ] as const)('%j holds: %s', async ([rest, holds]) => {
    expect((await score(row(rest), goodTrial())).pass).toBe(holds)
  })

  test('says what it found, and which effects made it', async () => {
    const { reason, events } = await score(row({ id: 're_1', has: { amount: 1 } }), goodTrial())
    expect(reason).toMatch(/^Expected payments\.refunds "re_1" to have \{"amount":1\}, found \{"id":"re_1".*\.$/)
    expect(events).toEqual(['e6'])
  })

  test('fails for each of two refunds of one charge', async () => {
    const twice = giveBack(goodTrial(), refund('re_2', 'ch_2'))
    const { value, pass } = await score(row({ where: { charge: 'ch_2' }, count: 1 }), twice)
    expect(pass).toBe(false)
    expect(value).toBeLessThan(1)
  })

  test('in a collection that the world does not have fails, an absent one too', async () => {
    const { pass, reason } = await score({ rows: [{ collection: 'refunds', absent: true }] }, goodTrial())
    expect(pass).toBe(false)
    expect(reason).toContain('The world has no collection "refunds".')
  })
})

describe('unchanged', () => {
  const unchanged = (...names: string[]) => ({ unchanged: names })
  const before = PAYMENTS['payments.charges']?.ch_1 ?? null
  const update = { collection: 'payments.charges', op: 'update', id: 'ch_1', before } as const
  const set = (after: object) => ({ ...update, after: after as typeof before })

  test('holds where nothing was written', async () => {
    const params = unchanged('payments.charges', 'payments.orders')
    expect((await score(params, goodTrial())).pass).toBe(true)
    expect(await score(unchanged('payments.*'), goodTrial())).toMatchObject({ pass: false, events: ['e6'] })
  })

  test('holds where a change was undone', async () => {
    const trace = traceOf({ world: PAYMENTS }).call('tool fix', { effects: [set({ id: 'ch_1', amount: 0 })] })
    const params = unchanged('payments.charges')
    expect(await score(params, trace)).toMatchObject({ pass: false, value: 0.5, events: ['e3'] })
    expect((await score(params, trace.call('tool undo', { effects: [{ ...set({}), after: before }] }))).pass).toBe(true)
  })

  test('sees a member that is gone', async () => {
    const gone = { collection: 'payments.charges', op: 'delete', id: 'ch_2' } as const
    const { pass, reason } = await score(
      unchanged('payments.charges'),
      look(traceOf({ world: PAYMENTS })).call('tool x', { effects: [gone] }),
    )
    expect(pass).toBe(false)
    expect(reason).toContain('found 1 different: "ch_2" (e6).')
  })

  test('of a collection that the world does not have fails', async () => {
    expect((await score(unchanged('payment.*'), goodTrial())).pass).toBe(false)
  })
})

describe('lists without order', () => {
  const before = { id: 'o1', tags: ['new', 'big'], lines: [{ sku: 'a' }, { sku: 'b' }, { sku: 'b' }] }
  const left = (after: object) => {
    const update = {
      collection: 'shop.orders',
      op: 'update',
      id: 'o1',
      before,
      after: { ...before, ...after },
    } as const
    return traceOf({ world: { 'shop.orders': { o1: before } } }).call('tool x', { effects: [update as Change] })
  }
  const turned = { lines: [{ sku: 'b' }, { sku: 'a' }, { sku: 'b' }] }
  const fewer = { lines: [{ sku: 'b' }, { sku: 'a' }] }
  const other = { lines: [{ sku: 'b' }, { sku: 'a' }, { sku: 'a' }] }
  const row = (rest: object) => ({ rows: [{ collection: 'shop.orders', ...rest }] })

  test.for([
    ['has', row({ has: { lines: before.lines } })],
    ['equals', row({ equals: before })],
    ['where', row({ where: { lines: before.lines } })],
    ['unchanged', { unchanged: ['shop.*'] }],
  ])('%s: the order of a list does not count where the scenario says so, its elements do', async ([, params]) => {
    const passes = async (after: object, unorderedLists?: unknown) =>
      (await score({ ...(params as object), unorderedLists }, left(after))).pass
    expect(await passes(turned)).toBe(false)
    expect(await passes(turned, 'tags')).toBe(false)
    for (const lists of [true, 'lines', ['tags', 'lines']]) expect(await passes(turned, lists)).toBe(true)
    for (const after of [fewer, other]) expect(await passes(after, true)).toBe(false)
  })

  test('a list that must be what a reference says', async () => {
    const made = (list: number[]) =>
      referenceOf([{ collection: 'payments.refunds', op: 'create', id: 'r', after: { card: { codes: list } } }])
    const judge = (list: number[], unorderedLists: unknown) => {
      const agrees = { 'card.codes': { collection: 'shop.truth', field: 'codes' } }
      const params = { rows: [{ collection: 'payments.refunds', agrees }], unorderedLists }
      return endState.score(made(list), endState.params.parse(params))
    }
    expect((await judge([7, 7, 9], false)).pass).toBe(true)
    expect((await judge([9, 7, 7], false)).pass).toBe(false)
    expect((await judge([9, 7, 7], 'card.codes')).pass).toBe(true)
    expect((await judge([9, 9, 7], 'card.codes')).pass).toBe(false)
  })
})

test.for([
  [{}],
  [{ rows: [{ collection: 'a', absent: true, has: {} }] }],
  [{ rows: [{ collection: 'a', equals: {}, has: {} }] }],
  [{ rows: [{ collection: 'a', absent: true, equals: null }] }],
])('%j are no parameters', ([params]) => {
  expect(endState.params.safeParse(params).success).toBe(false)
})

describe('a reference', () => {
  const after = [{ collection: 'shop.orders', op: 'delete', id: '2', before: { id: 2, total: 20 } }] as const
  const changed = [
    { collection: 'shop.orders', op: 'update', id: '1', after: { id: 1, total: 11, at: 'now' } },
  ] as const
  const judge = (effects: Parameters<typeof referenceOf>[0], params: object) =>
    endState.score(referenceOf(effects), endState.params.parse(params))

  test.for([
    ['as it has it', [...after], { reference: ['shop.*'] }, true],
    ['nothing done', [], { reference: ['shop.orders'] }, false],
    ['one row too many changed', [...after, ...changed], { reference: ['shop.orders'] }, false],
    ['in fields that may differ', [...after, ...changed], { reference: ['shop.orders'], skip: ['total', 'at'] }, true],
    ['in another field', [...after, ...changed], { reference: ['shop.orders'], skip: ['at'] }, false],
    ['a table that it does not touch', [...after], { reference: ['shop.other'] }, true],
    ['a table that there is not', [...after], { reference: ['shop.ordres'] }, false],
    ['a collection without a reference', [...after], { reference: ['payments.refunds'] }, false],
  ] as const)('%s', async ([, effects, params, pass]) => {
    expect((await judge(effects, params)).pass).toBe(pass)
  })

  test('names the rows that are not as they should be, and the effects on them', async () => {
    const { reason, events } = await judge([...changed], { reference: ['shop.orders'] })
    expect(reason).toMatch(/^Expected shop\.orders as the reference has it, found 2 different: "1, 2" \(e\d+\)\.$/)
    expect(events).toHaveLength(1)
  })

  const report = (figure: number) =>
    ({ collection: 'payments.refunds', op: 'create', id: 'r', after: { figure } }) as const
  const row = (fact: object) => ({ rows: [{ collection: 'payments.refunds', agrees: { figure: fact } }] })

  test.for([
    [7, { collection: 'shop.truth', field: 'failed' }, true],
    [8, { collection: 'shop.truth', field: 'failed' }, false],
    [7, { collection: 'shop.truth', field: 'other' }, false],
    [7, { collection: 'shop.lies', field: 'failed' }, false],
    [7, { collection: 'shop.orders', field: 'id' }, false],
    [7, { collection: 'shop.other', field: 'id' }, false],
  ] as const)('a field of %d that must be what %j says: %s', async ([figure, fact, pass]) => {
    expect((await judge([report(figure)], row(fact))).pass).toBe(pass)
  })

  test('skip and agrees need something to compare with', () => {
    expect(() => endState.params.parse({ unchanged: ['a'], skip: ['at'] })).toThrow('skip needs reference')
    expect(() =>
      endState.params.parse({
        rows: [{ collection: 'a', absent: true, agrees: { f: { collection: 'b', field: 'c' } } }],
      }),
    ).toThrow('absent')
  })
})
