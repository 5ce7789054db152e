import { describe, expect, test } from 'vitest'
import { cents } from '../../src/kernel/money.ts'
import { auditRows } from '../../src/trace/audit.ts'
import type { DecisionEvent } from '../../src/trace/events/decision.ts'
import { type CallOptions, type TraceBuilder, traceOf } from '../scorers/trace-of.ts'

const rowsOf = (trace: TraceBuilder) => auditRows(trace.evidence())
const rowOf = (options: CallOptions, ...decisions: Partial<DecisionEvent>[]) => {
  const trace = traceOf().call('tool a', options)
  for (const decision of decisions) trace.event({ ...DECISION, ...decision })
  return rowsOf(trace)[0]
}

const DECISION: DecisionEvent = {
  type: 'decision',
  call: 'c1',
  guard: 'approval',
  mode: 'enforce',
  decision: 'allow',
  reason: 'within the cap',
}
const refused = { executed: null, delivered: { outcome: 'refused' } } as const
const waiting = { executed: null, delivered: null } as const

test('a row says who did what, why, at what price, with whose approval, and what came of it', () => {
  const call = {
    cost: cents(4900),
    reason: 'charged twice',
    principal: 'agent/helper',
    executed: { output: { id: 're_1' } },
  }
  expect(rowOf(call, { approvedBy: 'Ada' })).toEqual({
    timestamp: '2026-01-01T00:00:00.010Z',
    agent_id: 'agent/helper',
    action_type: 'write',
    api_endpoint: 'tool a',
    action_status: 'executed',
    reason: 'charged twice',
    estimated_cost: '$49.00',
    approved_by: 'Ada',
    execution_status: 'ok',
    result: { id: 're_1' },
    result_summary: '{"id":"re_1"}',
    duration_ms: 20,
  })
})

describe('the status', () => {
  test.for([
    ['executed', {}, []],
    ['executed', { executed: { outcome: 'error' } }, [{}]],
    ['executed', {}, [{ mode: 'observe', decision: 'deny' }]],
    ['denied', refused, [{ decision: 'deny' }]],
    ['denied', refused, [{}, { decision: 'halt' }]],
    ['approved', waiting, [{ approvedBy: 'Ada' }]],
    ['proposed', waiting, []],
    ['proposed', waiting, [{ mode: 'observe', decision: 'hold' }]],
  ] as const)('%s: %j, %j', ([status, options, decisions]) => {
    expect(rowOf(options as CallOptions, ...decisions)?.action_status).toBe(status)
  })

  test('of what did not run', () => {
    const row = rowOf(refused, { decision: 'deny', reason: 'over the cap' })
    expect(row).toMatchObject({
      execution_status: 'not-executed',
      result: null,
      reason: 'over the cap',
      estimated_cost: '',
    })
  })

  test('of what the world refused', () => {
    expect(rowOf({ executed: { outcome: 'error' } })?.execution_status).toBe('error')
  })
})

test('rows come in order of proposal, one for each call', () => {
  const rows = rowsOf(traceOf().call('tool a').call('tool b', refused).call('tool c'))
  expect(rows.map(({ api_endpoint }) => api_endpoint)).toEqual(['tool a', 'tool b', 'tool c'])
})

test('a summary has at most 200 characters, whatever the result', () => {
  expect(rowOf({ executed: { output: 'x'.repeat(5_000) } })?.result_summary).toHaveLength(200)
  const deep = JSON.parse(`${'['.repeat(3_000)}${']'.repeat(3_000)}`)
  expect(rowOf({ executed: { output: deep } })?.result_summary).toHaveLength(200)
})
