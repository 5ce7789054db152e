import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import type { Conversation, Turn } from '../../src/world/models/define.ts'
import { countTokens } from '../../src/world/models/tokens.ts'
import { type Stored, WireError } from '../../src/world/models/wires/define.ts'
import { readRequest, remember, responses, writeResponse } from '../../src/world/models/wires/responses.ts'
import { type ResponseBody, responseEvents } from '../../src/world/models/wires/responses-stream.ts'
import { serverSentEvents } from '../../src/world/models/wires/server-sent-events.ts'

describe('reading', () => {
  const user = { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }

  test('an input may be a text', () => {
    expect(readRequest({ model: 'm', input: 'Hi' }).messages).toEqual([{ role: 'user', text: 'Hi' }])
  })

  test('instructions and system messages are one', () => {
    const input = [{ role: 'developer', content: 'B' }, user]
    expect(readRequest({ model: 'm', instructions: 'A', input })).toMatchObject({
      instructions: 'A\n\nB',
      messages: [{ text: 'Hi' }],
    })
  })

  test('arguments that are no JSON stay a text, and so do outputs', () => {
    const call = { type: 'function_call', call_id: 'c', name: 'f', arguments: '{"a' }
    const output = { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_text', text: 'so so' }] }
    expect(readRequest({ model: 'm', input: [call, output] }).messages).toEqual([
      { role: 'tool-call', id: 'c', name: 'f', input: '{"a' },
      { role: 'tool-result', id: 'c', name: 'f', output: 'so so' },
    ])
  })

  test('previous_response_id continues a thread', () => {
    const stored: Stored = new Map()
    const first = { model: 'm', input: [user] }
    remember(stored, first, respond({ text: 'Hello' }, readRequest(first)))
    const second = { model: 'm', previous_response_id: 'resp', input: 'And?' }
    expect(readRequest(second, stored).messages.map((message) => 'text' in message && message.text)).toEqual([
      'Hi',
      'Hello',
      'And?',
    ])
  })

  test.each<Json>([
    null,
    [],
    {},
    { model: 5 },
    { model: 'm', input: [{ type: 'item_reference', id: 'msg_9' }] },
    { model: 'm', previous_response_id: 'resp_9' },
    { model: 'm', input: 'Hi', tools: [null] },
    { model: 'm', input: [{ type: 'function_call_output', call_id: 'c', output: '1' }] },
  ])('%j is refused in the shape of OpenAI', (body) => {
    const failure = capture(() => readRequest(body))
    if (!(failure instanceof WireError)) throw new Error('It was not refused.')
    expect(failure.status).toBe(400)
    expect(responses.misuse(failure, {})).toEqual({
      error: { message: failure.message, type: 'invalid_request_error', param: failure.param, code: null },
    })
  })

  test.each<Json>([
    { model: 'm', input: 5, tools: 'all', instructions: {} },
    { model: 'm', input: [null, 7, 'x', [], { type: 'reasoning' }, { content: [null, { text: 5 }] }], tools: null },
  ])('%j says nothing and breaks nothing', (body) => {
    expect(readRequest(body).messages.every((message) => 'text' in message && message.text === '')).toBe(true)
  })
})

describe('writing', () => {
  const asked = readRequest({ model: 'm', input: 'Hi' })

  test('tokens are quarters of characters, rounded up', () => {
    expect([countTokens(''), countTokens('a'), countTokens('abcd'), countTokens('abcde')]).toEqual([0, 1, 1, 2])
    expect(respond({ text: 'x'.repeat(40) }, asked).usage).toMatchObject({ output_tokens: 10 })
  })

  test('a turn that says nothing is an empty message', () => {
    expect(respond({}, asked).output).toMatchObject([{ type: 'message', content: [{ text: '' }] }])
  })

  test('the events of a stream are numbered and add up to the response', async () => {
    const response = respond(
      { text: 'a😀'.repeat(30), toolCalls: [{ name: 'f', input: { a: 'b'.repeat(50) } }] },
      asked,
    )
    const frames = serverSentEvents(responseEvents(response)).join('').trim().split('\n\n')
    const events = frames.map((frame) => JSON.parse(frame.split('\ndata: ')[1] ?? '') as { [name: string]: Json })
    const joined = (type: string) => events.flatMap((event) => (event.type === type ? [event.delta] : [])).join('')
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index))
    expect(joined('response.output_text.delta')).toBe('a😀'.repeat(30))
    expect(JSON.parse(joined('response.function_call_arguments.delta'))).toEqual({ a: 'b'.repeat(50) })
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response })
  })
})

function respond(turn: Turn, conversation: Conversation): ResponseBody {
  return writeResponse(turn, { conversation, createdAt: 0, newId: (prefix) => prefix })
}

function capture(run: () => unknown): unknown {
  try {
    return run()
  } catch (thrown) {
    return thrown
  }
}
