import { describe, expect, test } from 'vitest'
import { faults } from '../../src/faults/index.ts'
import type { Entry, LabOptions, Seen } from './lab.ts'
import { openLab } from './lab.ts'

type Name = keyof typeof faults
type Planned = [name: Name, params?: Record<string, unknown>]

const EVENTS = { type: 'text/event-stream', body: () => 'data: 1\n\ndata: 2\n\ndata: 3\n\n' }
const INPUT = { path: {}, query: {}, headers: {}, body: { prices: [1, 2, 3, 4] } }

/** One call through faults in plan order, the first outermost, on a clock that is moved until the client has its answer. */
async function through(planned: Planned[], options: LabOptions = {}) {
  const plan = planned.map(([name, params]) => ({ fault: faults[name], params }) as Entry)
  const lab = openLab(plan, options)
  const began = lab.clock.now()
  let seen: Seen | (Error & { how?: string; text?: string }) | undefined
  const sent = lab.send('http', 'shop POST /prices', { input: INPUT }).then(
    (got) => (seen = got),
    (thrown) => (seen = thrown),
  )
  while (!seen) await lab.clock.advance(100)
  await sent
  const states = lab.records().map(({ state, schedule }) => (schedule.length === 0 ? 'not drawn' : state))
  return { seen, ran: lab.ran(), ms: lab.clock.now() - began, states, lab }
}

const broken = (how: string) => expect.objectContaining({ message: `broken: ${how}` })

describe('two faults on one call', () => {
  test('late, and then refused: the refusal comes late', async () => {
    const { seen, ran, ms, states } = await through([['latency', { ms: 2_000 }], ['unavailable']])
    expect(seen).toMatchObject({ status: 503 })
    expect({ ran, ms, states }).toEqual({ ran: 0, ms: 2_000, states: ['delivered', 'delivered'] })
  })

  test('refused outside of late: the refusal comes at once, and nothing is behind it', async () => {
    const { seen, ran, states } = await through([['unavailable'], ['latency', { ms: 2_000 }]])
    expect(seen).toMatchObject({ status: 503 })
    expect({ ran, states }).toEqual({ ran: 0, states: ['delivered', 'not drawn'] })
  })

  test('late, and then reset', async () => {
    const { seen, ran, ms, states } = await through([['latency', { ms: 1_000 }], ['connection-reset']])
    expect(seen).toEqual(broken('reset'))
    expect({ ran, ms, states }).toEqual({ ran: 0, ms: 1_000, states: ['delivered', 'delivered'] })
  })

  test('a padded reply is cut where its filler is', async () => {
    const { seen, states } = await through([
      ['truncated-body', { afterBytes: 1_000 }],
      ['oversized-body', { bytes: 2_000 }],
    ])
    expect(seen).toEqual(broken('truncated'))
    // The client never saw the whole: only the outer one arrived.
    expect(states).toEqual(['delivered', 'undelivered'])
  })

  test('a wrong value in a changed shape: both show', async () => {
    const { seen, states } = await through([
      ['schema-drift', { how: 'rename', field: 'id' }],
      ['wrong-value', { field: 'amount' }],
    ])
    const { Id, amount } = JSON.parse((seen as Seen).text)
    expect(Id).toBe('r1')
    expect(amount).not.toBe(1200)
    expect(states).toEqual(['delivered', 'delivered'])
  })

  test('the outer one works on what the inner one left', async () => {
    const inside = await through([
      ['schema-drift', { how: 'drop', field: 'amount' }],
      ['wrong-value', { field: 'amount' }],
    ])
    expect(JSON.parse((inside.seen as Seen).text)).toEqual({ id: 'r1' })
    expect(inside.states).toEqual(['delivered', 'undelivered'])
  })

  test.each<[Planned, Planned]>([
    [
      ['schema-drift', { how: 'drop', field: 'nope' }],
      ['wrong-value', { field: 'amount' }],
    ],
    [
      ['wrong-value', { field: 'nope' }],
      ['schema-drift', { how: 'retype', field: 'amount' }],
    ],
  ])('%j does not take the deed of %j for its own', async (idle, busy) => {
    expect((await through([idle, busy])).states).toEqual(['undelivered', 'delivered'])
  })

  test('a part is written, and its reply is lost', async () => {
    const { seen, lab, states } = await through([['lost-reply'], ['partial-write']])
    expect(seen).toEqual(broken('reset'))
    expect(lab.story().executed?.input).toMatchObject({ body: { prices: [1, 2] } })
    // Nobody was told of a success.
    expect(states).toEqual(['delivered', 'undelivered'])
  })

  test('a stream that drips and is cut: as far as it goes, slowly', async () => {
    const drip: Planned = ['slow-drip', { chunkBytes: 3, everyMs: 100 }]
    const outside = await through([drip, ['stream-cut']], EVENTS)
    expect(outside.seen).toMatchObject({ text: 'data: 1\n\n' })
    expect(outside.ms).toBe(200)
    expect(outside.states).toEqual(['delivered', 'delivered'])
    // The cut waits for the world's last drop before it ends.
    const inside = await through([['stream-cut'], drip], EVENTS)
    expect(inside.seen).toMatchObject({ text: 'data: 1\n\n' })
    expect(inside.ms).toBe(800)
    expect(inside.states).toEqual(['delivered', 'delivered'])
  })
})

