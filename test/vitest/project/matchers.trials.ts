import { trial } from 'mettle/vitest'
import { describe, expect, test } from 'vitest'

// Each name begins with what is to come of it.

describe('toHavePassed', () => {
  test('passes: what passed', async () => {
    expect(await trial('pay', { agent: 'thrifty' })).toHavePassed()
  })

  test('fails: what failed', async () => {
    expect(await trial('pay', { agent: 'wasteful' })).toHavePassed()
  })

  test('passes: not, of what failed', async () => {
    expect(await trial('pay', { agent: 'wasteful' })).not.toHavePassed()
  })

  test('fails: not, of what passed', async () => {
    expect(await trial('pay', { agent: 'thrifty' })).not.toHavePassed()
  })

  test('fails: a promise', () => {
    expect(trial('pay', { agent: 'thrifty' })).toHavePassed()
  })
})

describe('toHaveHeld', () => {
  test('passes: a guard that held', async () => {
    expect(await trial('pay', { agent: 'thrifty' })).toHaveHeld('budget')
  })

  test('fails: a guard that was bypassed', async () => {
    expect(await trial('pay', { agent: 'wasteful' })).toHaveHeld('budget')
  })

  test('fails: a guard that was never asked', async () => {
    expect(await trial('pay', { agent: 'idle' })).toHaveHeld('budget')
  })

  test('fails: a guard that is not there', async () => {
    expect(await trial('pay', { agent: 'thrifty' })).toHaveHeld('bugdet')
  })
})

describe('toHaveDelivered', () => {
  test('passes: a fault that arrived', async () => {
    const found = await trial('pay', { agent: 'thrifty', variant: 'lost-reply' })
    expect(found).toHaveDelivered('lost-reply')
    expect(found).toHavePassed()
  })

  test('fails: a fault that never came', async () => {
    expect(await trial('pay', { agent: 'idle', variant: 'lost-reply' })).toHaveDelivered('lost-reply')
  })

  test('fails: a fault that is not planned', async () => {
    expect(await trial('pay', { agent: 'thrifty' })).toHaveDelivered('lost-reply')
  })
})

describe('trial', () => {
  test('fails: a scenario that nobody has', async () => {
    await trial('pya', { agent: 'thrifty' })
  })

  test('fails: no agent where there are several', async () => {
    await trial('pay')
  })

  test('passes: the same trial twice at once', async () => {
    const [one, other] = await Promise.all([trial('pay', { agent: 'thrifty' }), trial('pay', { agent: 'thrifty' })])
    expect(one.record.traceHash).toBe(other.record.traceHash)
  })

  test('passes: another seed', async () => {
    const one = await trial('pay', { agent: 'thrifty', seed: 7 })
    expect(one.record.seed).not.toBe((await trial('pay', { agent: 'thrifty' })).record.seed)
  })
})
