import type { Arbitrary } from 'fast-check'
import { factsOf } from '../boundary/channel-traits.ts'
import { channels } from '../channels/index.ts'
import type { FastCheck } from '../faults/define.ts'
import type { Json } from '../kernel/json.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'

/** Names that drawn events are about. A contract's example parameters should use some of them. */
export interface Cast {
  targets: readonly string[]
  collections: readonly string[]
}

const HOSTILE_NAMES = ['__proto__', 'constructor', 'toString', '', '*']

/**
 * Evidence of trials that never were: any JSON wherever the agent has a say, calls without an execution or a delivery,
 * events of unknown calls, no start, no end, no events at all.
 */
export function arbitraryEvidence(fc: FastCheck, cast: Cast): Arbitrary<Evidence> {
  const events = fc.array(arbitraryEvent(fc, cast), { maxLength: 14 })
  return fc.tuple(fc.option(arbitraryStart(fc, cast)), events).map(([start, others]) => {
    const all = start ? [start, ...others] : others
    return evidenceOf(all)
  })
}

/** Values that break careless readers: nested deeper than calls can be, and longer than anyone wants to read. */
export function extremeEvidence({ targets, collections }: Cast): Evidence[] {
  const deep: Json = JSON.parse(`${'['.repeat(2_000)}${']'.repeat(2_000)}`)
  const long = 'x'.repeat(200_000)
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, index]))
  return [deep, long, wide].map((value) => evidenceOf(eventsAround(value, targets[0] ?? '', collections[0] ?? '')))
}

function eventsAround(value: Json, target: string, collection: string): TraceEvent[] {
  const world = { [collection]: { a: value } }
  const task = { text: '', data: value }
  return [
    { type: 'trial-started', trial: 't', seed: '1', agent: 'a', model: null, task, world },
    { type: 'call', call: { ...CALL, target, input: value } },
    { type: 'call', call: { ...CALL, id: 'c2', target, input: value } },
    { type: 'fault', call: 'c1', entry: 0, fault: 'lost-reply' },
    { type: 'effect', calls: ['c1'], collection, op: 'create', id: 'b', after: value },
    { type: 'effect', calls: ['c1'], collection, op: 'update', id: 'a', before: value, after: { ...CALL, value } },
    { type: 'executed', call: 'c1', outcome: 'ok', output: value },
    { type: 'delivered', call: 'c1', outcome: 'broken', how: 'reset' },
    { type: 'executed', call: 'c2', outcome: 'ok', output: { id: 'b', value } },
    { type: 'delivered', call: 'c2', outcome: 'ok', output: { id: 'b', value: [value, 'another'] } },
    { type: 'agent-ended', how: 'returned', answer: value },
    { type: 'trial-ended', how: 'returned', wallMs: 5 },
  ]
}

const CALL = {
  id: 'c1',
  key: 'tool:1',
  attempt: 1,
  channel: 'tool',
  target: 'tool t',
  input: null,
  access: 'write',
  principal: 'agent',
  items: 1,
} as const

function arbitraryStart(fc: FastCheck, { collections }: Cast): Arbitrary<TraceEvent> {
  const member = fc.dictionary(arbitraryName(fc, ['re_1', 'ch_1']), arbitraryJson(fc), { maxKeys: 3 })
  const world = fc.dictionary(arbitraryName(fc, collections), member, { maxKeys: 3 })
  const task = { text: '', data: null }
  return world.map((world) => ({ type: 'trial-started', trial: 't', seed: '1', agent: 'a', model: null, task, world }))
}

function arbitraryEvent(fc: FastCheck, { targets, collections }: Cast): Arbitrary<TraceEvent> {
  const json = arbitraryJson(fc)
  const call = fc.constantFrom('c1', 'c2', 'c3', 'c4')
  const of = <T extends TraceEvent['type']>(type: T) => fc.constant(type)
  const money = fc.record({ currency: fc.constant('USD' as const), micros: fc.nat() })
  const record = fc.record(
    {
      id: call,
      key: fc.constantFrom('k1', 'k2', 'k3'),
      attempt: fc.integer({ min: 1, max: 5 }),
      target: arbitraryName(fc, targets),
      input: json,
      access: fc.constantFrom('read' as const, 'write' as const, 'unknown' as const),
      principal: fc.string(),
      items: fc.nat(),
      cost: money,
    },
    { requiredKeys: ['id', 'key', 'attempt', 'target', 'input', 'access', 'principal', 'items'] },
  )
  const facts = fc.constantFrom(...Object.values(channels).map(factsOf))
  const onChannel = fc.tuple(record, facts).map(([call, fact]) => ({ ...call, ...fact }))
  const outcome = fc.constantFrom('ok' as const, 'error' as const)
  const effect = {
    type: of('effect'),
    calls: fc.array(call, { maxLength: 2 }),
    collection: arbitraryName(fc, collections),
    op: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
    id: arbitraryName(fc, ['re_1', 're_2', 'ch_1']),
  }
  const images = [fc.record(effect), fc.record({ ...effect, after: json }), fc.record({ ...effect, before: json })]
  return fc.oneof(
    { arbitrary: fc.record({ type: of('call'), call: onChannel }), weight: 4 },
    { arbitrary: fc.oneof(...images), weight: 4 },
    fc.record({ type: of('executed'), call, outcome, output: json }),
    fc.record({ type: of('executed'), call, outcome, output: json, actual: money }),
    fc.record({ type: of('delivered'), call, outcome }),
    fc.record({ type: of('delivered'), call, outcome: fc.constant('broken' as const), output: json }),
    fc.record({ type: of('delivered'), call, outcome, output: json }),
    fc.record({ type: of('fault'), call, entry: fc.nat({ max: 2 }), fault: fc.constant('lost-reply') }),
    fc.record({ type: of('agent-ended'), how: fc.constantFrom('returned' as const, 'threw' as const), answer: json }),
    fc.record({ type: of('trial-ended'), how: fc.constant('returned' as const), wallMs: fc.nat() }),
    fc.record({ type: of('egress'), target: fc.string(), via: fc.constantFrom('fetch' as const, 'socket' as const) }),
  )
}

function arbitraryJson(fc: FastCheck): Arbitrary<Json> {
  return fc.oneof(
    fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as Json),
    fc.record({ id: arbitraryName(fc, ['re_1']), charge: fc.constantFrom('ch_1', 'ch_2'), amount: fc.nat({ max: 3 }) }),
    fc.constantFrom<Json>(...['{"__proto__":{"amount":1}}', '{"toString":null}', '""'].map((text) => JSON.parse(text))),
  )
}

function arbitraryName(fc: FastCheck, names: readonly string[]): Arbitrary<string> {
  const known = fc.constantFrom(...names)
  return fc.oneof({ arbitrary: known, weight: 6 }, fc.constantFrom(...HOSTILE_NAMES), fc.string())
}

/** As a trace is read back: through JSON, with places and times. */
function evidenceOf(events: TraceEvent[]): Evidence {
  const recorded = events.map((event, index) => ({ ...event, seq: index + 1, at: 1_767_225_600_000 + index }))
  return gatherEvidence(JSON.parse(JSON.stringify(recorded)) as Recorded[])
}
