import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../../src/faults/define.ts'
import { faults } from '../../../src/faults/index.ts'
import { type Age, clients, openServer } from './served.ts'
import { aWorld } from './world.ts'

let server: Awaited<ReturnType<typeof openServer>>
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** What a client sees of a call: its answer, that it was told no, the protocol's error, or nothing that is one. */
type Seen = 'answer' | 'another answer' | 'no' | 'error' | 'broken'

/** Every fault on the calls of tools, with parameters that make it quick. */
const table: Record<string, { seen: Seen; params?: object }> = {
  none: { seen: 'answer' },
  latency: { seen: 'answer', params: { ms: 5 } },
  timeout: { seen: 'broken', params: { afterMs: 5 } },
  'connection-reset': { seen: 'broken' },
  'lost-reply': { seen: 'broken' },
  'error-status': { seen: 'no' },
  unavailable: { seen: 'no' },
  'rate-limited': { seen: 'no' },
  'permission-denied': { seen: 'no' },
  'injected-instruction': { seen: 'another answer' },
  'oversized-body': { seen: 'another answer' },
  'schema-drift': { seen: 'another answer' },
  'wrong-value': { seen: 'another answer' },
  'tool-disappears': { seen: 'error' },
  'tool-withdrawn': { seen: 'error' },
  'tool-redescribed': { seen: 'answer' },
  'tool-reshaped': { seen: 'answer' },
}

/** They need another call than one that writes, or a world with members. */
const ELSEWHERE = ['stale-data', 'empty-result', 'partial-write', 'concurrent-change']

const onTools = Object.values<Fault>(faults).filter(
  ({ channels, seat }) => seat !== 'agent' && channels.includes('tool'),
)

test('the table is about every fault that tools have', () => {
  expect(onTools.map(({ name }) => name).sort()).toEqual([...Object.keys(table), ...ELSEWHERE].sort())
})

describe.each(['2026-07-28', 'sdk 1'] as const)('to a client of %s', (age) => {
  test.each(onTools.filter(({ name }) => name in table))('$name', async (fault) => {
    const { seen, params = {} } = table[fault.name] ?? { seen: 'broken' }
    const { world, changing } = aWorld()
    const entry = { fault, params: fault.params.parse(params), on: 'tool mail', when: { nth: 1 } } as const
    await using served = server.serve({ world, plan: { entries: [entry], changing } })
    const client = await clients[age](served.url)
    expect(await meet(client, age, seen === 'broken' ? 500 : 30_000)).toBe(seen)
    expect(served.records()).toMatchObject([{ fault: fault.name, state: 'delivered' }])
    expect(served.faults()).toEqual([])
    await client.close()
  })
})

async function meet(client: Awaited<ReturnType<(typeof clients)[Age]>>, age: Age, timeout: number): Promise<Seen> {
  const patience = { timeout }
  const options = (age === 'sdk 1' ? [undefined, patience] : [patience]) as never[]
  try {
    const { isError, content } = await client.callTool({ name: 'mail', arguments: { to: 'ada' } }, ...options)
    if (isError) return 'no'
    return (content as { text: string }[])[0]?.text === '{"sent":1}' ? 'answer' : 'another answer'
  } catch (thrown) {
    return (thrown as { code?: unknown }).code === -32602 ? 'error' : 'broken'
  }
}
