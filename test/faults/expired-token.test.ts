import { expect, test } from 'vitest'
import { expiredToken } from '../../src/faults/expired-token.ts'
import { openLab } from './lab.ts'

test.each(['http', 'model'] as const)('on %s the client is told in the native form', async (channel) => {
  const lab = openLab([{ fault: expiredToken }])
  const seen = await lab.send(channel)
  expect(seen).toMatchObject({ ok: false, status: 401 })
  expect(seen.headers?.['www-authenticate']).toContain('invalid_token')
  expect(JSON.parse(seen.text).error).toMatchObject({ message: 'The access token expired' })
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'token expired, nothing was executed' }])
})

test('a token that lives for a minute, and is renewed after another', async () => {
  const lab = openLab([{ fault: expiredToken, when: { during: { fromMs: 60_000, toMs: 120_000 } } }])
  const statuses = []
  for (let minute = 0; minute < 3; minute++) {
    statuses.push((await lab.send()).status)
    await lab.clock.advance(60_000)
  }
  expect(statuses).toEqual([200, 401, 200])
})

test('another refusal is not delivered as this one', async () => {
  const lab = openLab([{ fault: { ...expiredToken, inject: () => (_call, next) => next() } }], { status: 401 })
  expect((await lab.send()).status).toBe(401)
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }])
})
