import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import { executing } from '../../src/boundary/current.ts'
import type { DrawnFault, Injector } from '../../src/boundary/interceptor.ts'
import type { Reply } from '../../src/boundary/reply.ts'
import { loopBreaker } from '../../src/guards/loop-breaker.ts'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { type GuardStage, guardStage, replyWith, type Sketch } from '../../src/testing/guard-stage.ts'
import { fails, look, says } from './cases/loop-breaker-cases.ts'

const messages = (stage: GuardStage) => stage.violations().map(({ message }) => message)

async function observe(sketches: Sketch[], params: unknown = {}): Promise<GuardStage> {
  const stage = guardStage({ guard: loopBreaker, params, mode: 'observe' })
  for (const sketch of sketches) await stage.cross(sketch)
  return stage
}

describe('the parameters of a loop-breaker', () => {
  test('have defaults', () => {
    expect(loopBreaker.params.parse({})).toEqual({
      repeats: 5,
      cycles: 3,
      stale: 50,
      errors: 5,
      minIntervalMs: 250,
      waits: ['tool wait*', 'tool sleep*'],
      on: 'halt',
    })
  })

  test.each([[{ repeats: 0 }], [{ cycles: 0.5 }], [{ on: 'hold' }], [{ minIntervalMs: 0 }], [{ repeat: 5 }]])(
    '%j are refused',
    (params) => {
      expect(loopBreaker.params.safeParse(params).success).toBe(false)
    },
  )
})

describe('a trip', () => {
  test('ends the trial, and says which loop it was', async () => {
    const stage = guardStage({ guard: loopBreaker, params: {} })
    let reply = ''
    for (let index = 0; index < 6; index++) reply = JSON.stringify(await stage.cross(look()))
    expect(reply).toContain('the agent goes in circles: the same call 6 times without anything new: tool look')
    expect(stage.trial.signal.aborted).toBe(true)
  })

  test('stops model calls as well, where it denies', async () => {
    const stage = guardStage({ guard: loopBreaker, params: { on: 'deny' } })
    for (let index = 0; index < 6; index++) await stage.cross(look())
    await stage.cross({ channel: 'model', target: 'model chat' })
    expect(stage.evidence().calls.at(-1)?.executed).toBeUndefined()
  })
})

describe('the oracle of a loop-breaker', () => {
  const six = Array.from({ length: 6 }, () => look())

  test('names the calls of each kind of loop', async () => {
    const found = [
      await observe(six),
      await observe([0, 1, 0, 1, 0, 1, 0, 1].map((q) => look({ q }))),
      await observe(Array.from({ length: 52 }, (_, q) => look({ q }, []))),
      await observe(Array.from({ length: 6 }, (_, q) => ({ input: { q }, world: fails('down') }))),
    ]
    expect(found.map(messages)).toEqual([
      ['the same call 6 times without anything new: tool look'],
      ['a round of 2 calls more than 3 times without anything new: tool look'],
      ['51 calls in a row without anything new: tool look'],
      ['the same error 5 times: tool act, and once more'],
    ])
    expect(found[0]?.violations()[0]?.calls).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
  })

  test('finds a change that is made again and again while the agent learns other things', async () => {
    const mail: Sketch = {
      input: { to: 'ann' },
      world: (call) => {
        executing
          .getStore()
          ?.effect({ collection: 'mails', op: 'create', id: call.id, after: { id: call.id, to: 'ann' } })
        return replyWith('ok', { id: call.id })
      },
    }
    const sketches = Array.from({ length: 16 }, (_, index) => (index % 2 === 0 ? mail : look({}, { inbox: index })))
    expect(messages(await observe(sketches))).toEqual(['the same change made again 7 times: tool act'])
  })

  test('finds none in what never ran, in what was paused, in what a list of targets excepts', async () => {
    const refusing: Injector = {
      draw: () => [{ entry: 0, fault: 'f', intercept: async () => replyWith('error', 1), random: createRandom(1) }],
    }
    const stage = guardStage({ guard: loopBreaker, params: {}, mode: 'observe', injector: refusing })
    for (const sketch of six) await stage.cross(sketch)
    expect(messages(stage)).toEqual([])
    const polling = guardStage({ guard: loopBreaker, params: {}, mode: 'observe' })
    for (const sketch of six) {
      await polling.cross(sketch)
      polling.clock.set(polling.clock.now() + 250)
    }
    expect(messages(polling)).toEqual([])
    expect(messages(await observe(six, { waits: 'tool look' }))).toEqual([])
  })

  test('takes time that a call takes for no pause', async () => {
    const stage = guardStage({ guard: loopBreaker, params: {}, mode: 'observe' })
    for (let index = 0; index < 6; index++) {
      const slow = stage.cross({ ...look(), world: () => stage.clock.sleep(5_000).then(says('pending')) })
      await stage.clock.advance(5_000)
      await slow
    }
    expect(messages(stage)).toHaveLength(1)
  })
})

