import { afterAll, expect, test } from 'vitest'
import { overloaded } from '../../src/faults/overloaded.ts'
import { answerOf, serving } from './models.ts'

afterAll(() => serving.close())

const OPENAI = {
  error: {
    message: 'Our servers are currently overloaded. Please try again later.',
    type: 'service_unavailable_error',
    param: null,
    code: 'server_is_overloaded',
  },
}
const ANTHROPIC = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }

test.each([
  ['/v1/responses', 503, OPENAI],
  ['/v1/chat/completions', 503, OPENAI],
  ['/v1/messages', 529, ANTHROPIC],
])('%s answers %i', async (path, status, body) => {
  const { got, state, symptom } = await answerOf([{ fault: overloaded }], path)
  expect({ ...got, text: JSON.parse(got.text) }).toMatchObject({ status, text: body })
  expect([state, symptom]).toEqual(['delivered', `the provider was overloaded (${status})`])
})
