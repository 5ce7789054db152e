import { afterAll, expect, test } from 'vitest'
import { contextLength } from '../../src/faults/context-length.ts'
import { answerOf, serving } from './models.ts'

afterAll(() => serving.close())

const PLAN = [{ fault: contextLength, params: { maximumTokens: 200_000 } }]

test.each([
  ['/v1/responses', 'input', /^Your input exceeds the context window/],
  ['/v1/chat/completions', 'messages', /^This model's maximum context length is 200000 tokens\. .* 200001 tokens/],
])('%s names the part that is too long', async (path, param, message) => {
  const { got, state } = await answerOf(PLAN, path)
  const error = { type: 'invalid_request_error', code: 'context_length_exceeded', param }
  expect({ ...got, text: JSON.parse(got.text) }).toMatchObject({ status: 400, text: { error } })
  expect(JSON.parse(got.text).error.message).toMatch(message)
  expect(state).toBe('delivered')
})

test('/v1/messages says it in its message alone', async () => {
  const { got, symptom } = await answerOf(PLAN, '/v1/messages')
  const error = { type: 'invalid_request_error', message: 'prompt is too long: 200001 tokens > 200000 maximum' }
  expect([got.status, JSON.parse(got.text)]).toEqual([400, { type: 'error', error }])
  expect(symptom).toBe('the input was too long for 200000 tokens')
})
