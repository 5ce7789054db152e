import { afterEach, describe, expect, test, vi } from 'vitest'
import { run as doNothing } from '../../src/agents/controls/null.ts'
import { run as random } from '../../src/agents/controls/random.ts'
import type { SessionTool } from '../../src/boundary/channel.ts'
import type { Json } from '../../src/kernel/json.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { paymentsWorld, sessionFor, task } from '../fixtures/payments-world.ts'

afterEach(() => vi.unstubAllGlobals())

async function actAtRandom(seed: number) {
  const world = paymentsWorld()
  const urls: string[] = []
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) => {
    urls.push(`${init?.method} ${input} ${init?.body ?? ''}`)
    return world.fetch(input, init)
  })
  const answer = await random(task, sessionFor({ random: createRandom(seed) }))
  return { ...world, urls, answer }
}

test('null does nothing and says that it is done', () => {
  const fetch = vi.fn()
  vi.stubGlobal('fetch', fetch)
  expect(doNothing()).toBe('done')
  expect(fetch).not.toHaveBeenCalled()
})

describe('random', () => {
  test('makes 8 to 12 calls and says that it is done', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const { requests, answer } = await actAtRandom(seed)
      expect(requests.length).toBeGreaterThanOrEqual(8)
      expect(requests.length).toBeLessThanOrEqual(12)
      expect(answer).toBe('done')
    }
  })

  test('the same seed makes the same calls, another seed others', async () => {
    const [once, again, other] = [await actAtRandom(1), await actAtRandom(1), await actAtRandom(2)]
    expect(again.urls).toEqual(once.urls)
    expect(other.urls).not.toEqual(once.urls)
  })

  test('uses what it has seen: some of many seeds make a real refund', async () => {
    const effects = []
    for (let seed = 0; seed < 40; seed++) effects.push(...(await actAtRandom(seed)).effects)
    expect(effects.length).toBeGreaterThan(0)
  })

  test('gives tools inputs of the types that they ask for', async () => {
    const inputs: Json[] = []
    const mail: SessionTool = {
      description: 'Send mail',
      inputSchema: {
        type: 'object',
        properties: {
          to: { type: 'string' },
          copies: { type: 'integer' },
          urgent: { type: 'boolean' },
          kind: { enum: ['a', 'b'] },
        },
      },
      call: async (input) => {
        inputs.push(input)
        return { content: { id: 'mail_1' }, isError: false }
      },
    }
    await random(task, sessionFor({ routes: [], tools: { mail } }))
    expect(inputs.length).toBeGreaterThanOrEqual(8)
    for (const input of inputs) {
      expect(input).toEqual({
        to: expect.any(String),
        copies: expect.any(Number),
        urgent: expect.any(Boolean),
        kind: expect.stringMatching(/^[ab]$/),
      })
    }
  })

  test('survives a world that refuses everything', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')))
    expect(await random(task, sessionFor())).toBe('done')
    expect(await random(task, sessionFor({ routes: [] }))).toBe('done')
  })
})
