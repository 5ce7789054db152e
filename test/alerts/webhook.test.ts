import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { webhook } from '../../src/alerts/webhook.ts'
import { openReceiver } from './receiver.ts'
import { alertWith } from './sample.ts'

async function sending(answer: (response: ServerResponse, count: number) => void, params: object = {}) {
  let count = 0
  const receiver = await openReceiver((_, response) => answer(response, ++count))
  onTestFinished(receiver.close)
  const read = webhook.params.parse({ url: receiver.url, ...params })
  const send = webhook.open(read, { root: '/', print: () => {} })
  return { got: receiver.got, send: async (alert = alertWith()) => send(alert) }
}

test('an alert is posted as JSON, with headers of the config', async () => {
  const { send, got } = await sending((response) => response.end(), { headers: { authorization: 'Bearer t' } })
  await send()
  expect(got[0]?.alert).toEqual(alertWith())
  expect(got[0]?.request.method).toBe('POST')
  expect(got[0]?.request.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer t' })
})

test('it is tried again, and no more often than asked for', async () => {
  const twice = await sending((response, count) => response.writeHead(count < 3 ? 503 : 200).end(), { retries: 2 })
  await twice.send()
  expect(twice.got).toHaveLength(3)
  const never = await sending((response) => response.writeHead(500).end(), { retries: 1 })
  await expect(never.send()).rejects.toThrow('500')
  expect(never.got).toHaveLength(2)
  await expect(never.send()).rejects.toThrow('500')
  expect(never.got, 'a server that failed for good gets one try').toHaveLength(3)
})

test('a server that does not answer is left after the time-out', async () => {
  const { send } = await sending(() => {}, { timeoutMs: 50, retries: 0 })
  const since = performance.now()
  await expect(send()).rejects.toThrow(/timeout/i)
  expect(performance.now() - since).toBeLessThan(1_000)
})

test('a redirect is not followed: alerts go where the config says', async () => {
  const { send, got } = await sending((response) => response.writeHead(307, { location: '/other' }).end(), {
    retries: 0,
  })
  await expect(send()).rejects.toThrow()
  expect(got).toHaveLength(1)
})

test.each([[{}], [{ url: 'file:///etc/passwd' }], [{ url: 'here' }], [{ url: 'http://a.test', retries: 99 }]])(
  '%j is refused',
  (params) => {
    expect(webhook.params.safeParse(params).success).toBe(false)
  },
)
