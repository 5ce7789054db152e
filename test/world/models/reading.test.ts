import { expect, test } from 'vitest'
import { type Conversation, toolInputs, toolResults, userText } from '../../../src/index.ts'

const conversation: Conversation = {
  model: 'm',
  instructions: 'Be brief.',
  tools: ['look', 'pay'],
  messages: [
    { role: 'user', text: 'Pay 40.' },
    { role: 'tool-call', id: '1', name: 'look', input: { order: 7 } },
    { role: 'tool-result', id: '1', name: 'look', output: { amount: 40 } },
    { role: 'assistant', text: 'I pay.' },
    { role: 'tool-call', id: '2', name: 'pay', input: { amount: 40 } },
    { role: 'tool-result', id: '2', name: 'pay', output: null },
    { role: 'user', text: 'Thanks.' },
  ],
}

test('a conversation is read by who said it and by tool', () => {
  expect(userText(conversation)).toBe('Pay 40.\nThanks.')
  expect(toolInputs(conversation, 'pay')).toEqual([{ amount: 40 }])
  expect(toolResults(conversation, 'look')).toEqual([{ amount: 40 }])
  expect(toolResults(conversation, 'nothing')).toEqual([])
})
