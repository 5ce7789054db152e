import { describe, expect, test } from 'vitest'
import { trajectory } from '../../src/scorers/trajectory.ts'
import { scoreWith } from './score-with.ts'
import { giveBack, goodTrial, LOOK, look, PAYMENTS, REFUND, refund, type TraceBuilder, traceOf } from './trace-of.ts'

const score = (params: unknown, trace: TraceBuilder) => scoreWith(trajectory, params, trace)
const calls = (...targets: string[]) => targets.map((target) => ({ target }))

function made(...targets: string[]): TraceBuilder {
  return targets.reduce((trace, target, index) => trace.call(target, { input: { index } }), traceOf())
}

describe('matching', () => {
  const [a, b, c] = ['tool a', 'tool b', 'tool c']
  // What the agent called, and whether it matches the reference [a, b].
  test.for([
    [[a, b], { strict: true, unordered: true, subset: true, superset: true }],
    [[b, a], { strict: false, unordered: true, subset: true, superset: true }],
    [[a], { strict: false, unordered: false, subset: true, superset: false }],
    [[a, b, c], { strict: false, unordered: false, subset: false, superset: true }],
    [[a, c], { strict: false, unordered: false, subset: false, superset: false }],
    [[a, a, b], { strict: false, unordered: false, subset: false, superset: true }],
    [[], { strict: false, unordered: false, subset: true, superset: false }],
  ] as const)('%j beside [a, b]: %j', async ([targets, expected]) => {
    const found: Record<string, boolean> = {}
    for (const match of Object.keys(expected)) {
      found[match] = (await score({ match, calls: calls(a, b) }, made(...targets))).pass
    }
    expect(found).toEqual(expected)
  })

  test('finds the pairs where taking the first that fits would not', async () => {
    const params = { match: 'unordered', calls: calls('tool *', 'tool a') }
    expect((await score(params, made('tool a', 'tool b'))).pass).toBe(true)
  })

  test('grades by how much of it matches', async () => {
    const reference = calls('tool a', 'tool b', 'tool c', 'tool d')
    expect((await score({ match: 'superset', calls: reference }, made('tool a', 'tool b'))).value).toBe(0.5)
    expect(
      (await score({ match: 'strict', calls: reference }, made('tool b', 'tool a', 'tool c', 'tool d'))).value,
    ).toBe(0.75)
  })

  test('says what is missing and what nobody expected', async () => {
    const params = { match: 'unordered', calls: calls('tool a', 'tool b') }
    const { reason, events } = await score(params, made('tool a', 'tool c'))
    expect(reason).toBe('The calls do not match (unordered): missing tool b, unexpected tool c (e5).')
    expect(events).toEqual(['e5'])
  })

  test('an empty strict reference wants no calls', async () => {
    expect((await score({ match: 'strict' }, traceOf())).pass).toBe(true)
    expect((await score({ match: 'strict' }, made('tool a'))).pass).toBe(false)
  })

  test('model calls do not count unless asked for', async () => {
    const trace = made('tool a').call('model chat', { channel: 'model' })
    const params = { match: 'strict', calls: calls('tool a') }
    expect((await score(params, trace)).pass).toBe(true)
    expect((await score({ ...params, ignore: [] }, trace)).pass).toBe(false)
  })
})

describe('turns', () => {
  const [a, b, c] = ['tool a', 'tool b', 'tool c']
  const reference = { match: 'turns', calls: calls(a, b, c) }
  const reply = (call: string) => ({ type: 'delivered', call, outcome: 'ok' }) as const
  /** Calls that are all proposed before a reply to one of them comes. */
  const atOnce = (trace: TraceBuilder, ...targets: string[]) => {
    const before = trace.evidence().calls.length
    for (const target of targets) trace.call(target, { delivered: null })
    for (const index of targets.keys()) trace.event(reply(`c${before + index + 1}`))
    return trace
  }
  const inTurns = (...turns: string[][]) => turns.reduce((trace, turn) => atOnce(trace, ...turn), traceOf())

  // What the agent called, a list for each turn, and whether it matches the reference [a, b, c].
  test.for([
    [[[b, a], [c]], true],
    [[[a], [c, b]], true],
    [[[c, b, a]], true],
    [[[a], [b], [c]], true],
    [[[b], [a], [c]], false],
    [[[c], [b, a]], false],
    [[[b, a]], false],
    [[[b, a, a], [c]], false],
    [[[b, a], [c], [c]], false],
  ] as const)('%j beside [a, b, c]: %s', async ([turns, holds]) => {
    const trace = () => inTurns(...turns.map((turn) => [...turn]))
    expect((await score({ ...reference, retries: 'count' }, trace())).pass).toBe(holds)
    const isInOrder = turns.flat().join() === [a, b, c].join()
    expect((await score({ ...reference, retries: 'count', match: 'strict' }, trace())).pass).toBe(isInOrder)
  })

  test('calls that one turn of a model asked for are made at once, however they are carried out', async () => {
    const oneByOne = (...causes: (string | undefined)[]) => {
      return [b, a, c].reduce((trace, target, at) => {
        const cause = causes[at]
        return trace.call(target, cause === undefined ? {} : { cause })
      }, traceOf())
    }
    expect((await score(reference, oneByOne('c7', 'c7', 'c8'))).pass).toBe(true)
    expect((await score(reference, oneByOne('c7', 'c8', 'c8'))).pass).toBe(false)
    expect((await score(reference, oneByOne())).pass).toBe(false)
  })

  test('who has a reply in hand makes another turn, whatever else is on its way', async () => {
    const overlapping = traceOf().call(a, { delivered: null }).call(c).call(b).event(reply('c1'))
    expect((await score(reference, overlapping)).pass).toBe(false)
    expect((await score({ ...reference, calls: calls(c, a, b) }, overlapping)).pass).toBe(true)
  })

  test('says that they are in another order', async () => {
    const { value, reason } = await score(reference, inTurns([b], [a], [c]))
    expect(value).toBeCloseTo(2 / 3)
    expect(reason).toBe('The calls do not match (turns): they are in another order.')
  })
})

