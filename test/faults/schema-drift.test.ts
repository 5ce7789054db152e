import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { schemaDrift } from '../../src/faults/schema-drift.ts'
import { openLab, streamOf } from './lab.ts'

const ORDER = {
  order_id: 'o1',
  total: 12.5,
  paid: false,
  lines: [
    { sku: 'a', inStock: 2 },
    { sku: 'b', inStock: 0 },
  ],
}

async function drifted(params: Record<string, string>, body: unknown = ORDER, seed = 'lab') {
  const lab = openLab([{ fault: schemaDrift, params }], { body: () => JSON.stringify(body), seed })
  const seen = await lab.send()
  return { value: JSON.parse(seen.text), seen, lab, record: lab.records()[0] }
}

describe.each([
  [
    { how: 'rename', field: 'order_id' },
    { ...ORDER, order_id: undefined, orderId: 'o1' },
  ],
  [
    { how: 'rename', field: 'total' },
    { ...ORDER, total: undefined, Total: 12.5 },
  ],
  [
    { how: 'rename', field: 'inStock' },
    {
      ...ORDER,
      lines: [
        { sku: 'a', in_stock: 2 },
        { sku: 'b', in_stock: 0 },
      ],
    },
  ],
  [
    { how: 'drop', field: 'sku' },
    { ...ORDER, lines: [{ inStock: 2 }, { inStock: 0 }] },
  ],
  [
    { how: 'drop', field: 'lines' },
    { ...ORDER, lines: undefined },
  ],
  [
    { how: 'retype', field: 'total' },
    { ...ORDER, total: '12.5' },
  ],
  [
    { how: 'retype', field: 'paid' },
    { ...ORDER, paid: 'false' },
  ],
  [
    { how: 'retype', field: 'order_id' },
    { ...ORDER, order_id: ['o1'] },
  ],
  [{ how: 'nest' }, { data: ORDER }],
] as [Record<string, string>, object][])('%j', (params, expected) => {
  test('changes the shape that the client sees, and no more', async () => {
    const { value, seen, lab, record } = await drifted(params)
    expect(value).toEqual(JSON.parse(JSON.stringify(expected)))
    expect(seen).toMatchObject({ ok: true, status: 200 })
    expect(seen.headers).not.toHaveProperty('content-length')
    expect(lab.story().executed).toMatchObject({ output: ORDER })
    expect(record).toMatchObject({ state: 'delivered' })
  })
})

test('without a field, one is drawn from the seed', async () => {
  const draw = (seed: string) => drifted({ how: 'drop' }, ORDER, seed).then(({ value }) => JSON.stringify(value))
  expect(await draw('a')).toBe(await draw('a'))
  const drawn = await Promise.all(Array.from({ length: 30 }, (_, index) => draw(`s${index}`)))
  // order_id, total, paid, sku, inStock
  expect(new Set(drawn).size).toBe(5)
})

test('whatever the reply, it changes its shape or claims nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), fc.constantFrom('rename', 'drop', 'retype', 'nest'), async (text, how) => {
      const lab = openLab([{ fault: schemaDrift, params: { how } }], { body: () => text })
      const seen = await lab.send()
      const same = JSON.stringify(JSON.parse(seen.text)) === JSON.stringify(JSON.parse(text))
      expect(lab.records()[0]?.state).toBe(same ? 'undelivered' : 'delivered')
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('tools hand over the changed value', async () => {
  const lab = openLab([{ fault: schemaDrift, params: { how: 'nest' } }], { content: () => [1, 2] })
  expect(JSON.parse((await lab.send('tool')).text)).toEqual({ data: [1, 2] })
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the reply was wrapped in "data"' }])
})

test.each<[string, Parameters<typeof openLab>[1]]>([
  ['a refusal of the world', { status: 404 }],
  ['a body that is no JSON', { body: () => 'hello' }],
  ['a body of another type', { type: 'text/plain' }],
  ['a stream of events', { type: 'text/event-stream', body: () => streamOf('data: {}\n\n') }],
])('%s passes, and nothing is claimed', async (_title, options) => {
  const lab = openLab([{ fault: schemaDrift, params: { how: 'nest' } }], options)
  expect((await lab.send()).text).not.toContain('"data":')
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})

test('a field that the reply lacks changes nothing', async () => {
  const { value, record } = await drifted({ how: 'drop', field: 'nope' })
  expect(value).toEqual(ORDER)
  expect(record).toMatchObject({ state: 'undelivered' })
})
