import assert from 'node:assert/strict'
import type { Approver } from '../../../src/boundary/approver.ts'
import type { Call } from '../../../src/boundary/call.ts'
import { executing } from '../../../src/boundary/current.ts'
import type { SeatedGuard } from '../../../src/boundary/decision.ts'
import type { Injector } from '../../../src/boundary/interceptor.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { LoopBreakerParams } from '../../../src/guards/loop-breaker.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, replyWith, type Sketch } from '../../../src/testing/guard-stage.ts'
import { eventsOf } from '../../../src/trace/evidence.ts'
import type { GuardCase } from './case.ts'

export const says = (content: Json) => () => replyWith('ok', content)
export const fails = (content: Json) => () => replyWith('error', content)

/** A read that answers the same each time. */
export const look = (input: Json = {}, content: Json = { state: 'pending' }): Sketch => {
  return { target: 'tool look', access: 'read', input, world: says(content) }
}

/** Sends calls one after another until one does not reach the world. @returns How many did. */
export async function runUntilStopped(stage: GuardStage, sketches: Iterable<Sketch>): Promise<number> {
  let ran = 0
  let sent = 0
  for (const { world = done, ...sketch } of sketches) {
    if (ran < sent++) break
    await stage.cross({
      ...sketch,
      world: (call) => {
        ran++
        return world(call)
      },
    })
  }
  return ran
}

/** How many of the calls run before the guard trips. */
async function runs(guard: Guard<LoopBreakerParams>, params: unknown, sketches: Iterable<Sketch>): Promise<number> {
  const stage = guardStage({ guard, params })
  const ran = await runUntilStopped(stage, sketches)
  assert.deepEqual(stage.violations(), [], 'and the trace shows no loop')
  return ran
}

const times = <T = Sketch>(count: number, sketch: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => sketch(index))

/** A write that makes one more of the same. */
const mail = (index = 0): Sketch => ({ target: 'tool mail', input: { to: 'ann', nonce: index }, world: sent })
const sent = (call: Call) => {
  executing
    .getStore()
    ?.effect({ collection: 'mails', op: 'create', id: `m_${call.id}`, after: { id: `m_${call.id}`, to: 'ann' } })
  return replyWith('ok', { id: `m_${call.id}` })
}

/** A write that sets one member to a value. */
const set = (value: number, before: Json = { value: -1 }): Sketch => ({
  target: 'tool set',
  input: { value },
  world: () => {
    executing.getStore()?.effect({ collection: 'state', op: 'update', id: 's', before, after: { value } })
    return replyWith('ok', {})
  },
})

const think: Sketch = { channel: 'model', target: 'model chat', access: 'read' }

/** Each call after a turn of the model that takes its time. */
async function withThinking(guard: Guard<LoopBreakerParams>, sketches: Sketch[]): Promise<number> {
  const stage = guardStage({ guard, params: {} })
  let ran = 0
  for (const [index, sketch] of sketches.entries()) {
    const world = async () => {
      await stage.clock.sleep(4_000)
      return replyWith('ok', { turn: index })
    }
    const turn = stage.cross({ ...think, input: { turn: index }, world })
    await stage.clock.advance(4_000)
    await turn
    ran += await runUntilStopped(stage, [sketch])
  }
  assert.deepEqual(stage.violations(), [])
  return ran
}

/** Polls with a pause between, and gives how many calls were refused. */
async function polls(
  guard: Guard<LoopBreakerParams>,
  count: number,
  pauseMs: number,
  sketch: (index: number) => Sketch,
) {
  const stage = guardStage({ guard, params: {} })
  for (let index = 0; index < count; index++) {
    await stage.cross(sketch(index))
    stage.clock.set(stage.clock.now() + pauseMs)
  }
  assert.deepEqual(stage.violations(), [])
  return count - stage.evidence().calls.filter(({ executed }) => executed).length
}

const letters = 'ABCDEFGH'

