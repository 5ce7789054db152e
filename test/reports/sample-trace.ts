import type { Json } from '../../src/kernel/json.ts'
import { usd } from '../../src/kernel/money.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import type { CallRecord } from '../../src/trace/events/call.ts'

const START = Date.UTC(2026, 2, 2, 9, 0, 0)

/** Writes a trace by hand: each event gets its place, and its time in ms after the start. */
export function writeTrace(trial: string, agent: string, text: string) {
  const events: Recorded[] = []
  const add = (ms: number, event: TraceEvent) => {
    events.push({ seq: events.length + 1, at: START + ms, ...event } as Recorded)
  }
  const world = {
    'payments.charges': { ch_1: { amount: 4900, customer: 'cus_7' }, ch_2: { amount: 4900, customer: 'cus_7' } },
    'payments.refunds': {},
  }
  add(0, {
    type: 'trial-started',
    trial,
    seed: '5f2a',
    agent,
    model: null,
    task: { text, data: { invoice: 'in_31' } },
    world,
  })
  return { events, add }
}

type Trace = ReturnType<typeof writeTrace>

/** Proposes a call; the rest of it is written with the returned id. */
export function propose(
  trace: Trace,
  ms: number,
  call: Partial<CallRecord> & { id: string; target: string; input: Json },
): string {
  const { id, target, input, ...rest } = call
  const key = `http:${target}`
  const record: CallRecord = {
    id,
    key,
    attempt: 1,
    channel: 'http',
    target,
    input,
    access: 'read',
    principal: 'agent',
    items: 1,
    ...rest,
  }
  trace.add(ms, { type: 'call', call: record })
  return id
}

export const GET_CHARGES = 'payments GET /v1/charges'
export const POST_REFUND = 'payments POST /v1/refunds'

/** Reads the charges, calmly. */
export function readCharges(trace: Trace, id: string, ms: number): void {
  propose(trace, ms, { id, target: GET_CHARGES, input: http(null, { customer: 'cus_7' }) })
  const body = [
    { id: 'ch_1', amount: 4900, customer: 'cus_7' },
    { id: 'ch_2', amount: 4900, customer: 'cus_7' },
  ]
  trace.add(ms + 2, { type: 'executed', call: id, outcome: 'ok', status: 200, output: { status: 200, body } })
  trace.add(ms + 3, { type: 'delivered', call: id, outcome: 'ok', status: 200 })
}

/** Proposes a refund of $49.00 that guards let through. */
export function proposeRefund(
  trace: Trace,
  id: string,
  ms: number,
  attempt: number,
  headers: Record<string, string> = {},
): void {
  const input = http({ charge: 'ch_2', amount: 4900, reason: 'duplicate' }, {}, headers)
  const reason = 'The customer was charged twice for invoice in_31.'
  propose(trace, ms, { id, target: POST_REFUND, input, access: 'write', cost: usd(49), attempt, reason })
  trace.add(ms, {
    type: 'decision',
    call: id,
    guard: 'budget',
    mode: 'enforce',
    decision: 'allow',
    reason: '$49.00 of $100.00 reserved',
  })
}

/** The world creates a refund. */
export function executeRefund(trace: Trace, id: string, ms: number, refund: string, late = false): void {
  const after = { charge: 'ch_2', amount: 4900, status: 'succeeded' }
  const when = late ? ({ late: true } as const) : {}
  trace.add(ms, {
    type: 'effect',
    calls: [id],
    collection: 'payments.refunds',
    op: 'create',
    id: refund,
    after,
    ...when,
  })
  const output = { status: 201, body: { id: refund, ...after } }
  trace.add(ms + 1, { type: 'executed', call: id, outcome: 'ok', status: 201, output, actual: usd(49), ...when })
}

const TOOLS = ['read_charges', 'refund'].map((name) => ({ name, description: `What ${name} does. `.repeat(8) }))
/** A question, and two rounds of a tool. */
const SAID: Json[] = [
  {
    role: 'system',
    content: 'You refund what was charged twice, and nothing else. Look at the charges before you do.',
  },
  { role: 'user', content: [{ type: 'text', text: 'Which charges does cus_7 have?' }] },
  { role: 'assistant', content: null, tool_calls: [{ id: 't1', function: { name: 'read_charges', arguments: '{}' } }] },
  { role: 'tool', tool_call_id: 't1', content: 'ch_1 and ch_2, of the same amount' },
  { role: 'assistant', content: 'Two of $49.00.' },
  { role: 'user', content: 'And what do they have in common?' },
]

/** Asks a model three times, each time with all that was said before; the last time again. */
export function converse(trace: Trace, ids: readonly [string, string, string, string], ms: number): void {
  const output = { status: 200, body: { choices: [{ message: { role: 'assistant', content: 'Two of $49.00.' } }] } }
  for (const [turn, id] of ids.entries()) {
    const messages = SAID.slice(0, Math.min(2 * turn + 2, SAID.length))
    const input = http({ model: 'mini-2', messages, tools: TOOLS, ...(turn > 1 && { temperature: 0 }) })
    const model = { channel: 'model', wire: 'chat-completions', isAction: false } as const
    propose(trace, ms + turn, { id, target: 'model chat', input, ...model })
    trace.add(ms + turn, { type: 'executed', call: id, outcome: 'ok', status: 200, output })
    trace.add(ms + turn, { type: 'delivered', call: id, outcome: 'ok', status: 200 })
  }
}

export function http(body: Json, query: Record<string, string> = {}, headers: Record<string, string> = {}): Json {
  return { path: {}, query, headers, body }
}

export function finish(trace: Trace, ms: number, answer: Json): void {
  trace.add(ms, { type: 'agent-ended', how: 'returned', answer })
  trace.add(ms, { type: 'trial-ended', how: 'returned', wallMs: 21 })
}
