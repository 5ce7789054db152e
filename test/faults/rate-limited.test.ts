import { afterAll, expect, test } from 'vitest'
import { rateLimited } from '../../src/faults/rate-limited.ts'
import { openLab } from './lab.ts'
import { answerOf, serving } from './models.ts'

afterAll(() => serving.close())

test('an HTTP client sees 429 and when to come back', async () => {
  const lab = openLab([{ fault: rateLimited, params: { retryAfterSeconds: 3 } }])
  const seen = await lab.send('http')
  expect(seen).toMatchObject({ ok: false, status: 429, headers: { 'retry-after': '3' } })
  expect(JSON.parse(seen.text)).toMatchObject({ error: { code: 'rate_limited' } })
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'rate limited for 3 s' }])
})

test("a model's client sees the provider's error shape", async () => {
  const seen = await openLab([{ fault: rateLimited }]).send('model', 'model chat')
  expect(seen).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
  expect(JSON.parse(seen.text).error).toMatchObject({ code: 'rate_limited', param: null })
})

test('a tool says in words when to come back', async () => {
  const seen = await openLab([{ fault: rateLimited, params: { retryAfterSeconds: 3 } }]).send('tool', 'tool refund')
  expect(JSON.parse(seen.text).error).toEqual({
    code: 'rate_limited',
    message: 'Too many requests. Retry after 3 s.',
  })
})

test('a client that retries gets through', async () => {
  const lab = openLab([{ fault: rateLimited, when: { attempt: 1 } }])
  expect((await lab.send()).status).toBe(429)
  expect((await lab.send()).status).toBe(200)
  expect(lab.records()).toMatchObject([{ state: 'delivered', planned: 1 }])
})

test('a 429 without its header did not arrive', async () => {
  const lab = openLab([{ fault: rateLimited }])
  await lab.send()
  const story = lab.story()
  expect(rateLimited.symptom(story, { retryAfterSeconds: 1 })).toBe('rate limited for 1 s')
  expect(rateLimited.symptom(story, { retryAfterSeconds: 2 })).toBeUndefined()
  delete story.delivered?.headers
  expect(rateLimited.symptom(story, { retryAfterSeconds: 1 })).toBeUndefined()
})

test.each([
  ['/v1/responses', { error: { type: 'requests', code: 'rate_limit_exceeded' } }, 'x-ratelimit-remaining-requests'],
  ['/v1/chat/completions', { error: { type: 'requests', code: 'rate_limit_exceeded' } }, 'x-ratelimit-reset-requests'],
  ['/v1/messages', { type: 'error', error: { type: 'rate_limit_error' } }, 'anthropic-ratelimit-requests-remaining'],
])('%s says it in the words of its provider', async (path, body, header) => {
  const { got, state, symptom } = await answerOf([{ fault: rateLimited, params: { retryAfterSeconds: 20 } }], path)
  expect([got.status, got.headers['retry-after']]).toEqual([429, '20'])
  expect(got.headers).toHaveProperty(header)
  expect(JSON.parse(got.text)).toMatchObject(body)
  expect([state, symptom]).toEqual(['delivered', 'rate limited for 20 s'])
})