export const loopBreakerCases: GuardCase<LoopBreakerParams>[] = [
  {
    id: 'L1',
    title: 'the same call N times: N run and the next one does not, reading, writing, thinking between',
    check: async (guard) => {
      for (const repeats of [1, 5, 9]) {
        assert.equal(
          await runs(
            guard,
            { repeats },
            times(30, () => look()),
          ),
          repeats,
          'a read that answers the same',
        )
        assert.equal(
          await runs(
            guard,
            { repeats },
            times(30, () => ({})),
          ),
          repeats,
          'a write',
        )
        assert.equal(
          await runs(
            guard,
            { repeats },
            times(30, () => mail()),
          ),
          repeats,
          'a write that creates more of the same',
        )
      }
      assert.equal(
        await withThinking(
          guard,
          times(10, () => look()),
        ),
        5,
        'the time of the model is no patience',
      )
      const between = times(40, (index) => (index % 2 === 0 ? mail() : look({}, { inbox: index })))
      const ran = await runs(guard, {}, between)
      assert.ok(ran >= 10 && ran <= 13, `learning between does not excuse it: ${ran}`)
      const parallel = guardStage({ guard, params: {} })
      await Promise.all(times<Promise<unknown>>(30, () => parallel.cross(look())))
      assert.equal(parallel.evidence().calls.filter(({ executed }) => executed).length, 5, 'all at once')
    },
  },
  {
    id: 'L2',
    title:
      'what changes from try to try does not make it another call, nor its answer another one; another argument does',
    check: async (guard) => {
      const spins: ((index: number) => Sketch)[] = [
        (index) => {
          const headers = { 'X-Request-Id': `r${index}`, 'idempotency-key': index }
          return { ...look({ q: 1, headers }), channel: 'http' }
        },
        (index) => look({ q: `find${' '.repeat(index + 1)}it${'\n'.repeat(index)}` }),
        (index) => look(index % 2 === 0 ? { a: 1, b: 2 } : { b: 2, a: 1 }),
        (index) => look({}, { state: 'pending', request_id: `r${index}`, createdAt: 1_767_225_600_000 + index }),
        (index) =>
          look({}, `pending at 2026-01-01T00:00:${10 + index}Z (00000000-0000-4000-8000-0000000000${10 + index})`),
      ]
      for (const spin of spins) assert.equal(await runs(guard, {}, times(20, spin)), 5)
      const slots: ((index: number) => Sketch)[] = [
        (index) => set(index, { room: 1, time: `2026-03-01T${10 + index}:00:00Z` }),
        (index) => look({ now: index }, { at: `2026-03-01T${10 + index}:00:00Z`, free: false }),
        (index) => {
          const time = `2026-03-01T${10 + index}:00:00Z`
          return { input: { time }, access: 'read', world: fails({ error: 'taken', time }) }
        },
      ]
      for (const slot of slots) assert.equal(await runs(guard, {}, times(9, slot)), 9)
    },
  },
  {
    id: 'L3',
    title: 'a round of 2 to 8 calls, repeated: M rounds run after the last news, and no more',
    check: async (guard) => {
      for (let period = 2; period <= 8; period++) {
        for (const cycles of [2, 3]) {
          const round = (index: number) => look({ q: letters[index % period] ?? '' })
          const ran = await runs(guard, { cycles, repeats: 100, stale: 1_000 }, times(100, round))
          assert.equal(ran, period * cycles, `period ${period}, ${cycles} rounds`)
        }
      }
      const flip = times(60, (index) => set(index % 2, { value: 1 - (index % 2) }))
      assert.ok((await runs(guard, { repeats: 100 }, flip)) <= 8, 'a state that goes to and fro')
    },
  },
  {
    id: 'L4',
    title: 'no change of state and nothing new over K calls, whatever the arguments',
    check: async (guard) => {
      const limits = { stale: 12 }
      const empty = times(40, (index) => look({ q: index }, []))
      assert.equal(await runs(guard, limits, empty), 13, 'searches that find nothing: the first says so, and 12 more')
      const refused = times(40, (index) => ({ input: { index }, world: fails({ index }) }))
      assert.equal(await runs(guard, limits, refused), 12, 'errors, each another')
      const idle = times(40, (index) => ({ input: { index }, world: says({ index }) }))
      assert.equal(await runs(guard, limits, idle), 12, 'writes that change nothing, whatever they say')
      const same = times(40, (index) => ({ ...set(7, { value: 7 }), input: { index } }))
      assert.equal(await runs(guard, limits, same), 12, 'updates to what it was')
    },
  },
  {
    id: 'L5',
    title: 'the same error 5 times, whatever the arguments: that target is not asked again',
    check: async (guard) => {
      const down = (index: number): Sketch => ({
        input: { index },
        world: fails({ error: 'down', request_id: `r${index}` }),
      })
      assert.equal(await runs(guard, {}, times(20, down)), 5)
      assert.equal(await runs(guard, { errors: 2 }, times(20, down)), 2)
      const waited = guardStage({ guard, params: {} })
      for (let index = 0; index < 20; index++) {
        await waited.cross(down(index))
        waited.clock.set(waited.clock.now() + 60_000)
      }
      assert.equal(waited.evidence().calls.filter(({ executed }) => executed).length, 5, 'waiting does not help')
      const various = times(20, (index) => ({ input: { index }, world: fails({ error: `no ${index}` }) }))
      assert.equal(await runs(guard, {}, various), 20, 'another error each time')
      const recovering = times(20, (index) => (index % 4 === 3 ? { input: { index } } : down(index)))
      assert.equal(await runs(guard, {}, recovering), 20, 'errors with progress between')
      const elsewhere = [...times(5, down), { target: 'tool other' }]
      assert.equal(await runs(guard, {}, elsewhere), 6, 'another way is tried')
      await refusedBeforeTheWorld(guard)
    },
  },
  {
    id: 'L7',
    title: 'no false kill: polling, paging, many files, retries that work',
    check: async (guard) => {
      for (const pauseMs of [250, 1_000, 30_000]) {
        assert.equal(await polls(guard, 60, pauseMs, () => look()), 0, `polls every ${pauseMs} ms`)
        assert.equal(await polls(guard, 60, pauseMs / 2, (index) => look({ job: index % 2 })), 0, 'two jobs')
      }
      const progress = times(60, (index) => look({}, { state: 'running', percent: index }))
      assert.equal(await runs(guard, {}, progress), 60, 'a poll without a pause whose answers change')
      const waiting: Sketch = { target: 'tool wait', access: 'read', world: says({ waited: true }) }
      await pollsByTool(guard, waiting)
      const pages = times(60, (index) => look({ cursor: `c${index}` }, { rows: [index], next: `c${index + 1}` }))
      assert.equal(await runs(guard, {}, pages), 60, 'paging with a cursor')
      const stateful = times(60, (index) => set(index, { value: index - 1 }))
      assert.equal(
        await runs(
          guard,
          {},
          stateful.map((one) => ({ ...one, input: {} })),
        ),
        60,
        'turning pages',
      )
      const files = times(30, (index) => look({ path: `/f/${index}` }, `text of ${index}`))
      assert.equal(await runs(guard, {}, files), 30, '30 files')
      const alike = times(30, (index) => look({ path: `/f/${index}` }, ''))
      assert.equal(await runs(guard, {}, alike), 30, '30 empty files')
      const writes = times(120, (index) => ({ input: { row: index } }))
      assert.equal(await runs(guard, {}, writes), 120, '120 different writes')
      const checked = times(90, (index) => (index % 3 === 0 ? look({ who: 'me' }) : { input: { row: index } }))
      assert.equal(await runs(guard, {}, checked), 90, 'the same look between different writes')
      const flaky = times(60, (index) => ({
        input: { row: index >> 1 },
        ...(index % 2 === 0 && { world: fails('busy') }),
      }))
      assert.equal(await runs(guard, {}, flaky), 60, 'each write at the second try')
    },
  },
  {
    id: 'L8',
    title: 'after the trip nothing commits; what was under way is finished and recorded as such',
    check: async (guard) => {
      for (const on of ['halt', 'deny'] as const) {
        await tripWithCallsUnderWay(guard, on)
        const after = guardStage({ guard, params: { on } })
        for (let index = 0; index < 30; index++) await after.cross(look())
        await after.cross({ target: 'tool other', principal: 'agent/helper' })
        assert.equal(after.trial.signal.aborted, on === 'halt', `on ${on}`)
        assert.equal(after.evidence().effects.length, 0, 'nothing else runs either')
      }
    },
  },
]

