import { afterAll, expect, test } from 'vitest'
import { modelSubstitution } from '../../src/faults/model-substitution.ts'
import { answerOf, meetModel, serving } from './models.ts'

afterAll(() => serving.close())

test('every event of a stream names the other model', async () => {
  const plan = [{ fault: modelSubstitution, params: { model: 'small-1' } }]
  const { got, symptom } = await answerOf(plan, '/v1/chat/completions', { stream: true })
  const chunks = [...got.text.matchAll(/^data: (\{.*)$/gm)].map(([, data = '']) => JSON.parse(data).model)
  expect(chunks.length).toBeGreaterThan(3)
  expect(new Set(chunks)).toEqual(new Set(['small-1']))
  expect(symptom).toBe('small-1 answered')
})

test('the model that was asked for is no other one, and nothing is claimed', async () => {
  const plan = [{ fault: modelSubstitution, params: { model: 'scripted' } }]
  const { got, state } = await meetModel(plan, 'messages', 'whole')
  expect([got.model, state]).toEqual(['scripted', 'undelivered'])
})
