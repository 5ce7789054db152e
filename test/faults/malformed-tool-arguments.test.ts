import { afterAll, expect, test } from 'vitest'
import { malformedToolArguments } from '../../src/faults/malformed-tool-arguments.ts'
import { meetModel, serving } from './models.ts'

afterAll(() => serving.close())

const PLAN = [{ fault: malformedToolArguments }]

test.each([
  [{}, '{'],
  [['a', 'b'], '["a"'],
  ['text', '"te'],
  [12, ''],
])('the arguments %j stand as %j, which is no JSON', async (input, text) => {
  const { got } = await meetModel(PLAN, 'chat-completions', 'whole', { toolCalls: [{ name: 'refund', input }] })
  expect(got.calls).toEqual([['refund', text]])
  expect(() => JSON.parse(text)).toThrow()
})

test('of several calls the first is broken', async () => {
  const toolCalls = ['o1', 'o2'].map((order) => ({ name: 'refund', input: { order } }))
  const { got, symptom } = await meetModel(PLAN, 'responses', 'streamed', { toolCalls })
  expect(got.calls).toEqual([
    ['refund', '{"order'],
    ['refund', '{"order":"o2"}'],
  ])
  expect(symptom).toBe('the arguments of refund were no JSON')
})
