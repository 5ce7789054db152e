import { describe, expect, test } from 'vitest'
import { effects } from '../../src/scorers/effects.ts'
import { scoreWith } from './score-with.ts'
import { type Change, giveBack, goodTrial, look, PAYMENTS, refund, type TraceBuilder, traceOf } from './trace-of.ts'

const once = { expect: [{ collection: 'payments.refunds', op: 'create', where: { charge: 'ch_2' }, count: 1 }] }
const score = (params: unknown, trace: TraceBuilder) => scoreWith(effects, params, trace)

function changed(...changes: Change[]): TraceBuilder {
  return traceOf({ world: PAYMENTS }).call('tool fix', { effects: changes })
}

const fee: Change = {
  collection: 'payments.charges',
  op: 'update',
  id: 'ch_1',
  before: { id: 'ch_1', amount: 4900 },
  after: { id: 'ch_1', amount: 0 },
}
const gone: Change = { collection: 'payments.charges', op: 'delete', id: 'ch_1', before: { id: 'ch_1', amount: 4900 } }

describe('effects pass', () => {
  test('the refund that was asked for', async () => {
    const { value, pass, reason, events } = await score({ ...once, others: 'forbid' }, goodTrial())
    expect({ value, pass, events }).toEqual({ value: 1, pass: true, events: ['e6'] })
    expect(reason).toBe('All of 2 expectations hold for 1 effect.')
  })

  test('a refund whose reply was lost and that the idempotency key kept from being doubled', async () => {
    const trace = giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_2'), {
      delivered: { outcome: 'broken', how: 'no-reply' },
    })
    giveBack(trace, refund('re_1', 'ch_2'), { effects: [] })
    expect((await score(once, trace)).pass).toBe(true)
  })

  test('a delete, looked at as it was before', async () => {
    const params = { expect: [{ collection: 'payments.charges', op: 'delete', where: { amount: 4900 } }] }
    expect((await score(params, changed(gone))).pass).toBe(true)
    expect((await score(params, changed(fee))).pass).toBe(false)
  })

  test('the kind of change that is meant', async () => {
    const params = (op: string) => ({ expect: [{ collection: 'payments.charges', op, count: 1 }] })
    expect((await score(params('update'), changed(fee))).pass).toBe(true)
    expect((await score(params('create'), changed(fee))).pass).toBe(false)
  })

  test('an effect that nobody spoke of, unless others are forbidden', async () => {
    const trace = giveBack(changed(fee), refund('re_1', 'ch_2'))
    expect((await score(once, trace)).pass).toBe(true)
    const strict = await score({ ...once, others: 'forbid' }, trace)
    expect(strict).toMatchObject({ pass: false, value: 0.75, events: ['e3'] })
    expect(strict.reason).toBe('Expected no other effects, found 1 (update payments.charges) (e3).')
  })

  test('nothing at all, where nothing is allowed', async () => {
    expect((await score({ others: 'forbid' }, look(traceOf({ world: PAYMENTS })))).pass).toBe(true)
  })

  test('counts within bounds, of any collection that fits', async () => {
    const params = (count: unknown) => ({ expect: [{ collection: 'payments.*', count }] })
    const trace = changed(fee, gone)
    expect((await score(params({ min: 1, max: 2 }), trace)).pass).toBe(true)
    expect((await score(params({ max: 1 }), trace)).value).toBe(0.5)
    expect((await score(params({ min: 4 }), trace)).value).toBe(0.5)
  })
})

