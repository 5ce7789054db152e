import { afterAll, expect, test } from 'vitest'
import { authenticationFailed } from '../../src/faults/authentication-failed.ts'
import { answerOf, serving } from './models.ts'

afterAll(() => serving.close())

const OPENAI = { error: { type: 'invalid_request_error', param: null, code: 'invalid_api_key' } }
const ANTHROPIC = { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } }

test.each([
  ['/v1/responses', OPENAI],
  ['/v1/chat/completions', OPENAI],
  ['/v1/messages', ANTHROPIC],
])('%s answers 401', async (path, body) => {
  const { got, state } = await answerOf([{ fault: authenticationFailed }], path, { stream: true })
  expect({ ...got, text: JSON.parse(got.text) }).toMatchObject({ status: 401, text: body })
  expect(state).toBe('delivered')
})
