import { afterAll, expect, test } from 'vitest'
import { unknownTool } from '../../src/faults/unknown-tool.ts'
import { meetModel, serving } from './models.ts'

afterAll(() => serving.close())

test('a name that the client offers is not unknown: nothing is changed, and nothing is claimed', async () => {
  const { got, state } = await meetModel([{ fault: unknownTool, params: { name: 'look' } }], 'responses', 'whole')
  expect(got.calls).toEqual([['refund', '{"order":"o1"}']])
  expect(state).toBe('undelivered')
})

test('the name is the given one', async () => {
  const plan = [{ fault: unknownTool, params: { name: 'run_shell' } }]
  const { got, symptom } = await meetModel(plan, 'messages', 'streamed')
  expect(got.calls).toEqual([['run_shell', { order: 'o1' }]])
  expect(symptom).toBe('the model called run_shell, which nobody offered')
})
