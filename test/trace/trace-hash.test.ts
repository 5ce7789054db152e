import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import type { Recorded } from '../../src/trace/event.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { traceHash } from '../../src/trace/trace-hash.ts'
import { giveBack, goodTrial, look, PAYMENTS, refund, type TraceBuilder, traceOf } from '../scorers/trace-of.ts'

const hashOf = (trace: TraceBuilder) => traceHash(trace.evidence())
const good = hashOf(goodTrial())

function rewritten(change: (event: Recorded) => Recorded): string {
  return traceHash(gatherEvidence(goodTrial().events().map(change)))
}

/** The same text with every `from` in it replaced. */
function replaced(from: string, to: string): string {
  expect(JSON.stringify(goodTrial().events())).toContain(from)
  return rewritten((event) => JSON.parse(JSON.stringify(event).replaceAll(from, to)))
}

describe('what does not change the hash', () => {
  test('nothing changed', () => {
    expect(hashOf(goodTrial())).toBe(good)
    expect(good).toMatch(/^[0-9a-f]{32}$/)
  })

  test('times, places in the trace, durations', () => {
    expect(rewritten((event) => ({ ...event, at: event.at * 2 + 7, seq: event.seq + 100 }))).toBe(good)
    expect(rewritten((event) => (event.type === 'trial-ended' ? { ...event, wallMs: 9 } : event))).toBe(good)
  })

  test('ids of calls', () => {
    expect(replaced('"c2"', '"c77"')).toBe(good)
  })

  test('a header that names the request', () => {
    expect(replaced('k-re_1', 'another-key')).toBe(good)
  })

  test('what the scenario calls volatile, in inputs, outputs, effects and the answer', () => {
    const trial = (volatile: string[], note: string) =>
      hashOf(
        traceOf({ volatile })
          .call('tool book', {
            ...{ key: 'k', input: { note, room: 1 }, executed: { output: { note } } },
            effects: [{ collection: 'rooms', op: 'create', id: 'r', after: { note } }],
          })
          .answer({ note }),
      )
    expect(trial(['note'], 'b')).toBe(trial(['note'], 'a'))
    expect(trial([], 'b')).not.toBe(trial([], 'a'))
    expect(trial(['tool book note'], 'b')).not.toBe(trial(['tool book note'], 'a'))
  })

  test('the order in which concurrent calls crossed', () => {
    const world = PAYMENTS
    const one = giveBack(look(traceOf({ world })), refund('re_1', 'ch_2'))
      .answer('done')
      .end()
    const other = look(giveBack(traceOf({ world }), refund('re_1', 'ch_2')))
      .answer('done')
      .end()
    expect(hashOf(one)).toBe(hashOf(other))
  })

  test('what the agent prints', () => {
    expect(hashOf(goodTrial().event({ type: 'output', stream: 'stdout', text: 'hello' }))).toBe(good)
  })
})

describe('what changes the hash', () => {
  test.for<[string, string, string]>([
    ['an amount', '4900', '4901'],
    ["when it was made, by the trial's clock", '2026-01-01T00:00:00Z', '2031-12-24T18:00:00Z'],
    ['a target', '/v1/refunds', '/v1/refund'],
    ['the key of a call', 'refund ch_2 4900"', 'refund ch_2"'],
    ['the attempt', '"attempt":1', '"attempt":2'],
    ['the id of a member', '"id":"re_1"', '"id":"re_2"'],
    ['an outcome', '"outcome":"ok"', '"outcome":"error"'],
    ['the answer', 'I refunded', 'I did not refund'],
    ['how it ended', '"how":"returned"', '"how":"deadline"'],
    ['what an effect was', '"op":"create"', '"op":"update"'],
  ])('%s', ([, from, to]) => {
    expect(replaced(from, to)).not.toBe(good)
  })

  test.for([
    ['a decision', { type: 'decision', call: 'c2', guard: 'g', mode: 'enforce', decision: 'allow', reason: '' }],
    ['an approval', { type: 'approval', call: 'c2', guard: 'g', answer: 'approved', waitedMs: 1 }],
    ['a fault', { type: 'fault', call: 'c2', entry: 0, fault: 'latency' }],
    ['refused egress', { type: 'egress', target: 'https://evil.test', via: 'fetch' }],
    ['a change that the world made by itself', { type: 'effect', calls: [], ...refund('re_9', 'ch_9') }],
    ['a change by a call that is not in the trace', { type: 'effect', calls: ['c9'], ...refund('re_9', 'ch_9') }],
  ] as const)('%s', ([, event]) => {
    const structure = JSON.parse(JSON.stringify(event))
    expect(hashOf(goodTrial().event(structure))).not.toBe(good)
  })

  test('a reply that was not what the world said', () => {
    const seen = (output: Json) =>
      hashOf(traceOf().call('tool a', { executed: { output: 'a' }, delivered: { output } }))
    expect(new Set([seen('a'), seen('b'), seen(null)]).size).toBe(3)
  })

  test('a call that a fault changed before it ran', () => {
    const ran = (input?: Json) =>
      hashOf(traceOf().call('tool a', { executed: { output: 'a', ...(input !== undefined && { input }) } }))
    expect(new Set([ran(), ran({ prices: [1] }), ran({ prices: [1, 2] })]).size).toBe(3)
  })

  test('a member named __proto__', () => {
    const input = (amount: number) => JSON.parse(`{"__proto__":{"amount":${amount}}}`)
    const hash = (amount: number) => hashOf(traceOf().call('tool a', { key: 'k', input: input(amount) }))
    expect(hash(1)).not.toBe(hash(2))
  })

  test('one more call of the same kind', () => {
    expect(hashOf(look(goodTrial()))).not.toBe(good)
  })
})

test('values nested deeper than calls can be have a hash', () => {
  const deep = JSON.parse(`${'['.repeat(3_000)}${']'.repeat(3_000)}`)
  expect(
    hashOf(
      traceOf()
        .call('tool a', { key: 'k', input: deep, executed: { output: deep } })
        .answer(deep),
    ),
  ).toHaveLength(32)
})