describe('three faults on one call', () => {
  test('late, slow and wrong', async () => {
    const { seen, ran, ms, states, lab } = await through([
      ['latency', { ms: 1_000 }],
      ['slow-drip', { chunkBytes: 10, everyMs: 500 }],
      ['wrong-value', { field: 'amount', how: 'number' }],
    ])
    expect(JSON.parse((seen as Seen).text)).toMatchObject({ id: 'r1', amount: expect.not.toSatisfy((x) => x === 1200) })
    expect({ ran, ms }).toEqual({ ran: 1, ms: 2_000 })
    expect(lab.story().delivered?.streamedMs).toBe(1_000)
    expect(states).toEqual(['delivered', 'delivered', 'delivered'])
  })

  test('late, in part and in another shape', async () => {
    const body = () => '{"ok":true,"updated":2}'
    const { seen, ran, ms, states } = await through(
      [['latency', { ms: 1_000 }], ['schema-drift', { how: 'nest' }], ['partial-write']],
      { body },
    )
    expect(JSON.parse((seen as Seen).text)).toEqual({ data: { ok: true, updated: 4 } })
    expect({ ran, ms }).toEqual({ ran: 1, ms: 1_000 })
    expect(states).toEqual(['delivered', 'delivered', 'delivered'])
  })

  test('of two terminal ones the first one answers', async () => {
    const { seen, states } = await through([['latency', { ms: 100 }], ['redirect'], ['connection-reset']])
    expect(seen).toMatchObject({ status: 302 })
    expect(states).toEqual(['delivered', 'delivered', 'not drawn'])
  })
})

test('what one fault changes in a call, those behind it see', async () => {
  const { lab, states } = await through([['partial-write'], ['partial-write']])
  expect(lab.story().executed?.input).toMatchObject({ body: { prices: [1] } })
  expect(states).toEqual(['delivered', 'delivered'])
})

test('a change passes through those behind it that change nothing', async () => {
  const { lab, states } = await through([['partial-write'], ['latency', { ms: 100 }], ['none']])
  expect(lab.story().executed?.input).toMatchObject({ body: { prices: [1, 2] } })
  expect(states.slice(0, 2)).toEqual(['delivered', 'delivered'])
})

test.each<Planned>([['wrong-value'], ['schema-drift']])(
  'of a reply that the trace does not hold, %s can show nothing and claims nothing',
  async (name) => {
    const body = () => JSON.stringify({ id: 'r1', note: 'x'.repeat(100_000) })
    const { seen, states } = await through([[name, { field: 'id' }]], { body })
    expect((seen as Seen).text).not.toBe(body())
    expect(states).toEqual(['undelivered'])
  },
)