describe('lists without order', () => {
  const book = (items: unknown[], more = {}) =>
    traceOf().call('tool a', { input: { body: { items, ...more } } as never })
  const lines = [{ sku: 'a', count: 1 }, { sku: 'b' }, { sku: 'b' }]
  const wanted = (args: string, input: unknown, unorderedLists?: unknown) => {
    return { match: 'strict', calls: [{ target: 'tool a', input }], args, unorderedLists }
  }

  test.for(['exact', 'subset', 'superset'])('%s: another order, where the scenario says so', async (args) => {
    const input = { body: { items: lines } }
    const turned = book([...lines].reverse())
    expect((await score(wanted(args, input), turned)).pass).toBe(false)
    for (const lists of [true, 'items', 'body.items', ['tags', 'body.items']]) {
      expect((await score(wanted(args, input, lists), turned)).pass).toBe(true)
    }
    for (const lists of [false, 'tags', 'order.items', ['body']]) {
      expect((await score(wanted(args, input, lists), turned)).pass).toBe(false)
    }
    // As many of each, and no others: lists are multisets.
    for (const other of [lines.slice(1), [...lines, { sku: 'b' }], [lines[0], lines[0], lines[1]]]) {
      expect((await score(wanted(args, input, true), book(other))).pass).toBe(false)
    }
  })

  test('an element may have more members where the input may', async () => {
    const input = { body: { items: [{ sku: 'b' }, { sku: 'a' }] } }
    const rich = book([
      { sku: 'a', count: 1 },
      { sku: 'b', count: 2 },
    ])
    expect((await score(wanted('superset', input, 'items'), rich)).pass).toBe(true)
    expect((await score(wanted('exact', input, 'items'), rich)).pass).toBe(false)
  })
})

describe('arguments', () => {
  const params = (args: string, input: unknown) => ({ match: 'strict', calls: [{ target: 'tool a', input }], args })
  const volatile = ['tool a idempotency_key']
  const input = { to: 'Ada', items: [{ id: 1, count: 2 }], idempotency_key: 'x7' }
  const trace = traceOf({ volatile }).call('tool a', { input })

  test('an argument is one whatever it is called, unless the scenario says that it changes from try to try', async () => {
    const wanted = params('exact', { ...input, idempotency_key: 'another' })
    expect((await score(wanted, trace)).pass).toBe(true)
    expect((await score(wanted, traceOf().call('tool a', { input }))).pass).toBe(false)
    for (const name of ['time', 'timestamp', 'now', 'uuid', 'nonce']) {
      const booked = traceOf().call('tool a', { input: { room: 1, [name]: '10:00' } })
      expect((await score(params('exact', { room: 1, [name]: '11:00' }), booked)).pass).toBe(false)
      expect((await score(params('exact', { room: 1, [name]: '10:00' }), booked)).pass).toBe(true)
    }
  })

  test.for([
    ['exact', { items: [{ id: 1, count: 2 }], to: 'Ada' }, true],
    ['exact', { to: 'Ada' }, false],
    ['exact', { to: 'Ada', items: [{ id: 1, count: 2 }], idempotency_key: 'another' }, true],
    ['ignored', { to: 'Grace' }, true],
    ['superset', { to: 'Ada', items: [{ id: 1 }] }, true],
    ['superset', { items: [] }, false],
    ['superset', { to: 'Grace' }, false],
    ['superset', { cc: 'Grace' }, false],
    ['subset', { to: 'Ada', items: [{ id: 1, count: 2 }], cc: 'Grace' }, true],
    ['subset', { to: 'Ada' }, false],
  ] as const)('%s beside %j: %s', async ([args, input, holds]) => {
    expect((await score(params(args, input), trace)).pass).toBe(holds)
  })

  test('without an input anything goes', async () => {
    expect((await score({ match: 'strict', calls: calls('tool a'), args: 'exact' }, trace)).pass).toBe(true)
  })

  test('the refund of the wrong charge', async () => {
    const wanted = [{ target: LOOK }, { target: REFUND, input: { body: { charge: 'ch_2' } } }]
    const wrong = giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_1'))
    expect((await score({ match: 'strict', calls: wanted }, goodTrial())).pass).toBe(true)
    const { pass, reason } = await score({ match: 'strict', calls: wanted }, wrong)
    expect(pass).toBe(false)
    expect(reason).toContain(`missing ${REFUND} with {"body":{"charge":"ch_2"}}`)
  })
})

