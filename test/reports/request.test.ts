import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import { eventDetail } from '../../src/reports/text/event-detail.ts'
import { messageLine, readMessage } from '../../src/reports/text/message.ts'
import { openAdditions } from '../../src/reports/text/request.ts'
import type { EventOf } from '../../src/trace/event.ts'
import type { CallRecord } from '../../src/trace/events/call.ts'

const callOf = (id: string, body: Json, more: Partial<CallRecord> = {}): CallRecord => ({
  ...{ id, key: 'k', attempt: 1, channel: 'model', wire: 'chat-completions', isAction: false, target: 'model chat' },
  ...{ input: { path: {}, query: {}, headers: {}, body }, access: 'read', principal: 'a', items: 1 },
  ...more,
})
const say = (content: string, role = 'user'): Json => ({ role, content })

/** What each request adds, as `mettle trace` tells it. */
function tell(...bodies: Json[]): string[] {
  const additionOf = openAdditions()
  return bodies.map((body, at) => {
    const call = callOf(`c${at + 1}`, body)
    const event: EventOf<'call'> = { type: 'call', seq: at + 1, at: 0, call }
    return eventDetail(event, () => 'model', additionOf(call))
  })
}
const messages = (...all: string[]): Json => ({ model: 'm', messages: all.map((text) => say(text)) })

describe('what a request adds to the one that it goes on from', () => {
  test('is told of each turn, and all of the first', () => {
    expect(tell(messages('a', 'b'), messages('a', 'b', 'c', 'd'), messages('a', 'b', 'c', 'd', 'e'))).toEqual([
      '2 messages: user: a · user: b',
      '+2 to c1: user: c · user: d',
      '+1 to c2: user: e',
    ])
  })

  test('is found for each of several conversations', () => {
    const told = tell(messages('a'), messages('x'), messages('a', 'b'), messages('x', 'y'), messages('a', 'b', 'c'))
    expect(told.slice(2)).toEqual(['+1 to c1: user: b', '+1 to c2: user: y', '+1 to c3: user: c'])
  })

  test('is nothing where a request is sent again, and is told where something beside its messages changed', () => {
    const hot = { ...(messages('a', 'b') as object), temperature: 1 }
    expect(tell(messages('a', 'b'), messages('a', 'b'), hot)).toEqual(['2 messages: user: a · user: b', 'as c1', ''])
    const additionOf = openAdditions()
    additionOf(callOf('c1', messages('a', 'b')))
    expect(additionOf(callOf('c2', hot))).toEqual({
      ...{ after: 'c1', lists: [], others: [{ name: 'temperature', value: 1 }] },
      same: [
        { name: 'model', value: 'm' },
        { name: 'messages', value: [say('a'), say('b')] },
      ],
    })
  })

  test('is new where it is said once more, and not where the beginning was left out', () => {
    expect(tell(messages('go on'), messages('go on', 'go on'), messages('go on', 'go on', 'go on')).slice(1)).toEqual([
      '+1 to c1: user: go on',
      '+1 to c2: user: go on',
    ])
    expect(tell(messages('s', 'a', 'b', 'c'), messages('s', 'b', 'c', 'd'))[1]).toBe('+1 to c1, 1 gone: user: d')
  })

  test('is no matter of lists that are no conversation, or of calls that are none to a model', () => {
    const tools = (...names: string[]): Json => ({ tools: names.map((name) => ({ name })) })
    expect(tell(tools('a'), tools('a', 'b'))).toEqual(['', ''])
    const additionOf = openAdditions()
    expect(additionOf(callOf('c1', messages('a'), { wire: undefined as never }))).toBeUndefined()
    expect(additionOf(callOf('c2', 'a text'))).toBeUndefined()
    expect(
      additionOf({ ...callOf('c3', null), input: { truncated: true, bytes: 9, digest: '', head: '' } }),
    ).toBeUndefined()
  })

  test('is told in one line, however much it is', () => {
    const [line = ''] = tell(messages(...Array.from({ length: 40 }, (_, at) => `${at} ${'long '.repeat(50)}`)))
    expect(line).toMatch(/^40 messages: user: 0 long .*… · user: 1 .*… · user: 2 .*… · 37 more$/)
    expect(line.length).toBeLessThan(160)
  })

  test('takes no longer than its size allows where an agent sends long lists with nothing in common', () => {
    const list = (at: number): Json => ({
      messages: Array.from({ length: 12_000 }, (_, place) => (place * 7 + at) % 12_007),
    })
    const looks = { count: 0 }
    const { indexOf } = Array.prototype
    const counting: typeof indexOf = function (this: unknown[], ...args) {
      looks.count++
      return indexOf.apply(this, args)
    }
    try {
      Array.prototype.indexOf = counting
      tell(...Array.from({ length: 10 }, (_, at) => list(at)))
    } finally {
      Array.prototype.indexOf = indexOf
    }
    expect(looks.count).toBeGreaterThan(0)
    expect(looks.count).toBeLessThan(10 * 9 * 51)
  })
})

describe('a message is read whatever wire it was written for', () => {
  test.each<[string, Json, string]>([
    ['Chat Completions', { role: 'user', content: 'Two.' }, 'user: Two.'],
    ['Messages', { role: 'user', content: [{ type: 'text', text: 'Two.' }] }, 'user: Two.'],
    [
      'Responses',
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Two.', annotations: [] }] },
      'assistant: Two.',
    ],
    ['generateContent', { role: 'model', parts: [{ text: 'Two ' }, { text: 'of them.' }] }, 'model: Two \nof them.'],
    [
      'a call of a tool',
      { type: 'function_call', call_id: 'f1', name: 'pay', arguments: '{"a":1}' },
      'function_call: f1 pay {"a":1}',
    ],
    ['a result', { role: 'tool', tool_call_id: 'f1', content: 'done' }, 'tool: f1 done'],
    [
      'what says nothing',
      { role: 'assistant', content: null, refusal: null, annotations: [], tool_calls: [{ id: 'f1' }] },
      'assistant: [{"id":"f1"}]',
    ],
    [
      'words beside a call',
      { role: 'model', parts: [{ text: 'Two.' }, { functionCall: {} }] },
      'model: [{"text":"Two."},{"functionCall":{}}]',
    ],
    ['a text', 'Two.', 'Two.'],
    ['no message', [1, null], '[1,null]'],
    ['an empty one', {}, ''],
    ['a role that is none', { role: 7, content: 'Two.' }, 'Two.'],
  ])('%s', (_, value, line) => {
    expect(messageLine(value)).toBe(line)
    // Nothing of it is lost: what is not a word stands under its name.
    const { who, parts } = readMessage(value)
    const told = JSON.stringify([who, parts])
    for (const text of JSON.stringify(value).match(/[A-Za-z]\w{2,}(?=")/g) ?? []) {
      if (!/^(role|content|parts|type|text|message|output_text|annotations)$/.test(text)) expect(told).toContain(text)
    }
  })
})
