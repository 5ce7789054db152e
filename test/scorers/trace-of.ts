import { factsOf } from '../../src/boundary/channel-traits.ts'
import { channels } from '../../src/channels/index.ts'
import type { Json } from '../../src/kernel/json.ts'
import type { Money } from '../../src/kernel/money.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import type { CallRecord, ChannelName } from '../../src/trace/events/call.ts'
import type { DeliveredEvent } from '../../src/trace/events/delivered.ts'
import type { EffectEvent } from '../../src/trace/events/effect.ts'
import type { ExecutedEvent } from '../../src/trace/events/executed.ts'
import type { TrialEndedEvent } from '../../src/trace/events/trial-ended.ts'
import { type Evidence, gatherEvidence, type WorldState } from '../../src/trace/evidence.ts'

export type Change = Pick<EffectEvent, 'collection' | 'op' | 'id' | 'before' | 'after'>

export interface CallOptions extends Partial<Omit<CallRecord, 'id' | 'target' | 'input'>> {
  input?: Json
  /** What the world did; null: it did not run. Default: ok. */
  executed?: Partial<ExecutedEvent> | null
  /** What crossed to the client; null: nothing yet. Default: as executed. */
  delivered?: Partial<DeliveredEvent> | null
  effects?: Change[]
  cost?: Money
  /** The plan selected it for this fault. */
  fault?: string
}

/** Writes a trial by hand: `traceOf({ world }).call('tool a').answer('done').evidence()`. */
export interface TraceBuilder {
  /** Proposes a call, runs it and delivers its reply. */
  call(target: string, options?: CallOptions): TraceBuilder
  event(event: TraceEvent): TraceBuilder
  /** Lets time pass, in ms of the trial's clock. Each event takes 10 ms by itself. */
  wait(ms: number): TraceBuilder
  answer(answer: Json): TraceBuilder
  end(end?: Partial<TrialEndedEvent>): TraceBuilder
  events(): Recorded[]
  evidence(): Evidence
}

export function traceOf({ world = {}, volatile }: { world?: WorldState; volatile?: string[] } = {}): TraceBuilder {
  const events: Recorded[] = []
  const keys = new Map<string, number>()
  let calls = 0
  let waited = 0
  const write = (event: TraceEvent) => {
    events.push({ ...event, seq: events.length + 1, at: Date.UTC(2026, 0, 1) + events.length * 10 + waited })
  }
  const task = { text: 'Refund the later charge once.', data: null }
  write({
    type: 'trial-started',
    trial: 't',
    seed: '1',
    agent: 'a',
    model: null,
    task,
    ...(volatile && { volatile }),
    world,
  })

  const builder: TraceBuilder = {
    call: (target, { executed = {}, delivered = {}, effects = [], input = null, fault, ...rest } = {}) => {
      const id = `c${++calls}`
      const key = rest.key ?? `${target} ${JSON.stringify(input)}`
      const attempt = (keys.get(key) ?? 0) + 1
      keys.set(key, attempt)
      write({ type: 'call', call: { ...CALL, ...onChannel(rest.channel), id, key, attempt, target, input, ...rest } })
      if (fault) write({ type: 'fault', call: id, entry: 0, fault })
      if (executed) {
        for (const effect of effects) write({ type: 'effect', calls: [id], ...effect })
        write({ type: 'executed', call: id, outcome: 'ok', output: null, ...executed })
      }
      if (delivered) write({ type: 'delivered', call: id, outcome: executed?.outcome ?? 'ok', ...delivered })
      return builder
    },
    event: (event) => {
      write(event)
      return builder
    },
    wait: (ms) => {
      waited += ms
      return builder
    },
    answer: (answer) => builder.event({ type: 'agent-ended', how: 'returned', answer }),
    end: (end = {}) => builder.event({ type: 'trial-ended', how: 'returned', wallMs: 100, ...end }),
    events: () => structuredClone(events),
    evidence: () => gatherEvidence(structuredClone(events)),
  }
  return builder
}

/** What the seam adds to a call on such a channel. */
export function onChannel(channel: ChannelName = 'http') {
  return factsOf(channels[channel])
}

const CALL = { access: 'write', principal: 'agent', items: 1 } as const

// The payments world of the examples.

export const LOOK = 'payments GET /v1/orders/{id}'
export const REFUND = 'payments POST /v1/refunds'

export const PAYMENTS: WorldState = {
  'payments.orders': { ord_1: { id: 'ord_1', charges: ['ch_1', 'ch_2'] } },
  'payments.charges': { ch_1: { id: 'ch_1', amount: 4900 }, ch_2: { id: 'ch_2', amount: 4900 } },
  'payments.refunds': {},
}

const CREATED = '2026-01-01T00:00:00Z'

export function refund(id: string, charge: string, amount = 4900): Change {
  return { collection: 'payments.refunds', op: 'create', id, after: { id, charge, amount, created_at: CREATED } }
}

export function look(trace: TraceBuilder, options: CallOptions = {}): TraceBuilder {
  return trace.call(LOOK, { access: 'read', input: { path: { id: 'ord_1' } }, ...options })
}

export function giveBack(trace: TraceBuilder, made: Change, options: CallOptions = {}): TraceBuilder {
  const { charge, amount } = made.after as { charge: string; amount: number }
  const input = { path: {}, query: {}, headers: { 'idempotency-key': `k-${made.id}` }, body: { charge, amount } }
  return trace.call(REFUND, { input, key: `refund ${charge} ${amount}`, effects: [made], ...options })
}

/** Looks, refunds the later charge once, says so. */
export function goodTrial(): TraceBuilder {
  const trace = giveBack(look(traceOf({ world: PAYMENTS })), refund('re_1', 'ch_2'))
  return trace.answer('I refunded ch_2 with re_1.').end()
}
