import { describe, expect, test } from 'vitest'
import { cents, usd } from '../../src/kernel/money.ts'
import { limits } from '../../src/scorers/limits.ts'
import { scoreWith } from './score-with.ts'
import { type TraceBuilder, traceOf } from './trace-of.ts'

const score = (params: unknown, trace: TraceBuilder) => scoreWith(limits, params, trace)
const refused = { executed: null, delivered: { outcome: 'refused' } } as const

/** 6 calls: a read, two writes (one tried three times), a refused write, a model turn. $0.30 and 50 tokens in 100 ms. */
function trial(): TraceBuilder {
  return traceOf()
    .call('shop GET /a', { access: 'read', cost: usd(9), executed: { outcome: 'error' } })
    .call('shop POST /a', { executed: { actual: cents(10) }, cost: usd(5) })
    .call('shop POST /a', { executed: { actual: cents(0) } })
    .call('shop POST /a', { executed: { outcome: 'ok' }, cost: cents(20) })
    .call('shop POST /b', { ...refused, cost: usd(7) })
    .call('model chat', {
      channel: 'model',
      access: 'unknown',
      executed: { usage: { inputTokens: 9, outputTokens: 50 } },
    })
    .end({ wallMs: 100 })
}

describe('a limit', () => {
  test.for([
    ['calls', 6, ['e16']],
    ['modelCalls', 1, ['e16']],
    ['writes', 3, ['e11']],
    ['retries', 2, ['e11']],
    ['usd', 0.3, ['e11']],
    ['wallMs', 100, []],
    ['outputTokens', 50, ['e16']],
  ] as const)('on %s holds at %s and not below', async ([name, actual, over]) => {
    expect(await score({ [name]: actual }, trial())).toMatchObject({ value: 1, pass: true, events: [] })
    const step = name === 'usd' ? 0.000001 : 1
    const { value, pass, events } = await score({ [name]: actual - step }, trial())
    expect({ pass, events }).toEqual({ pass: false, events: over })
    expect(value).toBeLessThan(1)
  })

  test('is graded by how far it is missed', async () => {
    expect((await score({ calls: 3 }, trial())).value).toBe(0.5)
    expect((await score({ calls: 3, modelCalls: 1 }, trial())).value).toBe(0.75)
    expect((await score({ calls: 0 }, trial())).value).toBe(0)
  })

  test('shows the figures', async () => {
    expect((await score({ usd: 1, writes: 3 }, trial())).reason).toBe('Within the limits: 3 writes, $0.30 spent.')
    expect((await score({ usd: 0.25 }, trial())).reason).toBe('Expected at most $0.25 spent, found $0.30 spent.')
  })

  test('on what nobody measured does not hold', async () => {
    expect((await score({ wallMs: 1_000_000 }, traceOf())).reason).toContain(
      'found an unknown amount of ms of real time',
    )
    const priceless = traceOf().call('shop POST /a', { executed: { actual: { currency: 'USD', micros: Number.NaN } } })
    expect((await score({ usd: 1_000_000 }, priceless)).pass).toBe(false)
  })
})

test.for([[{}], [{ calls: -1 }], [{ calls: 1.5 }], [{ usd: '1' }], [{ budget: 1 }]])(
  '%j are no parameters',
  ([params]) => {
    expect(limits.params.safeParse(params).success).toBe(false)
  },
)
