import { afterAll, expect, test } from 'vitest'
import { refusal } from '../../src/faults/refusal.ts'
import { answerOf, meetModel, serving } from './models.ts'

afterAll(() => serving.close())

const PLAN = [{ fault: refusal, params: { text: 'No. 😀' } }]

test('the words are the given ones', async () => {
  const { got, symptom } = await meetModel(PLAN, 'chat-completions', 'streamed')
  expect(got).toMatchObject({ refusal: 'No. 😀', text: null, calls: [] })
  expect(symptom).toBe('the model refused')
})

test('a stream of Responses tells it by the events of a refusal', async () => {
  const { got } = await answerOf(PLAN, '/v1/responses', { stream: true })
  const types = [...got.text.matchAll(/^event: (\S+)$/gm)].map(([, type]) => type)
  expect(types).toEqual([
    ...['response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added'],
    ...['response.refusal.delta', 'response.refusal.done', 'response.content_part.done', 'response.output_item.done'],
    'response.completed',
  ])
})

test('a model that refuses in the same words itself is not changed, and nothing is claimed', async () => {
  const { got, state } = await meetModel(PLAN, 'messages', 'whole', { refusal: 'No. 😀' })
  expect(got).toMatchObject({ text: 'No. 😀', stop: 'refusal' })
  expect(state).toBe('undelivered')
})
