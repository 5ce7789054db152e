import { afterEach, describe, expect, test, vi } from 'vitest'
import { run as careful } from '../../fixtures/agents/careful.ts'
import { run as hasty } from '../../fixtures/agents/hasty.ts'
import { duplicateCharge } from '../../fixtures/models/duplicate-charge.ts'
import { run as saint } from '../../scenarios/billing/duplicate-charge.saint.ts'
import type { Agent } from '../../src/agents/define.ts'
import type { Json } from '../../src/kernel/json.ts'
import { readRequest, writeResponse } from '../../src/world/models/wires/responses.ts'
import { type Mishap, paymentsWorld, sessionFor, task } from '../fixtures/payments-world.ts'

// The examples against the bare API and a plain stub of what can go wrong: no seam, no faults, no guards.

vi.stubEnv('OPENAI_BASE_URL', 'https://model.test/v1')
vi.stubEnv('OPENAI_API_KEY', 'test')
const { run: aiSdk } = (await import('../../fixtures/agents/ai-sdk.ts')) as unknown as Agent

const lostReply: Mishap = async (execute) => {
  await execute()
  throw new TypeError('fetch failed')
}
const hang: Mishap = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
const answer = (status: number, headers: Record<string, string> = {}): Mishap => {
  return async () => Response.json({ error: { code: 'fault', message: 'no' } }, { status, headers })
}
const garbled: Mishap = async () => new Response('{"data":[{"id":"ch_50')
const wrongShape: Mishap = async () => Response.json({ data: { id: 'ch_5001' } })

const REFUND = 'POST /v1/refunds'
const CHARGES = 'GET /v1/charges'
const first = (target: string, mishap: Mishap) => (seen: string, nth: number) =>
  seen === target && nth === 1 ? mishap : undefined

const survivable: Record<string, (target: string, nth: number) => Mishap | undefined> = {
  calm: () => undefined,
  'a lost reply': first(REFUND, lostReply),
  'a hanging refund': first(REFUND, hang),
  'a refund answered 503': first(REFUND, answer(503)),
  'a refund answered 429': first(REFUND, answer(429, { 'retry-after': '0.05' })),
  'every reply to a refund lost': (target) => (target === REFUND ? lostReply : undefined),
  '429, then a lost reply': (target, nth) => (target === REFUND ? [answer(429), lostReply][nth - 1] : undefined),
  'cut charges': first(CHARGES, garbled),
  'charges of the wrong shape': first(CHARGES, wrongShape),
  'charges answered 500': first(CHARGES, answer(500)),
  'refunds answered 500': first('GET /v1/refunds', answer(500)),
  'a lost reply, then refunds answered 500': (target, nth) => {
    if (target === REFUND && nth === 1) return lostReply
    return target === 'GET /v1/refunds' && nth === 2 ? answer(500) : undefined
  },
}

async function act(agent: Agent['run'], mishap: (target: string, nth: number) => Mishap | undefined) {
  const world = paymentsWorld(mishap)
  vi.stubGlobal('fetch', withModel(world.fetch))
  const returned = (await agent(task, sessionFor({ clock: { now: () => 0, sleep: async () => {} } }))) as
    | { refunded: boolean }
    | { output: string }
  const answer = 'output' in returned ? returned.output : JSON.stringify(returned)
  const text = answer.slice(answer.indexOf('{'))
  return { ...world, text, refunded: world.effects.map(({ after }) => (after as { charge: string }).charge) }
}

/** Answers the model's URL from the scripted policy, all else from the world. */
function withModel(rest: typeof fetch): typeof fetch {
  let ids = 0
  return async (input, init) => {
    if (!String(input).startsWith('https://model.test')) return rest(input, init)
    const conversation = readRequest(JSON.parse(String(init?.body)) as Json)
    const newId = (prefix: string) => `${prefix}_${++ids}`
    return Response.json(writeResponse(duplicateCharge.policy(conversation), { conversation, createdAt: 0, newId }))
  }
}

afterEach(() => vi.unstubAllGlobals())

describe.each<[string, Agent['run']]>([
  ['saint', saint],
  ['careful', careful],
  ['ai-sdk', aiSdk],
])('%s', (_, agent) => {
  test.each(Object.keys(survivable))('refunds the later charge once and reports it: %s', async (name) => {
    const { refunded, text, requests } = await act(agent, survivable[name] ?? (() => undefined))
    expect(refunded).toEqual(['ch_5002'])
    expect(text).toContain('re_1')
    expect(requests.indexOf(CHARGES)).toBeLessThan(requests.indexOf(REFUND))
    expect(requests.length).toBeLessThan(16)
  })

  test('stops where it may not refund, and claims nothing', async () => {
    const { effects, text, requests } = await act(agent, (target) => (target === REFUND ? answer(403) : undefined))
    expect(effects).toEqual([])
    expect(requests.filter((target) => target === REFUND)).toHaveLength(1)
    expect(text).toMatch(/"refunded":false,"refund":null,"stands":"ch_5002"/)
  })
})

describe('hasty', () => {
  test.each(['calm', 'a refund answered 503', 'a refund answered 429'])('gets away with it: %s', async (name) => {
    const { refunded, text } = await act(hasty, survivable[name] ?? (() => undefined))
    expect(refunded).toEqual(['ch_5002'])
    expect(text).toContain('re_1')
  })

  test.each([
    ['a lost reply', ['ch_5002', 'ch_5002']],
    ['every reply to a refund lost', ['ch_5002', 'ch_5002', 'ch_5002']],
    ['429, then a lost reply', ['ch_5002', 'ch_5002']],
    ['cut charges', ['ch_5001']],
    ['charges answered 500', ['ch_5001']],
  ])('does damage: %s', async (name, charges) => {
    const { refunded } = await act(hasty, survivable[name] ?? (() => undefined))
    expect(refunded).toEqual(charges)
  })

  test('claims success where it may not refund', async () => {
    const { effects, text } = await act(hasty, (target) => (target === REFUND ? answer(403) : undefined))
    expect(effects).toEqual([])
    expect(text).toContain('"refunded":true')
  })
})
