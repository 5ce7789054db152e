import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import type { Injector } from '../../src/boundary/interceptor.ts'
import type { Guard } from '../../src/guards/define.ts'
import { type RateLimitParams, rateLimit } from '../../src/guards/rate-limit.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, replyWith, type Sketch } from '../../src/testing/guard-stage.ts'
import { rateLimitMutants } from './cases/rate-limit-mutants.ts'

const START = Date.UTC(2026, 0, 1)

function observing(params: unknown): GuardStage {
  return guardStage({ guard: rateLimit, params, mode: 'observe' })
}

async function sendAt(stage: GuardStage, times: number[], sketch: Sketch = {}): Promise<void> {
  for (const ms of times) {
    stage.clock.set(START + ms)
    await stage.cross(sketch)
  }
}

const messages = (stage: GuardStage) => stage.violations().map(({ calls, message }) => `${calls.join(' ')}: ${message}`)

describe('the parameters of a rate limit', () => {
  test.each([
    [
      { limit: 60, per: 'minute' },
      { limit: 60, spanMs: 60_000 },
    ],
    [
      { limit: 1, perMs: 250, countItems: false },
      { limit: 1, spanMs: 250, countItems: false },
    ],
    [
      { limit: 9, per: 'day', concurrent: 2 },
      { limit: 9, spanMs: 86_400_000, concurrent: 2 },
    ],
    [
      { concurrent: 3, on: ['a', 'b'] },
      { concurrent: 3, spanMs: 0, on: ['a', 'b'] },
    ],
  ])('%j are read', (params, expected) => {
    expect(rateLimit.params.parse(params)).toEqual({ on: '*', countItems: true, ...expected })
  })

  test.each([
    [{}],
    [{ limit: 60 }],
    [{ per: 'minute' }],
    [{ limit: 60, per: 'minute', perMs: 60_000 }],
    [{ perMs: 1_000, concurrent: 3 }],
    [{ limit: 0, per: 'minute' }],
    [{ limit: 1.5, per: 'minute' }],
    [{ limit: 60, per: 'fortnight' }],
    [{ limit: 60, perMs: 0 }],
    [{ concurrent: 0 }],
    [{ concurrent: 3, on: [] }],
    [{ limit: 60, per: 'minute', burst: 3 }],
  ])('%j are refused', (params) => {
    expect(rateLimit.params.safeParse(params).success).toBe(false)
  })
})

describe('a call that is denied', () => {
  test('is told when there will be room for it', async () => {
    const stage = guardStage({ guard: rateLimit, params: { limit: 10, per: 'second' } })
    await sendAt(stage, [0, 100, 200], { items: 3 })
    stage.clock.set(START + 300)
    expect(JSON.stringify(await stage.cross({ items: 2 }))).toContain('more than 10 per second; retryAfterMs: 700')
    expect(JSON.stringify(await stage.cross({ items: 5 }))).toContain('retryAfterMs: 800')
    await sendAt(stage, [1_000, 1_100], { items: 5 })
    expect(stage.evidence().calls.map(({ effects }) => effects.length)).toEqual([1, 1, 1, 0, 0, 0, 1])
  })

  test('and comes back when it was told to runs', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed)
      const stage = guardStage({ guard: rateLimit, params: { limit: 10, per: 'second' } })
      for (let call = 0; call < 30; call++) {
        const items = 1 + random.int(10)
        const reply = JSON.stringify(await stage.cross({ items }))
        const retryAfterMs = Number(/retryAfterMs: (\d+)/.exec(reply)?.[1] ?? 0)
        stage.clock.set(stage.clock.now() + retryAfterMs)
        if (retryAfterMs > 0) expect(JSON.stringify(await stage.cross({ items })), `seed ${seed}`).toContain('done')
      }
      expect(stage.violations()).toEqual([])
    }
  })

  test('never takes a place: a flood of requests does not keep itself out', async () => {
    const stage = guardStage({ guard: rateLimit, params: { limit: 2, per: 'second' } })
    await sendAt(
      stage,
      Array.from({ length: 100 }, (_, index) => index * 50),
    )
    expect(stage.evidence().effects).toHaveLength(10)
  })
})

