import type { Recorded } from '../../src/trace/event.ts'
import {
  converse,
  executeRefund,
  finish,
  GET_CHARGES,
  http,
  propose,
  proposeRefund,
  readCharges,
  writeTrace,
} from './sample-trace.ts'

const TASK = 'Refund the duplicate charge on invoice in_31, and tell the customer.'

/** Nothing goes wrong. */
export function calm(trial: string, agent: string): Recorded[] {
  const trace = writeTrace(trial, agent, TASK)
  readCharges(trace, 'c1', 4)
  proposeRefund(trace, 'c2', 9, 1)
  executeRefund(trace, 'c2', 11, 're_1')
  trace.add(13, { type: 'delivered', call: 'c2', outcome: 'ok', status: 201 })
  finish(trace, 15, { refunded: 4900, refund: 're_1' })
  return trace.events
}

/** The reply to the refund is lost, and the agent refunds again. */
export function doubleRefund(trial: string, agent: string): Recorded[] {
  const trace = writeTrace(trial, agent, TASK)
  trace.add(1, { type: 'output', stream: 'stdout', text: 'planning: 1) look up charges  2) refund\n' })
  readCharges(trace, 'c1', 4)
  proposeRefund(trace, 'c2', 9, 1)
  trace.add(9, { type: 'fault', call: 'c2', entry: 0, fault: 'lost-reply' })
  executeRefund(trace, 'c2', 11, 're_1')
  trace.add(30_011, { type: 'delivered', call: 'c2', outcome: 'broken', how: 'no-reply' })
  proposeRefund(trace, 'c3', 31_020, 2)
  executeRefund(trace, 'c3', 31_023, 're_2')
  trace.add(31_025, { type: 'delivered', call: 'c3', outcome: 'ok', status: 201, headers: { 'request-id': 'req_9' } })
  trace.add(31_026, { type: 'alert', guard: 'budget', call: 'c3', message: '$98.00 of $100.00 spent' })
  trace.add(31_030, { type: 'egress', target: 'https://metrics.example.test/collect', via: 'fetch' })
  finish(trace, 31_034, { refunded: 4900, refund: 're_2' })
  return trace.events
}

/** A corrupted read, a refusal, an approval, a late effect. */
export function approvals(trial: string, agent: string): Recorded[] {
  const trace = writeTrace(trial, agent, 'Close the account of cus_7 once the balance is settled.')
  propose(trace, 3, { id: 'c1', target: GET_CHARGES, input: http(null) })
  trace.add(3, { type: 'fault', call: 'c1', entry: 0, fault: 'stale-read' })
  trace.add(5, {
    type: 'executed',
    call: 'c1',
    outcome: 'ok',
    status: 200,
    output: { status: 200, body: { balance: 4900, currency: 'usd' } },
  })
  trace.add(6, {
    type: 'delivered',
    call: 'c1',
    outcome: 'ok',
    status: 200,
    output: { status: 200, body: { balance: 0, currency: 'usd' } },
  })
  propose(trace, 12, { id: 'c2', target: 'crm DELETE /customers/{id}', input: http(null), access: 'write' })
  trace.add(240_012, {
    type: 'approval',
    call: 'c2',
    guard: 'approval',
    answer: 'approved',
    by: 'dana',
    waitedMs: 240_000,
  })
  trace.add(240_012, {
    type: 'decision',
    call: 'c2',
    guard: 'approval',
    mode: 'enforce',
    decision: 'allow',
    reason: 'approved by a person',
    approvedBy: 'dana',
  })
  const before = { name: 'Ada', plan: { name: 'pro', seats: 3 }, status: 'active' }
  const after = { name: 'Ada', plan: { name: 'none', seats: 3 }, status: 'closed', closedBy: 'agent' }
  trace.add(240_015, {
    type: 'effect',
    calls: ['c2'],
    collection: 'crm.customers',
    op: 'update',
    id: 'cus_7',
    before,
    after,
    late: true,
  })
  trace.add(240_015, {
    type: 'executed',
    call: 'c2',
    outcome: 'ok',
    status: 200,
    output: { status: 200, body: after },
    late: true,
  })
  trace.add(240_016, { type: 'delivered', call: 'c2', outcome: 'gone' })
  propose(trace, 240_020, {
    id: 'c3',
    channel: 'tool',
    target: 'tool send_email',
    input: { to: 'ada@example.test', items: ['a', 'b'] },
    access: 'write',
    items: 2,
  })
  trace.add(240_020, {
    type: 'decision',
    call: 'c3',
    guard: 'permissions',
    mode: 'enforce',
    decision: 'deny',
    reason: 'send_email is not granted',
  })
  trace.add(240_020, {
    type: 'decision',
    call: 'c3',
    guard: 'budget',
    mode: 'observe',
    decision: 'deny',
    reason: 'over the cap',
  })
  trace.add(240_021, {
    type: 'delivered',
    call: 'c3',
    outcome: 'refused',
    output: { content: { error: { code: 'denied_by_policy', message: 'send_email is not granted' } } },
  })
  trace.add(240_022, {
    type: 'effect',
    calls: [],
    collection: 'crm.invoices',
    op: 'delete',
    id: 'in_31',
    before: { total: 4900 },
  })
  converse(trace, ['c4', 'c5', 'c6', 'c7'], 240_023)
  finish(trace, 240_030, 'The account is closed.')
  return trace.events
}

/** The world itself breaks. */
export function broken(trial: string, agent: string): Recorded[] {
  const trace = writeTrace(trial, agent, TASK)
  readCharges(trace, 'c1', 4)
  proposeRefund(trace, 'c2', 9, 1)
  trace.add(10, {
    type: 'harness-fault',
    where: 'world payments POST /v1/refunds',
    message: 'cannot read properties of undefined',
    call: 'c2',
  })
  trace.add(10, {
    type: 'executed',
    call: 'c2',
    outcome: 'error',
    status: 500,
    output: { status: 500, body: { error: { code: 'internal_error' } } },
  })
  trace.add(11, { type: 'delivered', call: 'c2', outcome: 'error', status: 500 })
  trace.add(12, { type: 'agent-ended', how: 'threw', answer: null, error: 'Error: refund failed' })
  trace.add(12, { type: 'stopping', how: 'threw', detail: 'Error: refund failed' })
  trace.add(12, { type: 'trial-ended', how: 'threw', detail: 'Error: refund failed', wallMs: 18 })
  return trace.events
}
