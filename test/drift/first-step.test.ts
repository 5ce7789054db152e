import { expect, test } from 'vitest'
import { firstStepApart } from '../../src/drift/first-step.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import type { ChannelName } from '../../src/trace/events/call.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { onChannel } from '../scorers/trace-of.ts'

const evidenceOf = (events: TraceEvent[]) =>
  gatherEvidence(events.map((event, index): Recorded => ({ ...event, seq: index + 1, at: index })))

function call(id: string, target: string, input: string, channel: ChannelName = 'http'): TraceEvent {
  const rest = { key: id, attempt: 1, access: 'read', principal: id, items: 1 } as const
  return { type: 'call', call: { id, target, input, ...onChannel(channel), ...rest } }
}

const seen = (id: string): TraceEvent => ({ type: 'delivered', call: id, outcome: 'ok', status: 200 })
const answer = (text: string): TraceEvent => ({ type: 'agent-ended', how: 'returned', answer: text })

const base = evidenceOf([
  call('c1', 'model chat', 'small', 'model'),
  seen('c1'),
  call('c2', 'shop GET', 'x'),
  seen('c2'),
  answer('done'),
])

test('who thinks more, under another name, and does the same does not part', () => {
  const head = evidenceOf([
    call('c1', 'model chat', 'large', 'model'),
    seen('c1'),
    call('c2', 'model chat', 'large', 'model'),
    call('c3', 'shop GET', ' x  '),
    seen('c3'),
    answer('done'),
  ])
  expect(firstStepApart(base, head)).toBeUndefined()
})

test.each<[string, TraceEvent[], string, string | undefined]>([
  ['another call', [call('c1', 'shop DELETE', 'x'), seen('c1'), answer('done')], 'call', 'call'],
  ['another input', [call('c1', 'shop GET', 'y'), seen('c1'), answer('done')], 'call', 'call'],
  [
    'a refusal',
    [
      call('c1', 'shop GET', 'x'),
      { type: 'decision', call: 'c1', guard: 'budget', mode: 'enforce', decision: 'deny', reason: '' },
      answer('done'),
    ],
    'delivered',
    'decision',
  ],
  ['another answer', [call('c1', 'shop GET', 'x'), seen('c1'), answer('no')], 'agent-ended', 'agent-ended'],
  ['an end before the other', [call('c1', 'shop GET', 'x'), seen('c1')], 'agent-ended', undefined],
])('%s is the first step apart', (_, events, left, right) => {
  const apart = firstStepApart(base, evidenceOf(events))
  expect([apart?.base?.type, apart?.head?.type]).toEqual([left, right])
})