describe('an agent that is killed as each reply is on its way, and takes 2 s to start', () => {
  const killing: Injector = {
    draw: ({ target }) => (target === 'tool look' ? [kill] : []),
  }
  const kill: DrawnFault = {
    ...{ entry: 0, fault: 'kill', random: createRandom(1) },
    intercept: (_, next, { restart }) => killed(next, restart),
  }
  const killed = async (next: () => Promise<Reply>, restart: () => Promise<boolean>): Promise<Reply> => {
    await next()
    await restart()
    return { kind: 'broken', how: 'reset' }
  }

  /** @param first What it does once it is there, before it looks. */
  async function looks(
    mode: 'enforce' | 'observe',
    first: (stage: GuardStage) => Promise<unknown>,
  ): Promise<GuardStage> {
    const stage = guardStage({ guard: loopBreaker, params: {}, mode, injector: killing })
    for (let index = 0; index < 8; index++) {
      await first(stage)
      await stage.cross(look())
      stage.clock.set(stage.clock.now() + 2_000)
    }
    return stage
  }
  const looksOf = (stage: GuardStage) => stage.evidence().calls.filter(({ executed }) => executed).length

  test('does not wait while it starts: its looks are counted, and found', async () => {
    const stage = await looks('enforce', async () => {})
    expect([stage.trial.signal.aborted, looksOf(stage)]).toEqual([true, 5])
    expect(messages(await looks('observe', async () => {}))).toEqual([
      'the same call 8 times without anything new: tool look',
    ])
  })

  test.each<[string, (stage: GuardStage) => Promise<unknown>]>([
    ['by a call that lets time pass', (stage) => stage.cross({ target: 'tool wait', world: () => waited(stage) })],
    [
      'behind a first word to its model',
      async (stage) => {
        await stage.cross({ channel: 'model', target: 'model chat', access: 'read' })
        stage.clock.set(stage.clock.now() + 2_000)
      },
    ],
  ])('is patient where it waits %s', async (_, first) => {
    const stage = await looks('enforce', first)
    expect([stage.trial.signal.aborted, messages(stage)]).toEqual([false, []])
    expect(messages(await looks('observe', first))).toEqual([])
  })

  const waited = (stage: GuardStage) => {
    stage.clock.set(stage.clock.now() + 2_000)
    return replyWith('ok', {})
  }
})

/** An agent that does this and that, alone and at once, waiting here and there. */
async function wanderAbout(stage: GuardStage, random: Random): Promise<void> {
  for (let round = 0; round < 40; round++) {
    const calls = Array.from({ length: 1 + random.int(3) }, () => stage.cross(anyCall(random)))
    await stage.clock.advance(20)
    await Promise.all(calls)
    if (random.int(4) === 0) stage.clock.set(stage.clock.now() + random.int(400))
  }
}

function anyCall(random: Random): Sketch {
  const value = random.int(2)
  const turns = random.int(8)
  const worlds = [
    () => replyWith('ok', { value }),
    () => replyWith('error', { value }),
    () => ({ kind: 'broken', how: 'reset' }) as const,
    (call: Call) => {
      executing.getStore()?.effect({ collection: 'things', op: 'create', id: call.id, after: { id: call.id, value } })
      return replyWith('ok', {})
    },
  ]
  const world = random.pick(worlds)
  return {
    target: random.pick(['tool a', 'tool b']),
    access: random.pick(['read', 'write', 'unknown']),
    input: { value: random.int(2) },
    principal: random.pick(['agent', 'agent/helper']),
    world: async (call) => {
      for (let turn = 0; turn < turns; turn++) await null
      return world(call)
    },
  }
}

describe('whatever an agent does', () => {
  const params = { repeats: 4, cycles: 2, stale: 12, errors: 4, on: 'deny' }

  /** In how many of the trials the oracle finds a loop. */
  async function loopy(mode: 'enforce' | 'observe'): Promise<number> {
    let found = 0
    for (let seed = 0; seed < 60; seed++) {
      const random = createRandom(seed)
      const decide = async () => {
        for (let turn = random.int(4); turn > 0; turn--) await null
        const kind = random.int(6) === 0 ? 'deny' : 'allow'
        return { kind, reason: 'chance' } as const
      }
      const others = [{ name: 'other', mode: 'enforce' as const, decide }]
      const stage = guardStage({ guard: loopBreaker, params, mode, others })
      await wanderAbout(stage, random)
      if (stage.violations().length > 0) found++
    }
    return found
  }

  test('the oracle finds no loop that the guard let through', async () => {
    expect(await loopy('enforce')).toBe(0)
  })

  test('and finds many where the guard only looks on', async () => {
    expect(await loopy('observe')).toBeGreaterThan(40)
  })
})
