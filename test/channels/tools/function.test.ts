import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { SeatedGuard } from '../../../src/boundary/decision.ts'
import type { Interceptor } from '../../../src/boundary/interceptor.ts'
import { createSeam } from '../../../src/boundary/seam.ts'
import { channels } from '../../../src/channels/index.ts'
import { toolFunction } from '../../../src/channels/tools/function.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { usd } from '../../../src/kernel/money.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import type { EventOf, TraceEvent } from '../../../src/trace/event.ts'
import { defineTool, ToolRefusal } from '../../../src/world/tool.ts'
import { toolDoor } from '../../../src/world/tool-door.ts'

const mail = (ran: Json[]) =>
  defineTool({
    description: 'Send mail',
    input: z.strictObject({
      to: z.string(),
      copies: z.int().min(1).default(1),
      options: z.record(z.string(), z.unknown()).default({}),
    }),
    access: 'write',
    items: ({ copies }) => copies,
    cost: ({ copies }) => usd(copies),
    actual: () => usd('0.5'),
    handler: (input) => {
      ran.push(input as Json)
      if (input.to === 'nobody') return new ToolRefusal('There is no such person')
      if (input.to === 'bug') throw new Error('inside')
      return { sent: input.copies }
    },
  })

function setUp(more: { guard?: SeatedGuard['decide']; intercept?: Interceptor } = {}) {
  const ran: Json[] = []
  const events: TraceEvent[] = []
  const drawn = more.intercept && { entry: 0, fault: 'f', intercept: more.intercept, random: createRandom(1) }
  const { signal } = new AbortController()
  const seam = createSeam({
    channels,
    guards: [{ name: 'g', mode: 'enforce', decide: more.guard ?? (() => ({ kind: 'allow', reason: 'yes' })) }],
    injector: { draw: () => (drawn ? [drawn] : []) },
    approver: undefined,
    clock: manualClock(),
    signal,
    maxCalls: 100,
    write: (event) => void events.push(event),
    stop: () => {},
  })
  const send = toolFunction(
    toolDoor('mail', mail(ran) as never, (method, url) => `${method} ${url}`),
    seam,
    'agent',
    signal,
  )
  const call = () => events.flatMap((event) => (event.type === 'call' ? [event.call] : []))[0]
  const first = <T extends TraceEvent['type']>(type: T) => events.find((event) => event.type === type) as EventOf<T>
  return { send, ran, call, first }
}

describe('a tool', () => {
  test('runs with its defaults filled in before guards look', async () => {
    const { send, ran, call, first } = setUp()
    expect(await send({ to: 'ada' })).toEqual({ content: { sent: 1 }, isError: false })
    const whole = { to: 'ada', copies: 1, options: {} }
    expect(call()).toMatchObject({ channel: 'tool', target: 'tool mail', access: 'write', input: whole, items: 1 })
    expect(ran).toEqual([whole])
    expect(first('executed').actual).toEqual(usd('0.5'))
  })

  test('tells how much it touches and costs', async () => {
    const { send, call } = setUp()
    await send({ to: 'ada', copies: 47 })
    expect(call()).toMatchObject({ items: 47, cost: usd(47) })
  })

  test('that says no is an error for the agent, and none of the harness', async () => {
    const { send, first } = setUp()
    const answer = await send({ to: 'nobody' })
    expect(answer).toEqual({
      content: { error: { code: 'refused', message: 'There is no such person' } },
      isError: true,
    })
    expect(first('harness-fault')).toBeUndefined()
  })

  test('that throws shows nothing of itself', async () => {
    const { send, first } = setUp()
    const answer = await send({ to: 'bug' })
    expect(answer.isError).toBe(true)
    expect(JSON.stringify(answer)).not.toContain('inside')
    expect(first('harness-fault')).toMatchObject({ where: 'world tool mail', message: 'inside' })
  })

  test.each([
    ['no-reply', 'ETIMEDOUT'],
    ['reset', 'ECONNRESET'],
  ] as const)('whose transport breaks by %s throws %s', async (how, code) => {
    const { send } = setUp({ intercept: async () => ({ kind: 'broken', how }) })
    await expect(send({ to: 'ada' })).rejects.toMatchObject({ code })
  })
})

describe('malformed input is denied, and never runs', () => {
  const circle: Record<string, unknown> = { to: 'ada' }
  circle.options = circle
  const trap = () => {
    throw new Error('trap')
  }

  test.each([
    ['a missing member', {}],
    ['a wrong type', { to: 7 }],
    ['an unknown member', { to: 'ada', cc: 'bob' }],
    ['a number that is none', { to: 'ada', copies: Number.NaN }],
    ['nothing', undefined],
    ['a function', () => 'ada'],
    ['a circle', circle],
    ['what has no JSON', { to: 'ada', options: { big: 1n } }],
    ['what throws when it is read', { to: 'ada', toJSON: trap }],
  ] as [string, unknown][])('%s', async (_, input) => {
    const { send, ran, call, first } = setUp()
    const answer = await send(input as Json)
    expect(answer).toMatchObject({ isError: true, content: { error: { code: 'denied_by_policy' } } })
    expect(ran).toEqual([])
    expect(call()?.malformed).toEqual(expect.any(String))
    expect(first('decision').decision).toBe('deny')
  })
})

test('what guards have looked at is what runs: an agent cannot change it afterwards', async () => {
  const input = { to: 'ada', options: { list: ['a'] } }
  const { send, ran } = setUp({
    guard: async () => {
      input.options.list.push('slipped in')
      return { kind: 'allow', reason: 'yes' }
    },
  })
  await send(input)
  expect(input.options.list).toHaveLength(2)
  expect(ran).toEqual([{ to: 'ada', copies: 1, options: { list: ['a'] } }])
})