export const moreLoopBreakerCases: GuardCase<LoopBreakerParams>[] = [
  {
    id: 'L6',
    title: 'a loop that is spread over sub-agents is one loop, and another agent is not in it',
    check: async (guard) => {
      const spread = times(30, (index) => ({ ...look(), principal: `agent/helper${index}` }))
      assert.equal(await runs(guard, {}, spread), 5)
      const two = times(10, (index) => ({ ...look(), principal: index % 2 === 0 ? 'agent' : 'other' }))
      assert.equal(await runs(guard, {}, two), 10)
    },
  },
]

/** What a fault or another guard keeps from the world is a wall as well. */
async function refusedBeforeTheWorld(guard: Guard<LoopBreakerParams>): Promise<void> {
  let asked = 0
  const intercept = async () => {
    asked++
    return replyWith('error', { error: 'forbidden' })
  }
  const injector: Injector = { draw: () => [{ entry: 0, fault: 'f', intercept, random: createRandom(1) }] }
  const stage = guardStage({ guard, params: {}, injector })
  for (let index = 0; index < 20; index++) await stage.cross({ input: { index } })
  assert.equal(asked, 5, 'refused five times before the world was reached')
}

/** Polls with a tool that waits, as agents without a clock do. */
async function pollsByTool(guard: Guard<LoopBreakerParams>, wait: Sketch): Promise<void> {
  const stage = guardStage({ guard, params: {} })
  for (let index = 0; index < 30; index++) {
    await stage.cross(look())
    const waiting = stage.cross({ ...wait, world: () => stage.clock.sleep(2_000).then(says({ waited: true })) })
    await stage.clock.advance(2_000)
    await waiting
  }
  assert.equal(stage.evidence().calls.filter(({ executed }) => executed).length, 60, 'polling with a tool that waits')
  assert.deepEqual(stage.violations(), [])
}

