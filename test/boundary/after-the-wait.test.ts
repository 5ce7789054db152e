import { describe, expect, test } from 'vitest'
import type { Approver } from '../../src/boundary/approver.ts'
import type { Decision, SeatedGuard } from '../../src/boundary/decision.ts'
import type { Interceptor } from '../../src/boundary/interceptor.ts'
import type { Reply } from '../../src/boundary/reply.ts'
import { createSeam, type Door } from '../../src/boundary/seam.ts'
import { channels } from '../../src/channels/index.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { proposalOf } from '../../src/testing/guard-stage.ts'
import type { TraceEvent } from '../../src/trace/event.ts'

const allow = { kind: 'allow', reason: 'yes' } as const
const deny = { kind: 'deny', reason: 'not any more' } as const

const yes: Approver = { ask: async () => ({ kind: 'approved', by: 'carla' }) }

const asking: SeatedGuard = {
  name: 'asking',
  mode: 'enforce',
  decide: () => ({ kind: 'hold', reason: 'look', timeoutMs: 1_000, resolve: () => allow }),
}

/** A guard that allows, and says something else when it is asked again. */
const second = (confirm: () => unknown, mode: SeatedGuard['mode'] = 'enforce'): SeatedGuard => ({
  name: 'second',
  mode,
  decide: () => allow,
  confirm: confirm as () => Exclude<Decision, { kind: 'hold' }>,
})

function setUp(
  guards: SeatedGuard[],
  { intercept, world }: { intercept?: Interceptor; world?: () => Promise<Reply> } = {},
) {
  const events: TraceEvent[] = []
  const trial = new AbortController()
  let executions = 0
  const seam = createSeam({
    channels,
    guards,
    injector: { draw: () => (intercept ? [{ entry: 0, fault: 'f', intercept, random: createRandom(1) }] : []) },
    approver: yes,
    clock: manualClock(),
    signal: trial.signal,
    maxCalls: 100,
    write: (event) => void events.push(event),
    stop: (how) => trial.abort(new Error(how)),
  })
  const door: Door<Reply> = {
    execute: async () => {
      executions++
      return (await world?.()) ?? { kind: 'ok', output: { content: 1 } }
    },
    read: () => null,
    render: (reply) => ({ seen: { outcome: reply.kind }, give: () => reply }),
  }
  const said = () => events.flatMap((event) => (event.type === 'decision' ? [`${event.guard} ${event.decision}`] : []))
  const types = () => events.map(({ type }) => type)
  return { cross: () => seam.cross(proposalOf(), door), seam, said, types, trial, executions: () => executions }
}

describe('a guard that allowed a call which then waited for a person', () => {
  test('is asked again, and may take it back', async () => {
    const { cross, said, executions } = setUp([second(() => deny), asking])
    expect(JSON.stringify(await cross())).toContain('not any more')
    expect(executions()).toBe(0)
    expect(said()).toEqual(['second allow', 'asking allow', 'second deny'])
  })

  test('is asked again, and may stand by it', async () => {
    const { cross, executions } = setUp([second(() => allow), asking])
    await cross()
    expect(executions()).toBe(1)
  })

  test('may end the trial', async () => {
    const { cross, trial } = setUp([second(() => ({ kind: 'halt', reason: 'enough' })), asking])
    await cross()
    expect(trial.signal.aborted).toBe(true)
  })

  test('binds nobody where it only looks on', async () => {
    const { cross, said, executions } = setUp([second(() => deny, 'observe'), asking])
    await cross()
    expect(executions()).toBe(1)
    expect(said()).toContain('second deny')
  })

  test('denies when it fails to say, and the harness is to blame', async () => {
    for (const answer of [
      () => undefined,
      () => ({ kind: 'hold' }),
      () => Promise.reject(new Error('x')).catch(() => {}),
    ]) {
      const { cross, types, executions } = setUp([second(answer), asking])
      await cross()
      expect(executions()).toBe(0)
      expect(types()).toContain('harness-fault')
    }
  })

  test('is not asked again where nobody waited', async () => {
    const { cross, said } = setUp([second(() => deny)])
    await cross()
    expect(said()).toEqual(['second allow'])
  })
})

describe('a trial that was ended while a call was under way', () => {
  test('runs nothing more, however long a fault kept it', async () => {
    const release = Promise.withResolvers<void>()
    const { cross, trial, executions } = setUp([], { intercept: (_, next) => release.promise.then(() => next()) })
    const reply = cross()
    trial.abort(new Error('over'))
    release.resolve()
    expect((await reply).kind).toBe('broken')
    expect(executions()).toBe(0)
  })

  test('is quiet when the world has finished what it ran, and that is in the trace', async () => {
    const release = Promise.withResolvers<Reply>()
    const { cross, seam, trial, types } = setUp([], { world: () => release.promise })
    const reply = cross()
    await new Promise(setImmediate)
    trial.abort(new Error('over'))
    let quiet = false
    const waiting = seam.quiet()?.then(() => {
      quiet = true
    })
    await new Promise(setImmediate)
    expect(quiet).toBe(false)
    release.resolve({ kind: 'ok', output: { content: 1 } })
    await waiting
    expect(types()).toContain('executed')
    expect((await reply).kind).toBe('ok')
    expect(seam.quiet()).toBeUndefined()
  })
})
