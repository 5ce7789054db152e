import { describe, expect, test } from 'vitest'
import type { Decision, SeatedGuard } from '../../src/boundary/decision.ts'
import type { Interceptor } from '../../src/boundary/interceptor.ts'
import { budget } from '../../src/guards/budget.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { done, guardStage, type Sketch } from '../../src/testing/guard-stage.ts'
import { eventsOf } from '../../src/trace/evidence.ts'

const allow = { kind: 'allow', reason: 'yes' } as const
const deny = { kind: 'deny', reason: 'too late' } as const
const halt = { kind: 'halt', reason: 'enough' } as const

const slowly: Interceptor = async (_, next, { clock }) => {
  await clock.sleep(1_000)
  return next()
}

/** A guard that says something else when it is asked again, on a seam whose fault takes its time. */
function setUp(
  again: Exclude<Decision, { kind: 'hold' }>,
  more: { mode?: SeatedGuard['mode']; by?: Interceptor } = {},
) {
  const { mode = 'enforce', by = slowly } = more
  let asked = 0
  const settled: string[] = []
  const guard: SeatedGuard = {
    name: 'second',
    mode,
    decide: () => allow,
    confirm: () => {
      asked++
      return again
    },
    settle: (_, executed) => void settled.push(executed?.kind ?? 'never ran'),
  }
  const stage = guardStage({
    guard: budget,
    params: { trial: 1 },
    others: [guard],
    injector: { draw: () => [{ entry: 0, fault: 'f', intercept: by, random: createRandom(1) }] },
  })
  const cross = async (world: Sketch['world'] = done) => {
    const reply = stage.cross({ world })
    await stage.clock.advance(60_000)
    return reply
  }
  const said = () => eventsOf(stage.events, 'decision').map(({ decision }) => decision)
  return { stage, cross, said, settled, asked: () => asked }
}

describe('a guard that allowed a call which a fault then kept on its way', () => {
  test('may take it back before the world begins', async () => {
    const { stage, cross, said, settled } = setUp(deny)
    expect(JSON.stringify(await cross())).toContain('too late')
    expect(stage.evidence().effects).toEqual([])
    expect(stage.evidence().calls[0]?.executed).toBeUndefined()
    expect(stage.evidence().calls[0]?.delivered?.outcome).toBe('refused')
    expect(said()).toEqual(['allow', 'deny'])
    expect(settled).toEqual(['never ran'])
  })

  test('may end the trial', async () => {
    const { stage, cross } = setUp(halt)
    await cross()
    expect(stage.trial.signal.aborted).toBe(true)
    expect(stage.evidence().effects).toEqual([])
  })

  test('that stands by it says nothing twice', async () => {
    const { stage, cross, said, asked } = setUp(allow)
    await cross()
    expect(asked()).toBe(1)
    expect(said()).toEqual(['allow'])
    expect(stage.evidence().effects).toHaveLength(1)
  })

  test('binds nobody where it only looks on', async () => {
    const { stage, cross, said } = setUp(deny, { mode: 'observe' })
    await cross()
    expect(said()).toEqual(['allow', 'deny'])
    expect(stage.evidence().effects).toHaveLength(1)
  })

  test('is not asked where no time passed', async () => {
    const { stage, cross, asked } = setUp(deny, { by: (_, next) => next() })
    await cross()
    expect(asked()).toBe(0)
    expect(stage.evidence().effects).toHaveLength(1)
  })

  test('is asked once, however often the fault goes on', async () => {
    const thrice: Interceptor = async (_, next, { clock }) => {
      await clock.sleep(1_000)
      await next()
      await clock.sleep(1_000)
      await next()
      return next()
    }
    const { stage, cross, said } = setUp(deny, { by: thrice })
    await cross()
    expect(said()).toEqual(['allow', 'deny'])
    expect(stage.evidence().effects).toEqual([])
  })

  test('does not make a lost reply look like a refusal', async () => {
    const loses: Interceptor = async (call, next, context) => {
      await slowly(call, next, context)
      return { kind: 'broken', how: 'no-reply' }
    }
    const { stage, cross } = setUp(deny, { by: loses })
    await cross()
    expect(stage.evidence().calls[0]?.delivered).toMatchObject({ outcome: 'broken', how: 'no-reply' })
  })
})

describe('how long the world took', () => {
  test('is in the trace, without the way to it, and absent where no time passed', async () => {
    const { stage, cross } = setUp(allow)
    await cross()
    await cross((call) => stage.clock.sleep(700).then(() => done(call)))
    const [quick, slow] = stage.evidence().calls.map(({ executed }) => executed)
    expect(quick).toBeDefined()
    expect(quick?.tookMs).toBeUndefined()
    expect(slow?.tookMs).toBe(700)
  })
})
