import type { Json } from '../../kernel/json.ts'
import type { Conversation } from './define.ts'

/** What the user said, one message a line. */
export function userText({ messages }: Conversation): string {
  return messages.flatMap((message) => (message.role === 'user' ? [message.text] : [])).join('\n')
}

/** What a tool has answered so far, in order. */
export function toolResults({ messages }: Conversation, name: string): Json[] {
  return messages.flatMap((message) =>
    message.role === 'tool-result' && message.name === name ? [message.output] : [],
  )
}

/** What was asked of a tool so far, in order. */
export function toolInputs({ messages }: Conversation, name: string): Json[] {
  return messages.flatMap((message) => (message.role === 'tool-call' && message.name === name ? [message.input] : []))
}
