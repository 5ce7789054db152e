import type { Json } from '../../kernel/json.ts'
import type { Conversation, Turn } from './define.ts'
import { fieldsOf, listOf, textOf } from './fields.ts'
import { countTokens, WireError } from './openai-responses.ts'

// Chat Completions and Messages, so far as they carry whole texts. Tools and streams are spoken on /v1/responses only.

/**
 * Reads a body whose conversation is in `messages`, and its instructions there or in `system`.
 * @throws {WireError} what the real API refuses: no model.
 * @throws {Error} what only /v1/responses carries here: no fault of the agent's.
 */
export function readTexts(body: Json): Conversation {
  const { model, system, messages, tools, stream } = fieldsOf(body)
  if (typeof model !== 'string') throw new WireError("Missing required parameter: 'model'.", 'model')
  if (stream === true || listOf(tools).length > 0) {
    throw new Error('the model stand-in has tools and streams on /v1/responses only. Let the client speak that.')
  }
  const said = listOf(messages).map((message) => {
    const { role, content } = fieldsOf(message)
    return { role, text: textOf(content) }
  })
  const rules = said.filter(({ role }) => role === 'system' || role === 'developer').map(({ text }) => text)
  return {
    model,
    instructions: [textOf(system), ...rules].filter(Boolean).join('\n\n'),
    messages: said.flatMap(({ role, text }) => (role === 'user' || role === 'assistant' ? [{ role, text }] : [])),
    tools: [],
  }
}

/** @throws {Error} the turn calls a tool, and the client offered none. */
export function spoken({ text = '', toolCalls = [] }: Turn): string {
  if (toolCalls.length > 0) throw new Error('the model calls a tool, and the client offered none.')
  return text
}

/** Tokens of a conversation and of its answer, by the same rule as on /v1/responses. */
export function countTurn({ instructions, messages }: Conversation, text: string) {
  return { inputTokens: countTokens(JSON.stringify([instructions, messages])), outputTokens: countTokens(text) }
}
