import { describe, expect, test } from 'vitest'
import { burnRate } from '../../src/guards/burn-rate.ts'
import { usd } from '../../src/kernel/money.ts'
import { guardStage } from '../../src/testing/guard-stage.ts'
import { NORM } from './cases/burn-rate-cases.ts'

describe('the parameters of burn-rate', () => {
  test('have defaults: two windows, as for error budgets', () => {
    expect(burnRate.params.parse({})).toEqual({
      on: '*',
      onFast: 'hold',
      timeoutMs: 3_600_000,
      paces: [
        { factor: 2, longMs: 3_600_000, shortMs: 300_000 },
        { factor: 10, longMs: 300_000, shortMs: 60_000 },
      ],
    })
  })

  test.each([
    [{ usdPerHour: -1 }],
    [{ callsPerHour: 0 }],
    [{ paces: [] }],
    [{ paces: [{ factor: 2, longMs: 10, shortMs: 20 }] }],
    [{ paces: [{ factor: 0, longMs: 20, shortMs: 10 }] }],
    [{ norm: 1 }],
  ])('%j are refused', (params) => {
    expect(burnRate.params.safeParse(params).success).toBe(false)
  })
})

describe('what was accepted as usual', () => {
  const { accepted } = burnRate
  const acceptance = { reason: 'usual', acceptedAt: '2026-01-01T00:00:00Z' }
  const trial = async (calls: number) => {
    const stage = guardStage({ guard: burnRate, params: NORM, mode: 'observe' })
    for (let call = 0; call < calls; call++) await stage.cross({ cost: usd(1) })
    return stage.evidence()
  }

  test('grows to the busiest hour, and never shrinks', async () => {
    const first = accepted?.grow(undefined, [await trial(3), await trial(5)], acceptance)
    expect(first?.added).toEqual(['5000000 usd per hour', '5 calls per hour'])
    const second = accepted?.grow(first?.content, [await trial(2)], { ...acceptance, reason: 'less' })
    expect(second).toEqual({ content: first?.content, added: [] })
  })

  test('gives way to what the scenario says', async () => {
    const { content = null } = accepted?.grow(undefined, [await trial(3)], acceptance) ?? {}
    const params = accepted?.read(burnRate.params.parse({ callsPerHour: 7 }), content)
    expect(params).toMatchObject({ callsPerHour: 7, usdPerHour: usd(3) })
  })

  test.each([[null], [[]], [{ schemaVersion: 1, rates: [{ measure: 'calls', perHour: 0 }] }]])(
    'is not read from %j',
    (content) => {
      expect(() => accepted?.read(burnRate.params.parse({}), content)).toThrow('no list of rates')
    },
  )
})

describe('the oracle of burn-rate', () => {
  test('names the calls that ran too fast, with the figures', async () => {
    const stage = guardStage({ guard: burnRate, params: NORM, mode: 'observe' })
    for (let call = 0; call < 7; call++) await stage.cross({ cost: usd(1) })
    expect(stage.violations()).toMatchObject([{ calls: ['c6', 'c7'] }])
    expect(stage.violations()[0]?.message).toContain('$6.00 in 300000 ms')
  })
})
