import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leavesOf } from '../../src/faults/replies/members.ts'
import { wrongValue } from '../../src/faults/wrong-value.ts'
import type { Json } from '../../src/kernel/json.ts'
import { openLab } from './lab.ts'

const CHARGES = {
  data: [
    { id: 'ch_11', amount: 4900, status: 'succeeded', disputed: false, customer: 'Ada' },
    { id: 'ch_12', amount: 1250, status: 'failed', disputed: false, customer: 'Ada' },
  ],
}

async function told(params: Record<string, string>, body: Json = CHARGES, seed = 'lab') {
  const lab = openLab([{ fault: wrongValue, params }], { body: () => JSON.stringify(body), seed })
  const seen = await lab.send()
  return { value: JSON.parse(seen.text) as Json, record: lab.records()[0], lab }
}

/** The leaves in which two values of the same shape differ. */
function differences(a: Json, b: Json): [name: string, truth: unknown, lie: unknown][] {
  const others = leavesOf(b)
  return leavesOf(a).flatMap(({ name, value }, index) => {
    const other = others[index]?.value
    return other === value ? [] : [[name, value, other] as [string, unknown, unknown]]
  })
}

const seeds = Array.from({ length: 40 }, (_, index) => `s${index}`)

describe.each([
  [
    { field: 'amount' },
    [
      ['amount', 4900, 490],
      ['amount', 4900, 4901],
      ['amount', 1250, 125000],
      ['amount', 1250, 125],
    ],
  ],
  [
    { field: 'id' },
    [
      ['id', 'ch_11', 'ch_12'],
      ['id', 'ch_12', 'ch_11'],
    ],
  ],
  [
    { how: 'enum' },
    [
      ['status', 'succeeded', 'failed'],
      ['status', 'failed', 'succeeded'],
      ['disputed', false, true],
    ],
  ],
  [
    { how: 'string' },
    [
      ['id', 'ch_11', 'ch_12'],
      ['id', 'ch_12', 'ch_11'],
    ],
  ],
] as [Record<string, string>, unknown[][]][])('%j', (params, some) => {
  test('changes one value to a plausible one', async () => {
    const all = new Set<string>()
    for (const seed of seeds) {
      const { value, record } = await told(params, CHARGES, seed)
      const changed = differences(CHARGES, value)
      expect(changed).toHaveLength(1)
      expect(record).toMatchObject({ state: 'delivered', symptom: `the client was told a wrong "${changed[0]?.[0]}"` })
      all.add(JSON.stringify(changed[0]))
    }
    for (const expected of some) expect([...all]).toContain(JSON.stringify(expected))
  })
})

test('an id that stands alone gets another number', async () => {
  const { value } = await told({ field: 'id' }, { id: 'ch_19x', note: 'Ada' })
  expect(value).toEqual({ id: 'ch_10x', note: 'Ada' })
})

test('the reply keeps its shape and its types, and has one wrong value or none is claimed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string(), async (body, seed) => {
      const truth = JSON.parse(JSON.stringify(body)) as Json
      const { value, record } = await told({}, truth, seed)
      const changed = differences(truth, value)
      expect(leavesOf(value).map(({ path }) => path)).toEqual(leavesOf(truth).map(({ path }) => path))
      expect(changed.every(([, a, b]) => typeof a === typeof b)).toBe(true)
      expect(record?.state).toBe(changed.length === 1 ? 'delivered' : 'undelivered')
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('whole numbers stay whole, and no number leaves what is exact', async () => {
  for (const amount of [0, 1, 7, 100, -5, 2 ** 53 - 1]) {
    for (const seed of seeds.slice(0, 10)) {
      const { value } = await told({ field: 'amount' }, { amount }, seed)
      expect(Number.isSafeInteger((value as { amount: number }).amount)).toBe(true)
    }
  }
})

test.each<[string, Record<string, string>, Json]>([
  ['there is no such field', { field: 'nope' }, CHARGES],
  ['there is nothing of that sort', { how: 'enum' }, { amount: 3 }],
  ['no other value would be plausible', { field: 'customer' }, CHARGES],
])('where %s nothing is claimed', async (_title, params, body) => {
  const { value, record } = await told(params, body)
  expect(value).toEqual(body)
  expect(record).toMatchObject({ state: 'undelivered', symptom: null })
})

test('a tool lies as well', async () => {
  const lab = openLab([{ fault: wrongValue, params: { how: 'number' } }])
  expect(JSON.parse((await lab.send('tool')).text).amount).not.toBe(1200)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the client was told a wrong "amount"' }])
})
