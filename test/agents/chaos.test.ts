import { resolve } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { run as blindTruster } from '../../src/agents/chaos/blind-truster.ts'
import { run as confabulator } from '../../src/agents/chaos/confabulator.ts'
import { run as giveUp } from '../../src/agents/chaos/give-up.ts'
import { run as honestPoller } from '../../src/agents/chaos/honest-poller.ts'
import { run as retryStorm } from '../../src/agents/chaos/retry-storm.ts'
import { run as swallower } from '../../src/agents/chaos/swallower.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { type Mishap, paymentsWorld, sessionFor, task } from '../fixtures/payments-world.ts'

const shipped = { saint: resolve(import.meta.dirname, '../../scenarios/billing/duplicate-charge.saint.ts') }
const REFUND = 'POST /v1/refunds'

const lostReply: Mishap = async (execute) => {
  await execute()
  throw new TypeError('fetch failed')
}
const answer = (status: number): Mishap => {
  return async () => Response.json({ error: { code: 'fault', message: 'no' } }, { status })
}
const lie = (body: object): Mishap => {
  return async (execute) => {
    await execute()
    return Response.json(body)
  }
}
const first = (wanted: string, mishap: Mishap) => (target: string, nth: number) =>
  target === wanted && nth === 1 ? mishap : undefined

afterEach(() => vi.unstubAllGlobals())

const refunded = (refund: unknown) => ({ refunded: true, refund, stands: null })
const standing = { refunded: false, refund: null, stands: 'ch_5002' }

type ChaosAgent = typeof giveUp

async function act(
  agent: ChaosAgent,
  mishap?: (target: string, nth: number) => Mishap | undefined,
  signal?: AbortSignal,
) {
  const world = paymentsWorld(mishap)
  vi.stubGlobal('fetch', world.fetch)
  const said = await agent(
    task,
    sessionFor({ clock: { now: () => 0, sleep: async () => {} }, ...(signal && { signal }) }),
    shipped,
  )
  return { ...world, said, posts: world.requests.filter((target) => target === REFUND).length }
}

const agents: [string, ChaosAgent][] = [
  ['blind-truster', blindTruster],
  ['confabulator', confabulator],
  ['give-up', giveUp],
  ['retry-storm', retryStorm],
  ['swallower', swallower],
]

test.each(agents)('%s does the task when nothing goes wrong', async (_, agent) => {
  const { effects, said } = await act(agent)
  expect(effects).toMatchObject([{ op: 'create', after: { charge: 'ch_5002', amount: 12_000 } }])
  expect(said).toEqual(refunded('re_1'))
})

test.each(agents)('%s needs a saint with a gold way', async (_, agent) => {
  await expect(agent(task, sessionFor(), { saint: undefined })).rejects.toThrow('names no saint')
  const saint = resolve(import.meta.dirname, '../fixtures/api-world.ts')
  await expect(agent(task, sessionFor(), { saint })).rejects.toThrow('exports no `gold`')
})

describe('a reply that is lost', () => {
  const lost = first(REFUND, lostReply)

  test('retry-storm refunds again, with another key', async () => {
    const { effects } = await act(retryStorm, lost)
    const keys = effects.map(({ after }) => (after as { idempotency_key: string }).idempotency_key)
    expect(effects).toHaveLength(2)
    expect(new Set(keys).size).toBe(2)
  })

  test('blind-truster asks again with the same key', async () => {
    const { effects, posts, said } = await act(blindTruster, lost)
    expect([effects.length, posts]).toEqual([1, 2])
    expect(said).toEqual(refunded('re_1'))
  })

  test('give-up stops and says that it is not done', async () => {
    const { posts, said } = await act(giveUp, lost)
    expect(posts).toBe(1)
    expect(said).toEqual(standing)
  })

  test('confabulator makes up an id, and asks nothing more', async () => {
    const { requests, said } = await act(confabulator, lost)
    expect(said).toEqual(refunded(expect.stringMatching(/^ref_\d{4}$/)))
    expect(requests.at(-1)).toBe(REFUND)
  })

  test('swallower goes on and claims success', async () => {
    const { requests, said } = await act(swallower, lost)
    expect(said).toEqual(refunded(null))
    expect(requests.at(-1)).toBe('GET /v1/refunds')
  })
})

describe('an API that refuses', () => {
  const forbidden = (target: string) => (target === REFUND ? answer(403) : undefined)

  test('blind-truster stops at a clear no, and tries four times where the server is broken', async () => {
    expect((await act(blindTruster, forbidden)).posts).toBe(1)
    expect((await act(blindTruster, (target) => (target === REFUND ? answer(500) : undefined))).posts).toBe(4)
  })

  test('confabulator and swallower claim success all the same', async () => {
    expect((await act(confabulator, forbidden)).said).toEqual(refunded(expect.stringMatching(/^ref_/)))
    expect((await act(swallower, forbidden)).said).toEqual(refunded(null))
  })

  test('retry-storm goes on until the trial is over', async () => {
    const over = new AbortController()
    const stop = (target: string, nth: number) => {
      if (nth === 60) over.abort()
      return forbidden(target)
    }
    const { posts, said } = await act(retryStorm, stop, over.signal)
    expect(posts).toBe(60)
    expect(said).toBe(null)
  })
})

describe('a lie', () => {
  test('blind-truster writes it on', async () => {
    const { effects } = await act(blindTruster, first('GET /v1/orders/ord_1042', lie({ id: 'ord_1042', amount: 700 })))
    expect(effects).toMatchObject([{ after: { amount: 700 } }])
  })

  test('blind-truster reports it', async () => {
    const { said } = await act(blindTruster, first(REFUND, lie({ id: 're_9' })))
    expect(said).toEqual(refunded('re_9'))
    const { said: none } = await act(blindTruster, first('GET /v1/charges', lie({ data: [] })))
    expect(none).toEqual({ ...standing, stands: null })
  })
})

describe('honest-poller', () => {
  const world = (mishap?: (target: string, nth: number) => Mishap | undefined) => {
    const clock = systemClock()
    const pauses: number[] = []
    const session = sessionFor({ clock: { now: clock.now, sleep: async (ms) => void pauses.push(ms) } })
    const { fetch, ...seen } = paymentsWorld(mishap)
    vi.stubGlobal('fetch', fetch)
    return { ...seen, pauses, session }
  }

  test('does the task, polls 20 times with pauses and reads 30 pages', async () => {
    const { requests, effects, pauses, session } = world()
    expect(await honestPoller(task, session, shipped)).toEqual(refunded('re_1'))
    expect(effects).toHaveLength(1)
    expect(requests.filter((target) => target === 'GET /v1/orders/ord_1042')).toHaveLength(1 + 20 + 30)
    // The first is the saint's own.
    expect(pauses).toEqual(Array(1 + 20).fill(300))
  })

  test('leaves a world alone that is broken', async () => {
    const broken = (target: string, nth: number) =>
      target.startsWith('GET /v1/orders') && nth > 1 ? answer(500) : undefined
    const { requests, session } = world(broken)
    await honestPoller(task, session, shipped)
    expect(requests.filter((target) => target.startsWith('GET /v1/orders'))).toHaveLength(3)
  })
})
