import type { Refusal } from '../../../boundary/refusal.ts'
import type { Own, Wire } from './define.ts'

/** How OpenAI says no, on both of its wires. */
export const OPENAI_ERRORS: Pick<Wire, 'refusal' | 'misuse'> = {
  refusal: ({ code, message, type = code, param = null }) => ({ error: { message, type, param, code } }),
  misuse: ({ message, param }) => ({ error: { message, type: 'invalid_request_error', param, code: null } }),
}

/**
 * Its words for what every provider has. Source: its guides "Error codes" and "Rate limits", and answers of the real API.
 * @param tooLong Those for more input than the model takes, which are each wire's own.
 */
export function openAiWords(
  tooLong: (tokens: NonNullable<Refusal['tokens']>) => Partial<Own>,
): NonNullable<Wire['words']> {
  return ({ code, headers, tokens }) => {
    if (code === 'rate_limited') return rateLimited(headers?.['retry-after'])
    if (code === 'overloaded') {
      const message = 'Our servers are currently overloaded. Please try again later.'
      return { message, type: 'service_unavailable_error', code: 'server_is_overloaded' }
    }
    if (code === 'authentication_failed') {
      const where = 'You can find your API key at https://platform.openai.com/account/api-keys.'
      const message = `Incorrect API key provided. ${where}`
      return { message, type: 'invalid_request_error', code: 'invalid_api_key' }
    }
    return tokens && { ...tooLong(tokens), type: 'invalid_request_error', code: 'context_length_exceeded' }
  }
}

function rateLimited(seconds = '1'): Partial<Own> {
  return {
    message: `Rate limit reached for requests. Please try again in ${seconds}s.`,
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': `${seconds}s` },
  }
}
