import type { Conversation, Turn } from './define.ts'

/** Tokens of a text by a simple rule: a token is 4 characters, the last one may be shorter. Not a real tokenizer. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Tokens of a conversation, whatever the wire. */
export function countConversation({ instructions, messages, tools }: Omit<Conversation, 'model'>): number {
  return countTokens(JSON.stringify([instructions, messages, tools]))
}

/** Tokens of a conversation and of the turn that answers it, whatever the wire. */
export function countTurn(
  { text = '', reasoning = '', toolCalls = [], refusal = '' }: Turn,
  conversation: Conversation,
) {
  const said = text + toolCalls.map(({ name, input }) => JSON.stringify({ name, input })).join('') + refusal
  const reasoningTokens = countTokens(reasoning)
  return {
    inputTokens: countConversation(conversation),
    outputTokens: countTokens(said) + reasoningTokens,
    reasoningTokens,
  }
}