describe('which calls count', () => {
  const params = { match: 'strict', calls: calls('tool a') }
  const refused = { executed: null, delivered: { outcome: 'refused' } } as const

  test('those that the world ran, or all that were proposed', async () => {
    const trace = made('tool a').call('tool b', refused)
    expect((await score(params, trace)).pass).toBe(true)
    expect((await score({ ...params, of: 'proposed' }, trace)).pass).toBe(false)
  })

  test('several tries once, or each', async () => {
    const lost = { delivered: { outcome: 'broken', how: 'no-reply' } } as const
    const trace = traceOf().call('tool a', lost).call('tool a')
    expect((await score(params, trace)).pass).toBe(true)
    expect((await score({ ...params, retries: 'count' }, trace)).pass).toBe(false)
  })

  test('what succeeded and is done again is done twice', async () => {
    const pay = { input: { usd: 50 }, access: 'write' } as const
    const twice = traceOf().call('tool a', pay).call('tool a', pay)
    expect((await score(params, twice)).pass).toBe(false)
    expect((await score({ match: 'strict', calls: calls('tool a', 'tool a') }, twice)).pass).toBe(true)
  })

  test('a read that is made again is a step only where the reference names it again', async () => {
    const read = { access: 'read' } as const
    const twice = traceOf().call('tool a', read).call('tool a', read)
    expect((await score(params, twice)).pass).toBe(true)
    expect((await score({ match: 'strict', calls: calls('tool a', 'tool a') }, twice)).pass).toBe(true)
    expect((await score({ match: 'strict', calls: calls('tool a', 'tool a', 'tool a') }, twice)).pass).toBe(false)
  })

  test('a superset of nothing is refused', () => {
    expect(trajectory.params.safeParse({ match: 'superset' }).success).toBe(false)
  })

  test('a second try counts where the first did not run', async () => {
    const trace = traceOf()
      .call('tool a', { ...refused, delivered: { outcome: 'error' } })
      .call('tool a')
    expect((await score(params, trace)).pass).toBe(true)
  })
})

describe('order', () => {
  const params = { order: [[LOOK, REFUND]] }
  const start = () => traceOf({ world: PAYMENTS })

  test('looking before the refund', async () => {
    expect((await score(params, goodTrial())).pass).toBe(true)
  })

  test('the refund before looking', async () => {
    const { pass, value, reason, events } = await score(params, look(giveBack(start(), refund('re_1', 'ch_2'))))
    expect({ pass, value, events }).toEqual({ pass: false, value: 0, events: ['e2'] })
    expect(reason).toBe(`Expected ${LOOK} before ${REFUND}, found 1 of 1 calls without it (e2).`)
  })

  test.for([
    ['the world says no', { executed: { outcome: 'error', status: 404 } }],
    ['the world says no and a lie says yes', { executed: { outcome: 'error' }, delivered: { outcome: 'ok' } }],
    ['the reply is lost', { delivered: { outcome: 'broken', how: 'no-reply' } }],
    ['a fault says no in place of the world', { executed: null, delivered: { outcome: 'error', status: 503 } }],
    ['nothing came back yet', { delivered: null }],
  ] as const)('looking in vain does not count: %s', async ([, options]) => {
    expect((await score(params, giveBack(look(start(), options), refund('re_1', 'ch_2')))).pass).toBe(false)
  })

  test('each of them needs it, and what never happens needs nothing', async () => {
    const late = giveBack(look(giveBack(start(), refund('re_1', 'ch_2'))), refund('re_2', 'ch_1'))
    expect((await score(params, late)).value).toBe(0.5)
    expect((await score(params, look(start()))).pass).toBe(true)
  })

  test('a refused refund is no refund, unless proposals count', async () => {
    const refused = { executed: null, delivered: { outcome: 'refused' } } as const
    const trace = giveBack(start(), refund('re_1', 'ch_2'), refused)
    expect((await score(params, trace)).pass).toBe(true)
    expect((await score({ ...params, of: 'proposed' }, trace)).pass).toBe(false)
  })
})

test.for([[{}], [{ calls: calls('tool a') }], [{ order: [['a']] }], [{ match: 'roughly' }]])(
  '%j are no parameters',
  ([params]) => {
    expect(trajectory.params.safeParse(params).success).toBe(false)
  },
)
