import { expect, test } from 'vitest'
import { errorStatus } from '../../src/faults/error-status.ts'
import { unavailable } from '../../src/faults/unavailable.ts'
import { openLab } from './lab.ts'

test.each(['http', 'model'] as const)('a client on %s sees 503 and when to come back', async (channel) => {
  const lab = openLab([{ fault: unavailable, params: { retryAfterSeconds: 30 } }])
  const seen = await lab.send(channel)
  expect(seen).toMatchObject({ ok: false, status: 503, headers: { 'retry-after': '30' } })
  expect(JSON.parse(seen.text)).toMatchObject({ error: { code: 'unavailable' } })
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'unavailable for 30 s' }])
})

test('a tool says in words when to come back', async () => {
  const seen = await openLab([{ fault: unavailable }]).send('tool', 'tool refund')
  expect(JSON.parse(seen.text).error).toEqual({ code: 'unavailable', message: 'Unavailable. Retry after 5 s.' })
})

test('a client that waits gets through when the service is up again', async () => {
  const lab = openLab([{ fault: unavailable, when: { from: 1, to: 2 } }])
  const statuses = [await lab.send(), await lab.send(), await lab.send()].map(({ status }) => status)
  expect(statuses).toEqual([503, 503, 200])
  expect(lab.ran()).toBe(1)
})

test('a 503 that does not say when to come back is another fault', async () => {
  const lab = openLab([{ fault: errorStatus, params: { status: 503, code: 'unavailable' } }])
  await lab.send()
  expect(unavailable.symptom(lab.story(), { retryAfterSeconds: 5 })).toBeUndefined()
})
