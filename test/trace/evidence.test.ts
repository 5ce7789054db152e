import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import type { EventOf } from '../../src/trace/event.ts'
import { applyEffects, gatherEvidence, seenOutput, wasAllowed } from '../../src/trace/evidence.ts'
import { goodTrial, PAYMENTS, refund, traceOf } from '../scorers/trace-of.ts'

function effect(op: 'create' | 'update' | 'delete', id: string, after?: Json): EventOf<'effect'> {
  const images = after === undefined ? {} : { after }
  return { type: 'effect', seq: 1, at: 0, calls: [], collection: 'a', op, id, ...images }
}

describe('the final state', () => {
  test('is the initial one with all effects applied in order', () => {
    const world = { a: { kept: 1, changed: 1, gone: 1 }, b: { other: 2 } }
    const changes = [
      effect('create', 'new', 1),
      effect('update', 'new', 2),
      effect('update', 'changed', 5),
      effect('delete', 'gone'),
      effect('delete', 'never-there'),
    ]
    expect(applyEffects(world, changes)).toEqual({ a: { kept: 1, changed: 5, new: 2 }, b: { other: 2 } })
    expect(world).toEqual({ a: { kept: 1, changed: 1, gone: 1 }, b: { other: 2 } })
  })

  test('takes a deleted member back when it is created again', () => {
    expect(applyEffects({ a: { x: 1 } }, [effect('delete', 'x'), effect('create', 'x', 3)])).toEqual({ a: { x: 3 } })
  })

  test('knows collections that no one seeded, and hostile ids', () => {
    const state = applyEffects({}, [effect('create', '__proto__', { admin: true }), effect('update', 'bare')])
    expect(Object.entries(state.a ?? {})).toEqual([
      ['__proto__', { admin: true }],
      ['bare', null],
    ])
    expect((state.a as { admin?: boolean }).admin).toBeUndefined()
  })
})

describe('a whole trial', () => {
  const evidence = goodTrial().evidence()

  test('is put in order', () => {
    expect(evidence.calls.map(({ call, executed, delivered }) => [call.id, executed?.seq, delivered?.seq])).toEqual([
      ['c1', 3, 4],
      ['c2', 7, 8],
    ])
    expect(evidence.calls[1]?.effects.map(({ seq }) => seq)).toEqual([6])
    expect(evidence.effects.map(({ seq }) => seq)).toEqual([6])
    expect(evidence.initial).toEqual(PAYMENTS)
    expect(evidence.final['payments.refunds']).toEqual({ re_1: refund('re_1', 'ch_2').after })
    expect(evidence.answer).toBe('I refunded ch_2 with re_1.')
    expect(evidence.ended?.how).toBe('returned')
  })
})

describe('a trial cut short', () => {
  test('killed within a call: no answer, a call without an end, its effects kept', () => {
    const half = traceOf({ world: PAYMENTS }).call('tool a', { executed: null, delivered: null })
    half.event({ type: 'effect', calls: ['c1'], ...refund('re_1', 'ch_2') }).end({ how: 'deadline' })
    const { calls, answer, ended, final } = half.evidence()
    expect(answer).toBeUndefined()
    expect(ended?.how).toBe('deadline')
    expect(calls[0]).toMatchObject({ call: { id: 'c1' }, effects: [{ id: 're_1' }] })
    expect(calls[0]?.executed).toBeUndefined()
    expect(Object.keys(final['payments.refunds'] ?? {})).toEqual(['re_1'])
  })

  test('an agent that threw gave no answer', () => {
    const threw = traceOf().event({ type: 'agent-ended', how: 'threw', answer: 'I did it', error: 'oops' })
    expect(threw.evidence().answer).toBeUndefined()
  })

  test('no events at all', () => {
    expect(gatherEvidence([])).toEqual({
      trial: '',
      seed: '',
      task: { text: '', data: null },
      calls: [],
      effects: [],
      initial: {},
      reference: {},
      inPart: [],
      final: {},
      volatile: [],
      answer: undefined,
      ended: undefined,
      events: [],
    })
  })
})

test('events of unknown calls belong to no call', () => {
  const stray = traceOf().event({ type: 'executed', call: 'c9', outcome: 'ok', output: 1 })
  stray
    .event({ type: 'delivered', call: 'c9', outcome: 'ok' })
    .event({ type: 'fault', call: 'c9', entry: 0, fault: 'x' })
  stray.event({ type: 'effect', calls: ['c9'], ...refund('re_1', 'ch_2') })
  const { calls, effects, events } = stray.evidence()
  expect(calls).toEqual([])
  expect(effects).toHaveLength(1)
  expect(events).toHaveLength(5)
})

test('an effect of two calls belongs to both', () => {
  const trace = traceOf().call('tool a').call('tool b')
  trace.event({ type: 'effect', calls: ['c1', 'c2'], ...refund('re_1', 'ch_2') })
  expect(trace.evidence().calls.map(({ effects }) => effects.length)).toEqual([1, 1])
})

describe('what the client saw', () => {
  test.for([
    ['what the world did', { executed: { output: 'a' } }, 'a'],
    ['the error that the world gave', { executed: { outcome: 'error', output: 'no' } }, 'no'],
    ['something else', { executed: { output: 'a' }, delivered: { output: 'b' } }, 'b'],
    ['null in place of what the world did', { executed: { output: 'a' }, delivered: { output: null } }, null],
    ['a refusal', { executed: null, delivered: { outcome: 'refused', output: 'no' } }, 'no'],
    ['nothing: the reply was lost', { executed: { output: 'a' }, delivered: { outcome: 'broken' } }, undefined],
    ['nothing: it was gone', { executed: { output: 'a' }, delivered: { outcome: 'gone' } }, undefined],
    ['nothing yet', { executed: { output: 'a' }, delivered: null }, undefined],
  ] as const)('%s', ([, options, seen]) => {
    const [story] = traceOf().call('tool a', options).evidence().calls
    expect(story && seenOutput(story)).toEqual(seen)
  })
})

describe('a call was allowed', () => {
  test.for([
    ['when nobody decided', [], true],
    ['when all allow', [['enforce', 'allow']], true],
    [
      'not when one denies',
      [
        ['enforce', 'allow'],
        ['enforce', 'deny'],
      ],
      false,
    ],
    ['not when one holds or halts', [['enforce', 'hold']], false],
    ['when the denial was only noted', [['observe', 'deny']], true],
  ] as const)('%s', ([, decisions, allowed]) => {
    const trace = traceOf().call('tool a')
    for (const [mode, decision] of decisions) {
      trace.event({ type: 'decision', call: 'c1', guard: 'g', mode, decision, reason: '' })
    }
    const [story] = trace.evidence().calls
    expect(story && wasAllowed(story)).toBe(allowed)
  })
})
