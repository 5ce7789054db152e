import type { Json } from '../../kernel/json.ts'
import type { Turn } from './define.ts'
import type { Writing } from './openai-responses.ts'
import { countTurn, spoken } from './text-conversation.ts'

/** Writes a turn as the body of POST /v1/chat/completions, in OpenAI's form. */
export function writeCompletion(turn: Turn, { conversation, createdAt, newId }: Writing) {
  const text = spoken(turn)
  const usage = countTurn(conversation, text)
  const body: Json = {
    id: newId('chatcmpl'),
    object: 'chat.completion',
    created: createdAt,
    model: conversation.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: usage.inputTokens,
      completion_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
    },
  }
  return { body, usage }
}