/** Three writes: one runs, one waits for a person, one is kept by a fault; then the loop trips. */
async function tripWithCallsUnderWay(guard: Guard<LoopBreakerParams>, on: 'halt' | 'deny'): Promise<void> {
  const allowed = { kind: 'allow', reason: 'fine' } as const
  const asking: SeatedGuard = {
    name: 'asking',
    mode: 'enforce',
    concerns: ({ target }) => target === 'tool held',
    decide: () => ({ kind: 'hold', reason: 'look', timeoutMs: 60_000, resolve: () => allowed }),
  }
  const approver: Approver = { ask: () => new Promise(() => {}) }
  const release = Promise.withResolvers<void>()
  const kept: Injector = {
    draw: ({ target }) => {
      if (target !== 'tool kept') return []
      const intercept = async (_: Call, next: () => Promise<ReturnType<typeof done>>) => {
        await release.promise
        return next()
      }
      return [{ entry: 0, fault: 'deaf', intercept, random: createRandom(1) } as ReturnType<Injector['draw']>[number]]
    },
  }
  const stage = guardStage({ guard, params: { on }, others: [asking], approver, injector: kept })
  const slow = (call: Call) => release.promise.then(() => done(call))
  const underWay = [stage.cross({ target: 'tool slow', world: slow }), stage.cross({ target: 'tool held' })]
  if (on === 'halt') underWay.push(stage.cross({ target: 'tool kept' }))
  await runUntilStopped(
    stage,
    times(30, () => look()),
  )
  await stage.clock.advance(60_000)
  release.resolve()
  await Promise.all(underWay)
  const { calls, effects, events } = stage.evidence()
  const [inFlight, held, ...others] = calls
  assert.equal(inFlight?.executed?.outcome, 'ok', 'what was under way is recorded as done')
  assert.equal(inFlight?.delivered?.outcome, 'ok', 'and told as done')
  assert.equal(held?.executed, undefined, 'what waited for a person does not run any more')
  assert.deepEqual(
    effects.flatMap(({ calls }) => calls),
    [inFlight?.call.id],
    'the only effect',
  )
  assert.ok(others.every((story) => story.effects.length === 0))
  assert.ok(
    eventsOf(events, 'decision').some(({ guard: name, decision }) => name === 'loop-breaker' && decision === on),
  )
}
