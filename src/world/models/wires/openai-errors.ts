import type { Wire } from './define.ts'

/** How OpenAI says no, on both of its wires. */
export const OPENAI_ERRORS: Pick<Wire, 'refusal' | 'misuse'> = {
  refusal: ({ code, message }) => ({ error: { message, type: code, param: null, code } }),
  misuse: ({ message, param }) => ({ error: { message, type: 'invalid_request_error', param, code: null } }),
}
