import { expect, test } from 'vitest'
import { errorStatus } from '../../src/faults/error-status.ts'
import { openLab } from './lab.ts'

const params = { status: 503, code: 'unavailable', message: 'Try later', retryAfterSeconds: 7 }

test('an HTTP client sees the status, the header and the body', async () => {
  const lab = openLab([{ fault: errorStatus, params }])
  const seen = await lab.send('http')
  expect(seen).toMatchObject({ ok: false, status: 503, headers: { 'retry-after': '7' } })
  expect(JSON.parse(seen.text)).toEqual({ error: { code: 'unavailable', message: 'Try later' } })
  expect(lab.ran()).toBe(0)
  expect(lab.path()).toEqual(['fault', 'delivered'])
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'error 503, nothing was executed' }])
})

test("a model's client sees the provider's error shape", async () => {
  const seen = await openLab([{ fault: errorStatus, params }]).send('model', 'model chat')
  expect(JSON.parse(seen.text).error).toEqual({
    message: 'Try later',
    type: 'unavailable',
    param: null,
    code: 'unavailable',
  })
})

test('a tool answers with an error', async () => {
  const lab = openLab([{ fault: errorStatus, params }])
  const seen = await lab.send('tool', 'tool refund')
  expect(JSON.parse(seen.text)).toEqual({ error: { code: 'unavailable', message: 'Try later' } })
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'error unavailable, nothing was executed' }])
})

test('by default it is a plain 500 without a hint', async () => {
  const seen = await openLab([{ fault: errorStatus }]).send()
  expect(seen.status).toBe(500)
  expect(seen.headers).not.toHaveProperty('retry-after')
})

test("the world's own error is none of its doing", async () => {
  const lab = openLab([{ fault: errorStatus, params: { status: 500 }, when: { nth: 2 } }], { status: 500 })
  await lab.send()
  expect(lab.records()).toMatchObject([{ state: 'undelivered', planned: 1, delivered: 0 }])
})

test.each([200, 399, 600])('status %i is refused', (status) => {
  expect(errorStatus.params.safeParse({ status }).success).toBe(false)
})
