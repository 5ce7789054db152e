import { describe, expect, test } from 'vitest'
import { executing } from '../../src/boundary/current.ts'
import type { SeatedGuard } from '../../src/boundary/decision.ts'
import type { DrawnFault, Interceptor } from '../../src/boundary/interceptor.ts'
import type { Reply } from '../../src/boundary/reply.ts'
import { createSeam, type Door } from '../../src/boundary/seam.ts'
import { channels } from '../../src/channels/index.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { proposalOf } from '../../src/testing/guard-stage.ts'
import type { TraceEvent } from '../../src/trace/event.ts'

interface Parts {
  guards?: SeatedGuard[]
  faults?: Record<string, Interceptor>
  world?(): Promise<Reply>
  maxCalls?: number
}

/** A seam that keeps, in order, what its parts did and what it wrote. */
function setUp({ guards = [], faults = {}, world, maxCalls = 100 }: Parts) {
  const log: string[] = []
  const events: TraceEvent[] = []
  const trial = new AbortController()
  const drawn: DrawnFault[] = Object.entries(faults).map(([fault, intercept], entry) => {
    return { entry, fault, intercept, random: createRandom(entry) }
  })
  const seam = createSeam({
    channels,
    guards: guards.map((guard) => logging(guard, log)),
    injector: { draw: () => drawn },
    approver: undefined,
    clock: manualClock(),
    signal: trial.signal,
    maxCalls,
    write: (event) => {
      events.push(event)
      log.push(event.type)
    },
    stop: (how) => {
      log.push(`stop ${how}`)
      trial.abort(new Error(how))
    },
  })
  const door: Door<Reply> = {
    execute: async () => {
      log.push('the world runs')
      if (world) return world()
      executing.getStore()?.effect({ collection: 'things', op: 'create', id: 't_1', after: {} })
      return { kind: 'ok', output: { content: 'done' } }
    },
    read: (output) => ('content' in output ? output.content : null),
    render: (reply) => {
      const content = reply.kind !== 'broken' && 'content' in reply.output ? reply.output.content : null
      return { seen: { outcome: reply.kind, output: content }, give: () => reply }
    },
  }
  return { cross: (sketch = {}) => seam.cross(proposalOf(sketch), door), log, events }
}

function logging(guard: SeatedGuard, log: string[]): SeatedGuard {
  return {
    ...guard,
    decide: (call) => {
      log.push(`${guard.name} decides`)
      return guard.decide(call)
    },
    settle: (_, executed) => void log.push(`${guard.name} settles ${executed?.kind ?? 'never ran'}`),
  }
}

type Decide = SeatedGuard['decide']
const guard = (name: string, decide: Decide, mode: SeatedGuard['mode'] = 'enforce'): SeatedGuard => ({
  name,
  mode,
  decide,
})
const allow: Decide = () => ({ kind: 'allow', reason: 'yes' })
const deny: Decide = () => ({ kind: 'deny', reason: 'no' })
const halt: Decide = () => ({ kind: 'halt', reason: 'stop it' })

/** A fault that only says when it was entered and left. */
const passing =
  (name: string, log: () => string[]): Interceptor =>
  async (_, next) => {
    log().push(`${name} in`)
    const reply = await next()
    log().push(`${name} out`)
    return reply
  }

