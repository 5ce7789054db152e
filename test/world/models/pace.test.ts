import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openPace } from '../../../src/world/models/live/pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal

/** When each of so many requests went out, in s. All of them come at once. */
async function sent(limits: Parameters<typeof openPace>[0], requests: number[], spans: number): Promise<number[]> {
  const pace = openPace(limits)
  const start = performance.now()
  const at: number[] = []
  for (const tokens of requests)
    void pace.turn(tokens, never).then(() => at.push(Math.round((performance.now() - start) / 1_000)))
  await vi.advanceTimersByTimeAsync(spans * 60_000)
  return at
}

describe('what a provider is asked in a minute', () => {
  test('is as much as there is, where nobody limits it', async () => {
    expect(await sent({}, [5, 5, 5, 5], 0)).toEqual([0, 0, 0, 0])
  })

  test('is so many requests', async () => {
    expect(await sent({ requests: 2 }, [1, 1, 1, 1, 1], 3)).toEqual([0, 0, 60, 60, 120])
  })

  test('is so many tokens; more than a minute allows goes alone', async () => {
    expect(await sent({ tokens: 100 }, [60, 40, 1, 500, 10], 4)).toEqual([0, 0, 60, 120, 180])
  })

  test('is what it was in truth, once that is known', async () => {
    const pace = openPace({ tokens: 100 })
    const first = await pace.turn(100, never)
    first.settle(10)
    await pace.turn(90, never)
    let third = false
    void pace.turn(1, never).then(() => {
      third = true
    })
    await vi.advanceTimersByTimeAsync(59_000)
    expect(third).toBe(false)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(third).toBe(true)
  })

  test('lets the next one go where one is given up', async () => {
    const pace = openPace({ requests: 1 })
    await pace.turn(1, never)
    const giving = new AbortController()
    const given = pace.turn(1, giving.signal)
    let next = false
    void pace.turn(1, never).then(() => {
      next = true
    })
    giving.abort(new Error('given up'))
    await expect(given).rejects.toThrow('given up')
    await vi.advanceTimersByTimeAsync(61_000)
    expect(next).toBe(true)
  })
})
