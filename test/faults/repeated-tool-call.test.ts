import { afterAll, expect, test } from 'vitest'
import { repeatedToolCall } from '../../src/faults/repeated-tool-call.ts'
import { answerOf, meetModel, serving, turns } from './models.ts'

afterAll(() => serving.close())

test('where no tool was called before, there is nothing to ask for again', async () => {
  const { got, state } = await answerOf([{ fault: repeatedToolCall }], '/v1/responses')
  expect(got.text).toContain(turns.words.text)
  expect(state).toBe('undelivered')
})

test('a turn without a tool call has none to ask for twice', async () => {
  const plan = [{ fault: repeatedToolCall, params: { how: 'twice' } }]
  const { got, state } = await meetModel(plan, 'chat-completions', 'whole', turns.words)
  expect(got).toMatchObject({ text: turns.words.text, calls: [] })
  expect(state).toBe('undelivered')
})

test('a model that would have said the same is not changed, and nothing is claimed', async () => {
  const turn = { toolCalls: [{ name: 'look', input: { order: 'o1' } }] }
  const { state } = await meetModel([{ fault: repeatedToolCall }], 'messages', 'streamed', turn)
  expect(state).toBe('undelivered')
})