describe('the order of the pipeline', () => {
  test('propose, decide, inject, execute, settle, deliver', async () => {
    const log = () => rig.log
    const rig = setUp({
      guards: [guard('one', allow), guard('two', allow)],
      faults: { outer: passing('outer', log), inner: passing('inner', log) },
    })
    await rig.cross()
    expect(rig.log).toEqual([
      'call',
      'one decides',
      'decision',
      'two decides',
      'decision',
      'fault',
      'fault',
      'outer in',
      'inner in',
      'the world runs',
      'effect',
      'executed',
      'one settles ok',
      'two settles ok',
      'inner out',
      'outer out',
      'delivered',
    ])
  })

  test('a denied call meets no fault and no world, and is settled', async () => {
    const rig = setUp({ guards: [guard('one', allow), guard('two', deny)], faults: { f: passing('f', () => rig.log) } })
    expect(await rig.cross()).toMatchObject({
      kind: 'error',
      output: { content: { error: { code: 'denied_by_policy' } } },
    })
    expect(rig.log).toEqual([
      'call',
      'one decides',
      'decision',
      'two decides',
      'decision',
      'one settles never ran',
      'two settles never ran',
      'delivered',
    ])
    expect(rig.events.at(-1)).toMatchObject({ outcome: 'refused' })
  })

  test('control: what a guard that observes would deny goes through', async () => {
    const rig = setUp({ guards: [guard('one', deny, 'observe')] })
    expect(await rig.cross()).toMatchObject({ kind: 'ok' })
    expect(rig.log).toContain('the world runs')
  })

  test('a halt ends the trial; no later call crosses', async () => {
    const rig = setUp({ guards: [guard('one', halt)] })
    await rig.cross()
    expect(rig.log).toContain('stop halted')
    const before = rig.log.length
    expect(await rig.cross()).toEqual({ kind: 'broken', how: 'reset' })
    expect(rig.log.slice(before)).toEqual([])
  })

  test('one call too many ends the trial, and is not proposed', async () => {
    const rig = setUp({ maxCalls: 2 })
    for (let call = 1; call <= 3; call++) await rig.cross()
    expect(rig.log.filter((line) => line === 'call')).toHaveLength(2)
    expect(rig.log.at(-1)).toBe('stop call-limit')
  })
})

describe('what the trace keeps apart', () => {
  test('what the world did, and what the client saw', async () => {
    const lost: Interceptor = async (_, next) => {
      await next()
      return { kind: 'broken', how: 'reset' }
    }
    const { cross, events } = setUp({ faults: { lost } })
    expect(await cross()).toEqual({ kind: 'broken', how: 'reset' })
    expect(events.find(({ type }) => type === 'executed')).toMatchObject({ outcome: 'ok', output: 'done' })
    expect(events.find(({ type }) => type === 'delivered')).toMatchObject({ outcome: 'broken' })
  })

  test('an output that was changed on its way, and none that was not', async () => {
    const lie: Interceptor = async (_, next) => {
      await next()
      return { kind: 'ok', output: { content: 'a lie' } }
    }
    const liar = setUp({ faults: { lie } })
    await liar.cross()
    expect(liar.events.at(-1)).toMatchObject({ type: 'delivered', output: 'a lie' })
    const honest = setUp({})
    await honest.cross()
    expect(honest.events.at(-1)).not.toHaveProperty('output')
  })

  test('the same intent again has the same key, and is another attempt', async () => {
    const { cross, events } = setUp({})
    await cross({ input: { a: 1, requestId: 'x' } })
    await cross({ input: { requestId: 'x', a: 1 } })
    await cross({ input: { a: 2 } })
    const calls = events.flatMap((event) => (event.type === 'call' ? [event.call] : []))
    expect(calls.map(({ id, attempt }) => [id, attempt])).toEqual([
      ['c1', 1],
      ['c2', 2],
      ['c3', 1],
    ])
    expect(calls[1]?.key).toBe(calls[0]?.key)
    expect(calls[2]?.key).not.toBe(calls[0]?.key)
  })

  test('a world that throws answers like a server that failed', async () => {
    const { cross, events } = setUp({
      world: async () => {
        throw new Error('inside')
      },
    })
    const reply = await cross()
    expect(JSON.stringify(reply)).not.toContain('inside')
    expect(reply).toMatchObject({ kind: 'error' })
    expect(events.find(({ type }) => type === 'harness-fault')).toMatchObject({ message: 'inside', call: 'c1' })
  })
})
