import { expect, test } from 'vitest'
import { oversizedBody } from '../../src/faults/oversized-body.ts'
import type { Json } from '../../src/kernel/json.ts'
import { openLab, streamOf } from './lab.ts'

async function padded(body: Json, bytes = 2_000) {
  const lab = openLab([{ fault: oversizedBody, params: { bytes } }], { body: () => JSON.stringify(body) })
  const seen = await lab.send()
  return { seen, value: JSON.parse(seen.text) as Json, lab, record: lab.records()[0] }
}

test('a reply of 5 MB is valid JSON with all that the world said, and the trace does not hold it', async () => {
  const lab = openLab([{ fault: oversizedBody }])
  const seen = await lab.send()
  expect(Buffer.byteLength(seen.text)).toBe(5_000_000)
  expect(JSON.parse(seen.text)).toMatchObject({ id: 'r1', amount: 1200 })
  expect(lab.story().delivered?.output).toMatchObject({ truncated: true, bytes: 5_000_000 })
  expect(JSON.stringify(lab.events()).length).toBeLessThan(10_000)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'a reply of 5000000 bytes' }])
})

test.each<[string, Json, Json]>([
  ['an object', { a: 1 }, { a: 1, padding: expect.any(String) }],
  ['a list of objects', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2, padding: expect.any(String) }]],
])('%s gets its filler', async (_title, body, expected) => {
  const { seen, value, record } = await padded(body)
  expect(value).toEqual(expected)
  expect(Buffer.byteLength(seen.text)).toBe(2_000)
  expect(seen.headers).not.toHaveProperty('content-length')
  expect(record).toMatchObject({ state: 'delivered', symptom: 'a reply of 2000 bytes' })
})

test.each<[string, Json]>([
  ['a list without objects', [1, 2]],
  ['a number', 3],
  ['a reply that is that large by itself', { text: 'x'.repeat(3_000) }],
])('%s stays as it is, and nothing is claimed', async (_title, body) => {
  const { value, record } = await padded(body)
  expect(value).toEqual(body)
  expect(record).toMatchObject({ state: 'undelivered', symptom: null })
})

test('tools and streamed JSON are padded, a stream of events is not', async () => {
  const plan = [{ fault: oversizedBody, params: { bytes: 2_000 } }]
  expect((await openLab(plan).send('tool')).text).toHaveLength(2_000)
  expect((await openLab(plan, { body: () => streamOf('{"id":', '"r1"}') }).send('model')).text).toHaveLength(2_000)
  const events = openLab(plan, { body: () => streamOf('data: {}\n\n'), type: 'text/event-stream' })
  expect((await events.send('model')).text).toBe('data: {}\n\n')
  expect(events.records()).toMatchObject([{ state: 'undelivered' }])
})
