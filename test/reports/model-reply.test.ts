import { describe, expect, test } from 'vitest'
import { saidIn } from '../../src/reports/text/model-reply.ts'

const events = (...all: object[]) => ({ body: all.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('') })

describe('what a model said is read from its reply, on each wire, whole and streamed', () => {
  test.each<[string, unknown]>([
    ['Responses', { output: [{ type: 'message', content: [{ type: 'output_text', text: 'Two refunds.' }] }] }],
    ['Chat Completions', { choices: [{ message: { role: 'assistant', content: 'Two refunds.' } }] }],
    ['Messages', { content: [{ type: 'text', text: 'Two refunds.' }], stop_reason: 'end_turn' }],
    ['generateContent', { candidates: [{ content: { parts: [{ text: 'Two refunds.' }] } }] }],
    ['Responses, declined', { output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'Two refunds.' }] }] }],
    ['Chat Completions, declined', { choices: [{ message: { content: null, refusal: 'Two refunds.' } }] }],
    [
      'Chat Completions, declined in a stream',
      events({ choices: [{ delta: { refusal: 'Two ' } }] }, { choices: [{ delta: { refusal: 'refunds.' } }] }),
    ],
    [
      'generateContent, streamed',
      events(
        { candidates: [{ content: { role: 'model', parts: [{ text: 'Two ref' }] } }] },
        {
          candidates: [
            { content: { role: 'model', parts: [null, { text: 'unds.' }, { functionCall: { name: 'pay' } }] } },
          ],
        },
      ),
    ],
    [
      'generateContent, as a list',
      [
        { candidates: [{ content: { parts: [{ text: 'Two ref' }] } }] },
        { candidates: [{ content: { parts: [{ text: 'unds.' }] } }] },
      ],
    ],
    [
      'Responses, streamed',
      events(
        { type: 'response.output_text.delta', delta: 'Two ' },
        { type: 'response.output_text.delta', delta: 'refunds.' },
        { type: 'response.function_call_arguments.delta', delta: '{"a":1}' },
        { type: 'response.completed', response: { output: [{ content: [{ text: 'Two refunds.' }] }] } },
      ),
    ],
    [
      'Chat Completions, streamed',
      events(
        { choices: [{ delta: { role: 'assistant', content: '' } }] },
        { choices: [{ delta: { content: 'Two ' } }] },
        { choices: [{ delta: { content: 'refunds.' } }] },
      ),
    ],
    [
      'Messages, streamed',
      events(
        { type: 'content_block_start', content_block: { type: 'text', text: '' } },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Two ' } },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: 'refunds.' } },
      ),
    ],
  ])('%s', (_, output) => {
    expect(saidIn(output)).toBe('Two refunds.')
  })

  test('a reply that says nothing has no words', () => {
    expect(saidIn({ choices: [{ message: { content: null, tool_calls: [{ function: { name: 'pay' } }] } }] })).toBe('')
    expect(saidIn(null)).toBe('')
  })
})
