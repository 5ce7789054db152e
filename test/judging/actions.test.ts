import { expect, test } from 'vitest'
import { actionsOf } from '../../src/judging/actions.ts'
import { actionRecordSchema } from '../../src/record/action.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import type { CallRecord } from '../../src/trace/events/call.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'

const usd = (dollars: number) => ({ currency: 'USD' as const, micros: dollars * 1_000_000 })

function evidenceOf(events: TraceEvent[]) {
  return gatherEvidence(events.map((event, index): Recorded => ({ ...event, seq: index + 1, at: index })))
}

function call(id: string, rest: Partial<CallRecord> = {}): TraceEvent {
  const record: CallRecord = {
    ...{ id, key: id, attempt: 1, channel: 'http', target: 'bank POST /pay', input: null, access: 'write' },
    ...{ principal: 'a', items: 1, cost: usd(5) },
    ...rest,
  }
  return { type: 'call', call: record }
}

const done = (id: string, outcome: 'ok' | 'error' = 'ok'): TraceEvent => ({
  type: 'executed',
  call: id,
  outcome,
  output: null,
})

test('calls are counted by kind: what the world said, what guards and the approver said, retries, cost', () => {
  const actions = actionsOf(
    evidenceOf([
      call('c1'),
      done('c1'),
      call('c2', { attempt: 2 }),
      done('c2', 'error'),
      call('c3'),
      { type: 'approval', call: 'c3', guard: 'approval', answer: 'denied', waitedMs: 5 },
      { type: 'decision', call: 'c3', guard: 'approval', mode: 'enforce', decision: 'deny', reason: '' },
      call('c4'),
      { type: 'decision', call: 'c4', guard: 'budget', mode: 'observe', decision: 'deny', reason: '' },
      { ...done('c4'), actual: usd(0.1) } as TraceEvent,
      call('c5', { target: 'bank GET /rates', access: 'read' }),
    ]),
    [],
  )
  expect(actions).toEqual([
    {
      ...{
        action: 'bank POST /pay',
        channel: 'http',
        access: 'write',
        calls: 4,
        ok: 2,
        error: 1,
        denied: 1,
        asked: 1,
        rejected: 1,
      },
      // A refused call costs nothing, and so does one that the world said no to; the world's own account counts.
      ...{ retries: 1, usd: 5.1 },
    },
    {
      ...{
        action: 'bank GET /rates',
        channel: 'http',
        access: 'read',
        calls: 1,
        ok: 0,
        error: 0,
        denied: 0,
        asked: 0,
        rejected: 0,
      },
      ...{ retries: 0, usd: 0 },
    },
  ])
  for (const action of actions) expect(actionRecordSchema.parse(action)).toEqual(action)
})

test('an agent that makes up targets makes no endless record', () => {
  const actions = actionsOf(
    evidenceOf(Array.from({ length: 500 }, (_, index) => call(`c${index}`, { target: `x ${index}` }))),
    [],
  )
  expect(actions.length).toBe(41)
  expect(actions.at(-1)).toMatchObject({ action: 'others', access: 'unknown', calls: 460 })
})

test('B3: what left an effect and no word of its end counts at its estimate, and what left nothing is free', () => {
  const effect: TraceEvent = { type: 'effect', calls: ['c1'], collection: 'bank.payments', op: 'create', id: 'p1' }
  const [cut] = actionsOf(evidenceOf([call('c1'), effect]), [])
  expect(cut).toMatchObject({ calls: 1, ok: 0, usd: 5 })
  expect(actionsOf(evidenceOf([call('c1')]), [])[0]?.usd).toBe(0)
})

test('a fault is met where all that its entry selected arrived; of half an entry nobody knows', () => {
  const planned = { params: {}, on: '*', when: 'always' as const, planned: 1, symptom: null }
  const at = (...ids: string[]) => ids.map((id) => ({ call: id, key: id, attempt: 1 }))
  const [paid, rates] = actionsOf(
    evidenceOf([call('c1'), done('c1'), call('c2', { target: 'bank GET /rates', access: 'read' })]),
    [
      { ...planned, fault: 'lost-reply', schedule: at('c1'), delivered: 1, state: 'delivered' },
      { ...planned, fault: 'latency', schedule: at('c1', 'c2'), delivered: 1, state: 'undelivered' },
    ],
  )
  expect([paid?.met, rates?.met]).toEqual([['lost-reply'], undefined])
})
