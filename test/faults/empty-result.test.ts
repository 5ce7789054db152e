import { expect, test } from 'vitest'
import { emptyResult } from '../../src/faults/empty-result.ts'
import type { Json } from '../../src/kernel/json.ts'
import { openLab } from './lab.ts'

const READ = { access: 'read' } as const

async function told(body: Json, options: Parameters<typeof openLab>[1] = {}) {
  const lab = openLab([{ fault: emptyResult }], { body: () => JSON.stringify(body), ...options })
  const seen = await lab.send('http', 'payments GET /v1/charges', READ)
  return { value: JSON.parse(seen.text), status: seen.status, record: lab.records()[0], lab }
}

test.each<[string, Json, Json]>([
  ['a list', [{ id: 'a' }], []],
  ['one thing', { id: 'a', tags: ['x'] }, null],
  ['a thing without an id', { amount: 3 }, null],
  ['a page of a list', { object: 'list', data: [1, 2], has_more: true }, { object: 'list', data: [], has_more: false }],
  ['a counted list', { items: [1], total_count: 1, page: 2 }, { items: [], total_count: 0, page: 2 }],
])('of %s the client is told that there is nothing', async (_title, body, expected) => {
  const { value, status, record, lab } = await told(body)
  expect({ value, status }).toEqual({ value: expected, status: 200 })
  expect(lab.story().executed).toMatchObject({ outcome: 'ok', output: body })
  expect(record).toMatchObject({ state: 'delivered', symptom: 'the client was told that there is nothing' })
})

test.each<[string, Json]>([
  ['an empty list', []],
  ['null', null],
  ['an empty page', { data: [], total: 0 }],
  ['a text', 'hello'],
])('%s is the truth, and nothing is claimed', async (_title, body) => {
  const { value, record } = await told(body)
  expect(value).toEqual(body)
  expect(record).toMatchObject({ state: 'undelivered', symptom: null })
})

test('a list too large for the trace is emptied as well', async () => {
  const { value, record } = await told(Array.from({ length: 20_000 }, (_, id) => ({ id })))
  expect(value).toEqual([])
  expect(record).toMatchObject({ state: 'delivered' })
})

test('writes are let alone', async () => {
  const lab = openLab([{ fault: emptyResult }])
  expect((await lab.send()).text).toBe('{"id":"r1","amount":1200}')
  expect(lab.records()).toMatchObject([{ state: 'undelivered', schedule: [] }])
})
