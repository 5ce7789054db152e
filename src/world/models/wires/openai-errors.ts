import type { Refusal } from '../../../boundary/refusal.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Own, Wire } from './define.ts'
import { kindOf, textReader } from './fields.ts'

/** How OpenAI says no, on both of its wires. */
export const OPENAI_ERRORS: Pick<Wire, 'refusal' | 'unreadable' | 'misuse'> = {
  refusal: ({ code, message, type = code, param = null }) => ({ error: { message, type, param, code } }),
  unreadable: () =>
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library " +
    'correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring ' +
    'out how to fix this, please contact us through our help center at help.openai.com.)',
  misuse: ({ message, param }) => ({ error: { message, type: 'invalid_request_error', param, code: null } }),
}

export const openAiText = textReader((place, value) =>
  value === undefined ? `Missing required parameter: '${place}'.` : wrongType(place, 'a string', value),
)

/** Of a maximum of tokens that is none. */
export function openAiMaximum(name: string, given: Json): string {
  if (typeof given !== 'number' || !Number.isInteger(given)) return wrongType(name, 'an integer', given)
  if (given > 1) return `${name} is too large: ${given}.`
  return `Invalid '${name}': integer below minimum value. Expected a value >= 1, but got ${given} instead.`
}

function wrongType(place: string, expected: string, value: Json): string {
  return `Invalid type for '${place}': expected ${expected}, but got ${kindOf(value)} instead.`
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
