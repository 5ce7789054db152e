import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { manualClock } from '../../src/kernel/clock.ts'
import { unseal } from '../../src/trace/chain.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { openRecorder } from '../../src/trace/recorder.ts'

function open(redact = (text: string) => text) {
  const writes: string[] = []
  const file = { append: (text: string) => void writes.push(text) }
  const recorder = openRecorder({ file, clock: manualClock(0), redact, nonce: 'n' })
  const lines = () => unseal(writes.join(''), 'n').texts.map((text) => JSON.parse(text) as Recorded[])
  return { recorder, writes, types: () => lines().map((line) => line.map(({ type }) => type)), lines }
}

const call = (id: string): TraceEvent => ({
  type: 'call',
  call: {
    id,
    key: id,
    attempt: 1,
    channel: 'http',
    target: 't',
    input: null,
    access: 'write',
    principal: 'a',
    items: 1,
  },
})
const decision: TraceEvent = {
  ...{ type: 'decision', call: 'c1', guard: 'g', mode: 'enforce', decision: 'allow', reason: '' },
}
const effect: TraceEvent = { type: 'effect', calls: ['c1'], collection: 'a.b', op: 'create', id: '1', after: {} }
const executed: TraceEvent = { type: 'executed', call: 'c1', outcome: 'ok', output: null }
const delivered: TraceEvent = { type: 'delivered', call: 'c1', outcome: 'ok' }

describe('a call', () => {
  test('is one write when the world is done, and one when the client has its reply', () => {
    const { recorder, types, lines, writes } = open()
    for (const event of [call('c1'), decision, effect, executed, delivered]) recorder.write(event)
    expect(types()).toEqual([['call', 'decision', 'effect', 'executed'], ['delivered']])
    expect(
      lines()
        .flat()
        .map(({ seq }) => seq),
    ).toEqual([1, 2, 3, 4, 5])
    expect([writes.length, recorder.end().count]).toEqual([2, 2])
  })

  test('that takes longer than a turn of the event loop is written without waiting for its end', async () => {
    const { recorder, types } = open()
    recorder.write(call('c1'))
    expect(types()).toEqual([])
    await setImmediate()
    expect(types()).toEqual([['call']])
    recorder.write(executed)
    await setImmediate()
    expect(types()).toEqual([['call'], ['executed']])
  })

  test('is written as it was, whatever becomes of it until then', () => {
    const { recorder, lines } = open()
    const event = call('c1') as Extract<TraceEvent, { type: 'call' }>
    recorder.write(event)
    event.call.target = 'changed'
    recorder.flush()
    expect(lines()[0]?.[0]).toMatchObject({ call: { target: 't' } })
  })
})

test.each<[string, TraceEvent]>([
  ['an effect that no call made', { ...effect, calls: [] } as TraceEvent],
  ['an effect after the client had given up', { ...effect, late: true } as TraceEvent],
  ['output', { type: 'output', stream: 'stdout', text: 'x' }],
  ['an alert', { type: 'alert', guard: 'g', message: 'm' } as TraceEvent],
  ['egress', { type: 'egress', via: 'socket', target: 'x' } as TraceEvent],
  ['a fault of the harness', { type: 'harness-fault', where: 'x', message: 'm' }],
  ['the end', { type: 'stopping', how: 'halted', detail: '' }],
])('%s is written at once, with what waited', (_, event) => {
  const { recorder, types } = open()
  recorder.write(call('c1'))
  recorder.write(event)
  expect(types()).toEqual([['call', event.type]])
})

test('secrets are hidden in each event, also where several are one line', () => {
  const { recorder, writes } = open((text) => text.replaceAll('hush', '***'))
  recorder.write(call('hush'))
  recorder.write(executed)
  expect(writes.join('')).not.toContain('hush')
})
