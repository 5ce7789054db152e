import type { Json } from '../../kernel/json.ts'
import type { Turn } from './define.ts'
import type { Writing } from './openai-responses.ts'
import { countTurn, spoken } from './text-conversation.ts'

/** Writes a turn as the body of POST /v1/messages, in Anthropic's form. */
export function writeMessages(turn: Turn, { conversation, newId }: Omit<Writing, 'createdAt'>) {
  const text = spoken(turn)
  const usage = countTurn(conversation, text)
  const body: Json = {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model: conversation.model,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
  }
  return { body, usage }
}
