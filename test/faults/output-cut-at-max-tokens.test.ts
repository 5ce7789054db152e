import { afterAll, expect, test } from 'vitest'
import { outputCutAtMaxTokens } from '../../src/faults/output-cut-at-max-tokens.ts'
import { answerOf, meetModel, serving } from './models.ts'

afterAll(() => serving.close())

const cut = (keptShare: number) => [{ fault: outputCutAtMaxTokens, params: { keptShare } }]

test('never through the middle of a character', async () => {
  const { got } = await meetModel(cut(0.5), 'chat-completions', 'streamed', { text: '😀😀😀😀' })
  expect(got).toMatchObject({ text: '😀😀', stop: 'length' })
})

test('nothing of it may be left', async () => {
  const { got, symptom } = await meetModel(cut(0), 'messages', 'whole', { text: 'Yes.' })
  expect(got).toMatchObject({ text: null, calls: [], stop: 'max_tokens' })
  expect(symptom).toBe('the output was cut at its maximum of tokens')
})

test('of several calls the last is cut', async () => {
  const toolCalls = ['o1', 'o2'].map((order) => ({ name: 'refund', input: { order } }))
  const { got } = await meetModel(cut(0.5), 'responses', 'streamed', { toolCalls })
  expect(got.calls).toEqual([
    ['refund', '{"order":"o1"}'],
    ['refund', '{"order'],
  ])
})

test('Responses end with response.incomplete, and so does the item', async () => {
  const { got } = await answerOf(cut(0.5), '/v1/responses', { stream: true })
  expect(got.text).toContain('event: response.incomplete\n')
  expect(got.text).not.toContain('response.completed')
  const whole = JSON.parse((await answerOf(cut(0.5), '/v1/responses')).got.text)
  expect(whole).toMatchObject({
    incomplete_details: { reason: 'max_output_tokens' },
    output: [{ status: 'incomplete' }],
  })
})