describe('effects fail', () => {
  test('the double refund, by count', async () => {
    const trace = giveBack(goodTrial(), refund('re_2', 'ch_2'))
    const { value, pass, reason, events } = await score(once, trace)
    expect({ value, pass, events }).toEqual({ value: 0.5, pass: false, events: ['e6', 'e12'] })
    const expected = 'exactly 1 of create payments.refunds where {"charge":"ch_2"}'
    expect(reason).toBe(`Expected ${expected}, found 2 (e6, e12).`)
  })

  test.for([['charge'], [['charge', 'amount']], [true]])('the double refund, by uniqueness in %s', async ([unique]) => {
    const params = { expect: [{ collection: 'payments.refunds', unique }] }
    expect((await score(params, goodTrial())).pass).toBe(true)
    const { pass, events } = await score(params, giveBack(goodTrial(), refund('re_2', 'ch_2')))
    expect({ pass, events }).toEqual({ pass: false, events: ['e6', 'e12'] })
    const other = giveBack(goodTrial(), refund('re_2', 'ch_1'))
    expect((await score(params, other)).pass).toBe(true)
  })

  test('the refund of the wrong charge', async () => {
    const trace = giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_1'))
    const { value, reason } = await score(once, trace)
    expect(value).toBe(0)
    expect(reason).toContain('found 0.')
  })

  test('what must not be there', async () => {
    const params = { none: [{ collection: 'payments.charges' }] }
    expect((await score(params, goodTrial())).pass).toBe(true)
    expect(await score(params, changed(fee))).toMatchObject({ value: 0, pass: false, events: ['e3'] })
  })

  test('an effect that came after the client had given up: it happened', async () => {
    const late = goodTrial().event({ type: 'effect', calls: ['c2'], ...refund('re_2', 'ch_2'), late: true })
    expect((await score(once, late)).pass).toBe(false)
  })

  test('a collection that the world does not have, in every place', async () => {
    for (const params of [
      { none: [{ collection: 'payments.refund' }] },
      { expect: [{ collection: 'payments.refund', count: { max: 3 } }] },
    ]) {
      const { pass, reason } = await score(params, goodTrial())
      expect(pass).toBe(false)
      expect(reason).toContain('no collection "payments.refund". Did you mean "payments.refunds"?')
    }
  })
})

test.for([
  [{}],
  [{ expect: [] }],
  [{ expect: [{ collection: 'a', count: -1 }] }],
  [{ expect: [{ collection: 'a', count: { min: 3, max: 2 } }] }],
  [{ expect: [{ collection: 'a', wehre: {} }] }],
])('%j are no parameters', ([params]) => {
  expect(effects.params.safeParse(params).success).toBe(false)
})

describe('lists without order', () => {
  const order = (id: string, lines: string[]): Change => ({
    collection: 'shop.orders',
    op: 'create',
    id,
    after: { id, for: 'Ada', lines },
  })
  const made = (...lines: string[][]) => {
    const effects = lines.map((some, at) => order(`o${at}`, some))
    return traceOf({ world: { 'shop.orders': {} } }).call('tool order', { effects })
  }
  const wanted = (more: object, unorderedLists?: unknown) => ({
    expect: [{ collection: 'shop.orders', ...more }],
    unorderedLists,
  })
  const where = { where: { lines: ['a', 'b', 'b'] } }

  test('an effect is of the kind whatever the order, where the scenario says so', async () => {
    const turned = made(['b', 'a', 'b'])
    expect((await score(wanted(where), turned)).pass).toBe(false)
    expect((await score(wanted(where, 'others'), turned)).pass).toBe(false)
    for (const lists of [true, 'lines']) expect((await score(wanted(where, lists), turned)).pass).toBe(true)
    for (const other of [
      ['a', 'b'],
      ['a', 'a', 'b'],
      ['a', 'b', 'b', 'b'],
    ]) {
      expect((await score(wanted(where, true), made(other))).pass).toBe(false)
    }
  })

  test('what is forbidden is so in any order, and nothing else', async () => {
    const none = { none: [{ collection: 'shop.orders', ...where }], unorderedLists: 'lines' }
    expect((await score(none, made(['b', 'a', 'b']))).pass).toBe(false)
    expect((await score(none, made(['b', 'a', 'a']))).pass).toBe(true)
    const others = { ...wanted(where, 'lines'), others: 'forbid' }
    expect((await score(others, made(['b', 'b', 'a']))).pass).toBe(true)
    expect((await score(others, made(['b', 'b', 'a'], ['a', 'a', 'b']))).pass).toBe(false)
  })

  test.for([[true], ['lines']] as const)(
    'two orders of the same lines are one order too many: unique %j',
    async ([unique]) => {
      const twice = made(['a', 'b', 'b'], ['b', 'a', 'b'])
      expect((await score(wanted({ unique }), twice)).pass).toBe(true)
      expect((await score(wanted({ unique }, 'lines'), twice)).pass).toBe(false)
      expect((await score(wanted({ unique }, 'lines'), made(['a', 'b', 'b'], ['a', 'a', 'b']))).pass).toBe(true)
    },
  )
})
