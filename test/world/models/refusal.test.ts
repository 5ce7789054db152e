import { describe, expect, test } from 'vitest'
import { wires } from '../../../src/world/models/wires/index.ts'

const limited = { status: 429, code: 'rate_limited', message: 'Slow down' }
const AT = {}

describe('a refusal has the form of the wire that it goes to', () => {
  test('OpenAI', () => {
    expect(wires['chat-completions'].refusal(limited, AT)).toEqual({
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
    expect(wires.messages.refusal({ ...limited, status }, AT)).toEqual({ type: 'error', error })
  })
})
