import { describe, expect, test } from 'vitest'
import { refusalBody, saysNo } from '../../src/boundary/refusal.ts'

const limited = { status: 429, code: 'rate_limited', message: 'Slow down' }
const openai = { channel: 'model', wire: 'chat-completions' } as const
const anthropic = { channel: 'model', wire: 'messages' } as const

describe('a refusal has the form of the wire that it goes to', () => {
  test('OpenAI', () => {
    expect(refusalBody(openai, limited)).toEqual({
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
    expect(refusalBody(anthropic, { ...limited, status })).toEqual({ type: 'error', error })
  })

  test('an API', () => {
    expect(refusalBody({ channel: 'http' }, limited)).toEqual({ error: { code: 'rate_limited', message: 'Slow down' } })
  })
})

describe('a refusal is known again', () => {
  test.for([openai, anthropic, { channel: 'tool' }] as const)('%o', (call) => {
    const body = JSON.stringify(refusalBody(call, limited))
    expect(saysNo(call, limited, body)).toBe(true)
    expect(saysNo(call, { status: 403, code: 'permission_denied' }, body)).toBe(false)
  })

  test('the form of another wire is none', () => {
    expect(saysNo(openai, limited, JSON.stringify(refusalBody(anthropic, limited)))).toBe(false)
    expect(saysNo(anthropic, limited, JSON.stringify(refusalBody(openai, limited)))).toBe(false)
  })
})
