import { afterAll, expect, test } from 'vitest'
import { emptyCompletion } from '../../src/faults/empty-completion.ts'
import { answerOf, meetModel, serving } from './models.ts'

afterAll(() => serving.close())

test('an answer of Anthropic’s ends as any other', async () => {
  const { got, symptom } = await answerOf([{ fault: emptyCompletion }], '/v1/messages')
  expect(JSON.parse(got.text)).toMatchObject({ content: [{ type: 'text', text: '' }], stop_reason: 'end_turn' })
  expect(symptom).toBe('the model said nothing')
})

test.each(['whole', 'streamed'] as const)('a model that says nothing is not changed, %s', async (way) => {
  const { got, state } = await meetModel([{ fault: emptyCompletion }], 'responses', way, { text: '' })
  expect(got).toMatchObject({ text: null, calls: [], stop: 'completed' })
  expect(state).toBe('undelivered')
})