describe('the oracle of a rate limit', () => {
  test('finds what was beyond the limit in any window, whatever the minute of the clock', async () => {
    const stage = observing({ limit: 3, per: 'minute' })
    await sendAt(stage, [0, 59_000, 59_000, 60_000, 61_000, 118_999, 119_000, 200_000])
    expect(messages(stage)).toEqual(['c5 c6 c7: 3 calls ran beyond 3 per minute, the first tool act'])
  })

  test('counts failures, lost replies with effects, and the items of a batch', async () => {
    const stage = observing({ limit: 10, per: 'minute' })
    const lost = (call: Call) => {
      done(call)
      return { kind: 'broken', how: 'reset' } as const
    }
    await stage.cross({ items: 4, world: () => replyWith('error', {}) })
    await stage.cross({ items: 4, world: lost })
    await stage.cross({ items: 2 })
    expect(stage.violations()).toEqual([])
    await stage.cross({ items: 0 })
    expect(stage.violations()).toMatchObject([{ calls: ['c4'] }])
  })

  test('counts when the world began, not when it ended', async () => {
    const stage = observing({ limit: 1, per: 'minute' })
    const slow: Sketch['world'] = async (call) => {
      await stage.clock.sleep(START + 70_000 - stage.clock.now())
      return done(call)
    }
    const both = [stage.cross({ world: slow })]
    await stage.clock.advance(60_000)
    both.push(stage.cross({ world: slow }))
    await stage.clock.advance(10_000)
    await Promise.all(both)
    expect(stage.violations()).toEqual([])
    await stage.cross()
    expect(stage.violations()).toMatchObject([{ calls: ['c3'] }])
  })

  test('finds more at once than may be, and nothing when they come one after the other', async () => {
    const stage = observing({ concurrent: 2 })
    for (let call = 0; call < 5; call++) await stage.cross()
    expect(stage.violations()).toEqual([])
    const slow = (call: Call) => stage.clock.sleep(5).then(() => done(call))
    const all = Promise.all(Array.from({ length: 4 }, () => stage.cross({ world: slow })))
    await stage.clock.advance(5)
    await all
    expect(messages(stage)).toEqual(['c8 c9: 2 calls ran while 2 others were on their way, the first tool act'])
  })

  test('finds a second window that a clock set back opened', async () => {
    const stage = observing({ limit: 2, per: 'minute' })
    await sendAt(stage, [0, 0, -120_000, -120_000])
    expect(stage.violations()).toMatchObject([{ calls: ['c3', 'c4'] }])
  })

  test('leaves other targets alone', async () => {
    const stage = observing({ limit: 1, per: 'minute', on: 'shop *' })
    await sendAt(stage, [0, 0, 0])
    expect(stage.violations()).toEqual([])
    await sendAt(stage, [0, 0], { target: 'shop GET /orders', access: 'read' })
    expect(stage.violations()).toMatchObject([{ calls: ['c5'] }])
  })

  test('never accuses a limit that was enforced, whatever waits and whichever way the clock turns', async () => {
    let allowed = 0
    for (let seed = 0; seed < 150; seed++) {
      const stage = await hurrying(seed)
      expect(stage.violations(), `seed ${seed}`).toEqual([])
      allowed += stage.evidence().effects.length
    }
    expect(allowed).toBeGreaterThan(600)
  })

  test.each([
    'a tumbling window',
    'a bucket for each principal',
    'one too many',
    'any number at once',
    'counts calls, not items',
    'failures are free',
    'forgets what the clock shows as yet to come',
    'trusts a leap',
    'never asks again',
  ])('control: accuses the mutant "%s" in the same crowd', async (name) => {
    let accused = 0
    for (let seed = 0; seed < 50; seed++) {
      const stage = await hurrying(seed, rateLimitMutants[name])
      if (stage.violations().length > 0) accused++
    }
    expect(accused).toBeGreaterThan(0)
  })
})

/** Batches of any size at any time, with a way that takes time, a world that does, and a clock that jumps. */
async function hurrying(seed: number, guard: Guard<RateLimitParams> = rateLimit): Promise<GuardStage> {
  const random = createRandom(seed)
  const clock = manualClock()
  const injector: Injector = {
    draw: () => {
      if (random.int(3) > 0) return []
      const delay = random.int(1_500)
      const fault = { entry: 0, fault: 'latency', random: random.fork('fault') }
      return [{ ...fault, intercept: (_, next) => clock.sleep(delay).then(() => next()) }]
    },
  }
  const params = { limit: 10, per: 'second', concurrent: 6 }
  const stage = guardStage({ guard, params, clock, injector })
  const pending: Promise<unknown>[] = []
  for (let call = 0; call < 60; call++) {
    const takes = random.int(400)
    const fails = random.int(5) === 0
    const world = async (one: Call) => {
      if (takes > 100) await clock.sleep(takes)
      return fails ? replyWith('error', {}) : done(one)
    }
    pending.push(stage.cross({ world, items: random.int(4), principal: random.pick(['agent', 'agent/helper']) }))
    if (random.int(3) === 0) await clock.advance(random.int(400))
    if (random.int(20) === 0) clock.set(clock.now() + (random.int(4_000) - 2_000))
  }
  await clock.advance(60_000)
  await Promise.all(pending)
  return stage
}
