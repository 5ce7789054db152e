import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/kernel/json.ts'
import { duplicateEffects } from '../../src/trace/duplicate-effects.ts'
import { type Making, skipIn } from '../../src/trace/made.ts'
import { steady } from '../../src/trace/steady.ts'
import { readVolatile } from '../../src/trace/volatile.ts'
import { traceOf } from '../scorers/trace-of.ts'

const NOW = Date.UTC(2026, 0, 5, 9, 0, 0, 123)

function kept(after: Json, input: Json, making: Partial<Making> = {}, channel: 'http' | 'tool' = 'http'): Json {
  const calls = [{ channel, target: 'rooms POST /bookings', input }]
  const change = { collection: 'rooms.bookings', after }
  return steady(after, skipIn(change, { calls, from: NOW, to: NOW, ...making }, readVolatile()))
}

describe('what the world put in by itself is left out of an effect', () => {
  test.for<[string, Json]>([
    ['ISO', '2026-01-05T09:00:00.123Z'],
    ['PostgreSQL', '2026-01-05 09:00:00.123+00'],
    ['without a zone', '2026-01-05T09:00:00.123'],
    ['another zone', '2026-01-05T10:00:00.123+01:00'],
    ['whole seconds', '2026-01-05T09:00:00Z'],
    ['ms', NOW],
    ['s', Math.floor(NOW / 1_000)],
  ])('the moment of the change: %s', ([, moment]) => {
    expect(kept({ room: 1, made: moment }, { body: { room: 1 } })).toEqual({ room: 1 })
    // Controls: the agent said it; it is another moment.
    expect(kept({ room: 1, made: moment }, { body: { room: 1, time: moment } })).toHaveProperty('made')
    expect(kept({ made: moment }, {}, { from: NOW + 60_000, to: NOW + 60_000 })).toHaveProperty('made')
  })

  test('while the call took its time', () => {
    const span = { from: NOW - 5_000, to: NOW + 5_000 }
    expect(kept({ made: NOW }, {}, span)).toEqual({})
    expect(kept({ made: NOW + 5_001 }, {}, span)).toHaveProperty('made')
  })

  test('the value of a header that tells one try from the next, unless it is an argument as well', () => {
    const headers = { 'idempotency-key': 'try-1' }
    expect(kept({ room: 1, key: 'try-1' }, { headers, body: {} })).toEqual({ room: 1 })
    expect(kept({ room: 1, key: 'try-1' }, { headers, body: { about: 'try-1' } })).toHaveProperty('key')
    expect(kept({ room: 1, key: 'try-1' }, { headers: { 'x-tenant': 'try-1' } })).toHaveProperty('key')
    expect(kept({ room: 1, key: 'try-1' }, { headers, body: {} }, {}, 'tool')).toHaveProperty('key')
  })

  test.for<Json>(['2026-01-05', 'x'.repeat(100_000), '2026-13-45T09:00Z', 12, 1.5, null, [NOW], { at: NOW }])(
    'nothing else: %j',
    (value) => {
      expect(kept({ value }, {})).toEqual({ value })
    },
  )
})

test('two that a call made anew with a new key are the same but for when, two at different times are not', () => {
  const booked = (...times: string[]) => {
    const trace = traceOf()
    for (const [index, time] of times.entries()) book(trace.wait(5_000), time, `b${index}`)
    return duplicateEffects(trace.evidence())
  }
  const book = (trace: ReturnType<typeof traceOf>, time: string, id: string) => {
    const at = (trace.events().at(-1)?.at ?? 0) + 5_020
    const key = `try-${id}`
    const after = { id, time, key, made_at: new Date(at).toISOString() }
    const input = { headers: { 'idempotency-key': key }, body: { time } }
    trace.call('rooms POST /bookings', {
      ...{ input, key: `${time} ${key}` },
      effects: [{ collection: 'rooms.bookings', op: 'create', id, after }],
    })
  }
  expect(booked('10:00', '10:00')).toHaveLength(1)
  expect(booked('10:00', '11:00')).toHaveLength(0)
})
