import { describe, expect, test } from 'vitest'
import { plainRefusal, providerRefusal } from '../../src/boundary/refusal.ts'

const limited = { status: 429, code: 'rate_limited', message: 'Slow down' }

describe('a refusal has the form of the wire that it goes to', () => {
  test('OpenAI', () => {
    expect(providerRefusal('chat-completions', limited)).toEqual({
      error: { message: 'Slow down', type: 'rate_limited', param: null, code: 'rate_limited' },
    })
  })

  test.for([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [413, 'request_too_large'],
    [422, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [503, 'api_error'],
    [529, 'overloaded_error'],
  ] as const)('Anthropic, %i is %s', ([status, type]) => {
    const error = { type, message: 'Slow down' }
    expect(providerRefusal('messages', { ...limited, status })).toEqual({ type: 'error', error })
  })

  test('an API', () => {
    expect(plainRefusal(limited)).toEqual({ error: { code: 'rate_limited', message: 'Slow down' } })
  })
})
