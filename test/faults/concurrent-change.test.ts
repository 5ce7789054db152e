import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import { currentMembers } from '../../src/boundary/current.ts'
import { concurrentChange } from '../../src/faults/concurrent-change.ts'
import { latency } from '../../src/faults/latency.ts'
import type { Json } from '../../src/kernel/json.ts'
import type { When } from '../../src/record/plan.ts'
import type { TraceEvent } from '../../src/trace/event.ts'
import { type CallStory, gatherEvidence } from '../../src/trace/evidence.ts'
import { traceHash } from '../../src/trace/trace-hash.ts'
import { defineCollection, seedMembers } from '../../src/world/collection.ts'
import { worldHandle } from '../../src/world/handle.ts'
import { type Entry, openLab } from './lab.ts'

const orders = defineCollection<{ state: string }>('shop.orders', { o1: { state: 'open' }, o2: { state: 'open' } })
const carts = defineCollection<{ items: number }>('shop.carts', { k1: { items: 3 } })

/** A shop that answers with the state of its orders, and a plan on it. */
function openShop(params: Record<string, Json>, when: When = { nth: 1 }, more: Entry[] = [], seed = 'shop') {
  const members = seedMembers([orders, carts])
  const lab = openLab([...more, { fault: concurrentChange, params, when }], {
    seed,
    body: () => currentMembers.run(members, () => JSON.stringify(orders.all().map(({ state }) => state))),
    worldOf: ({ id: ahead }, write) =>
      worldHandle(members, (change) => write({ type: 'effect', calls: [], ...change, ahead } as TraceEvent)),
  })
  const ask = async (input: Json = {}) => JSON.parse((await lab.send('http', 'shop GET /orders', { input })).text)
  const changed = () => lab.events().flatMap((event) => (event.type === 'effect' ? [`${event.op} ${event.id}`] : []))
  return { lab, ask, changed }
}

describe('concurrent-change', () => {
  test('changes a member right before the world runs the call, and the call finds it changed', async () => {
    const { lab, ask } = openShop({ collection: 'shop.orders', id: 'o2', set: { state: 'paid' } }, { nth: 2 })
    expect(await ask()).toEqual(['open', 'open'])
    expect(await ask()).toEqual(['open', 'paid'])
    expect(lab.story().meanwhile).toMatchObject([
      { calls: [], collection: 'shop.orders', op: 'update', id: 'o2', before: { state: 'open' }, ahead: 'c2' },
    ])
    expect(
      lab
        .events()
        .slice(-4)
        .map(({ type }) => type),
    ).toEqual(['fault', 'effect', 'executed', 'delivered'])
    expect(lab.records()).toMatchObject([
      { state: 'delivered', delivered: 1, symptom: 'somebody else had changed a member of shop.orders' },
    ])
  })

  test('deletes it where nothing is set', async () => {
    const { lab, ask } = openShop({ id: 'o1' })
    expect(await ask()).toEqual(['open'])
    expect(lab.records()[0]?.symptom).toBe('somebody else had deleted a member of shop.orders')
  })

  test('without an id, takes the member that the call names', async () => {
    for (const id of ['o1', 'o2', 'k1']) {
      const { ask, changed } = openShop({})
      await ask({ path: { id }, body: { list: [id] } })
      expect(changed()).toEqual([`delete ${id}`])
    }
  })

  test('else one by the chance of the plan', async () => {
    const victims = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) => {
        const { ask, changed } = openShop({ collection: 'shop.orders' }, { nth: 1 }, [], `s${seed}`)
        await ask()
        return changed().join()
      }),
    )
    expect(new Set(victims)).toEqual(new Set(['delete o1', 'delete o2']))
  })

  test('is delivered where a guard saw the change and refused the call, and not where the call is still open', () => {
    const meanwhile = [{ collection: 'shop.orders', op: 'update', id: 'o1', before: 1, after: 2 }]
    const told = (delivered?: string) => {
      const story = { meanwhile, ...(delivered && { delivered: { outcome: delivered } }) }
      return concurrentChange.symptom(story as unknown as CallStory, {})
    }
    expect(told('refused')).toBe('somebody else had changed a member of shop.orders')
    for (const other of [undefined, 'gone', 'broken']) expect(told(other)).toBeUndefined()
  })

  test('is not delivered where nothing changed', async () => {
    for (const params of [{ id: 'no-such' }, { id: 'o1', set: { state: 'open' } }]) {
      const { lab, ask } = openShop(params)
      expect(await ask()).toEqual(['open', 'open'])
      expect(lab.records()).toMatchObject([{ state: 'undelivered', planned: 1 }])
    }
  })

  test('a collection that is not there is a failure of the harness, and names the others', async () => {
    const { lab, ask } = openShop({ collection: 'shop.order' })
    await ask().catch(() => {})
    expect(lab.events().find(({ type }) => type === 'harness-fault')).toMatchObject({
      where: 'fault concurrent-change',
      message: 'There is no collection "shop.order". Did you mean "shop.orders"? Known: shop.orders, shop.carts.',
    })
  })

  test('at a time it acts once, ahead of the first call from then on', async () => {
    const { lab, ask, changed } = openShop({ collection: 'shop.orders' }, { during: { fromMs: 1_000 } })
    await ask()
    expect(changed()).toEqual([])
    await lab.clock.advance(1_500)
    for (let call = 0; call < 3; call++) await ask()
    expect(changed()).toHaveLength(1)
    expect(lab.records()).toMatchObject([{ planned: 1, delivered: 1, schedule: [{ call: 'c2' }] }])
  })

  test('behind a call that is kept waiting it acts when the wait is over', async () => {
    const { lab, ask } = openShop({ id: 'o1' }, 'always', [{ fault: latency, params: { ms: 500 } }])
    const sent = ask()
    await lab.clock.advance(400)
    expect(lab.path()).not.toContain('effect')
    await lab.clock.advance(100)
    await sent
    const effect = lab.events().find(({ type }) => type === 'effect')
    expect(effect?.at).toBe((lab.events()[0]?.at ?? 0) + 500)
  })
})

describe('what somebody else changed', () => {
  const run = async (id: string) => {
    const { lab, ask } = openShop({ id })
    await ask()
    return gatherEvidence(lab.events())
  }

  test('is in the end state, and not among the effects of the agent', async () => {
    const { effects, final, calls } = await run('o1')
    expect(effects).toEqual([])
    expect(calls[0]?.effects).toEqual([])
    expect(final).toEqual({ 'shop.orders': {} })
  })

  test('is in the trace hash', async () => {
    const [one, again, other] = await Promise.all([run('o1'), run('o1'), run('k1')])
    expect(traceHash(again)).toBe(traceHash(one))
    expect(traceHash(other)).not.toBe(traceHash(one))
  })
})

test('a handle creates, reads and changes members of its own trial only', () => {
  const [mine, other] = [seedMembers([orders]), seedMembers([orders])]
  const changes: string[] = []
  const handle = worldHandle(mine, ({ op, id }: Pick<Call, 'id'> & { op: string }) => void changes.push(`${op} ${id}`))
  const members = handle.collection('shop.orders')
  members.create('o3', { state: 'new' })
  members.update('o3', { state: 'old' })
  members.delete('o1')
  expect([handle.collections(), members.ids(), members.get('o3')]).toEqual([
    ['shop.orders'],
    ['o2', 'o3'],
    { state: 'old' },
  ])
  expect(changes).toEqual(['create o3', 'update o3', 'delete o1'])
  expect([...(other.get('shop.orders') ?? [])]).toHaveLength(2)
  expect(() => members.update('o1', {})).toThrow('there is no such member')
})
