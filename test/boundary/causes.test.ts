import { expect, test } from 'vitest'
import type { AskedTool } from '../../src/boundary/spoken.ts'
import { type Deed, watchTurns } from '../../src/boundary/turns.ts'
import { channels } from '../../src/channels/index.ts'
import type { Json } from '../../src/kernel/json.ts'

type Turns = ReturnType<typeof watchTurns>

function hear(turns: Turns, id: string, first: string, asked: AskedTool[] = [], answered: AskedTool[] = []) {
  const turn = turns.begin(['m', first])
  turn.heard(id, asked, answered)
  turn.end()
  return turn
}

const post = (body: Json, headers: Record<string, string> = {}): Deed => {
  return { channel: 'http', target: 'pay POST /v1/refunds', input: { path: {}, query: {}, headers, body } }
}
const use = (name: string, input: Json): Deed => ({ channel: 'tool', target: `tool ${name}`, input })
const refund = (charge: string, id?: string): AskedTool => ({ id, name: 'refund', input: { charge, amount: 5 } })

test('with nothing to go by, what a client does between two turns was probably proposed by the last one', () => {
  const turns = watchTurns(channels)
  expect(turns.causeOf(post({}))).toEqual({})
  hear(turns, 'c1', 'Refund it')
  expect(turns.causeOf(post({}))).toEqual({ cause: 'c1', inferred: true })
  hear(turns, 'c3', 'Refund it')
  expect(turns.causeOf(post({}))).toEqual({ cause: 'c3', inferred: true })
})

test('a turn that nobody heard proposed nothing, and one that broke off neither', () => {
  const turns = watchTurns(channels)
  turns.begin(['m', 'Refund it']).end()
  expect(turns.causeOf(post({}))).toEqual({})
  hear(turns, 'c1', 'Refund it', [refund('ch_1')]).lost('c1')
  expect(turns.causeOf(post({ charge: 'ch_1' })).inferred).toBe(true)
})

test.each([
  ['one after another', true, 'Ship it'],
  ['at once', false, 'Ship it'],
  ['at once and with the same words', false, 'Refund it'],
])('of two conversations %s that asked for nothing, nobody says which one it was', (_, ended, second) => {
  const turns = watchTurns(channels)
  const first = turns.begin(['m', 'Refund it'])
  first.heard('c1', [], [])
  if (ended) first.end()
  hear(turns, 'c2', second)
  expect(turns.causeOf(post({ charge: 'ch_1' }))).toEqual({})
})

test('of two turns, the one whose arguments a call holds proposed it', () => {
  const turns = watchTurns(channels)
  hear(turns, 'c1', 'one', [refund('ch_1')])
  hear(turns, 'c2', 'two', [refund('ch_2')])
  expect(turns.causeOf(post({ charge: 'ch_1', amount: 5 }))).toEqual({ cause: 'c1' })
  expect(turns.causeOf(use('refund', { amount: 5, charge: 'ch_2' }))).toEqual({ cause: 'c2' })
  expect(turns.causeOf(use('refund', { charge: 'ch_2' }))).toEqual({ cause: 'c2' })
  const statement = { text: "UPDATE charges SET refunded = 5 WHERE id = 'ch_1'", values: [], connection: 1 }
  expect(turns.causeOf({ channel: 'sql', target: 'shop UPDATE charges', input: statement })).toEqual({ cause: 'c1' })
  // Both hold the amount, and neither more.
  expect(turns.causeOf(post({ amount: 5 }))).toEqual({})
  expect(turns.causeOf(post({ charge: 'ch_3' }))).toEqual({})
})

test('the id of a request says more than its arguments', () => {
  const turns = watchTurns(channels)
  hear(turns, 'c1', 'one', [refund('ch_1', 'call_1')])
  hear(turns, 'c2', 'two', [refund('ch_1', 'call_2')])
  expect(turns.causeOf(post({ charge: 'ch_1' }, { 'idempotency-key': 'call_2' }))).toEqual({ cause: 'c2' })
  expect(turns.causeOf({ ...use('refund', { charge: 'ch_1' }), toolCallId: 'call_1' })).toEqual({ cause: 'c1' })
})

test('two turns that asked for the same: nobody says which, until one of them has its result', () => {
  const turns = watchTurns(channels)
  hear(turns, 'c1', 'one', [refund('ch_1', 'call_1')])
  hear(turns, 'c2', 'two', [refund('ch_1', 'call_2')])
  expect(turns.causeOf(post({ charge: 'ch_1' }))).toEqual({})
  hear(turns, 'c3', 'one', [], [refund('ch_1', 'call_1')])
  expect(turns.causeOf(post({ charge: 'ch_1' }))).toEqual({ cause: 'c2' })
})

test('a request that something was run for is less likely than one that waits', () => {
  const turns = watchTurns(channels)
  hear(turns, 'c1', 'one', [refund('ch_1')])
  expect(turns.causeOf(post({ charge: 'ch_1' }))).toEqual({ cause: 'c1' })
  hear(turns, 'c2', 'two', [refund('ch_1')])
  expect(turns.causeOf(post({ charge: 'ch_1' }))).toEqual({ cause: 'c2', inferred: true })
})
