import { describe, expect, test } from 'vitest'
import type { Approver } from '../../src/boundary/approver.ts'
import type { SeatedGuard } from '../../src/boundary/decision.ts'
import type { Interceptor } from '../../src/boundary/interceptor.ts'
import type { Reply } from '../../src/boundary/reply.ts'
import { createSeam, type Door } from '../../src/boundary/seam.ts'
import { isWhole } from '../../src/boundary/wire.ts'
import { channels } from '../../src/channels/index.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { proposalOf } from '../../src/testing/guard-stage.ts'
import type { TraceEvent } from '../../src/trace/event.ts'

/** A seam with one guard that keeps a list of what it was told, and a world that counts. */
function setUp(
  decide: SeatedGuard['decide'],
  more: { approver?: Approver; intercept?: Interceptor; world?: Reply } = {},
) {
  const events: TraceEvent[] = []
  const settled: string[] = []
  const trial = new AbortController()
  const clock = manualClock()
  const guard: SeatedGuard = {
    name: 'probe',
    mode: 'enforce',
    decide,
    settle: ({ id }, executed) => void settled.push(`${id} ${executed?.kind ?? 'never ran'}`),
  }
  const drawn = more.intercept && { entry: 0, fault: 'f', intercept: more.intercept, random: createRandom(1) }
  const seam = createSeam({
    channels,
    guards: [guard],
    injector: { draw: () => (drawn ? [drawn] : []) },
    approver: more.approver,
    clock,
    signal: trial.signal,
    maxCalls: 100,
    write: (event) => void events.push(event),
    stop: (how) => trial.abort(new Error(how)),
  })
  let executions = 0
  const door: Door<Reply> = {
    execute: async () => {
      executions++
      return more.world ?? { kind: 'ok', output: { content: 1 } }
    },
    read: (output, passed) => passed?.json ?? ('content' in output ? output.content : null),
    render: (reply) => {
      const streaming = reply.kind === 'ok' && 'body' in reply.output && !isWhole(reply.output.body)
      return { seen: streaming ? 'streaming' : { outcome: reply.kind }, give: () => reply }
    },
  }
  const cross = (signal = new AbortController().signal) => seam.cross(proposalOf({ signal }), door)
  const faults = () =>
    events.flatMap((event) => (event.type === 'harness-fault' ? [`${event.where}: ${event.message}`] : []))
  return { cross, events, settled, trial, clock, faults, executions: () => executions }
}

const allow = () => ({ kind: 'allow', reason: 'yes' }) as const

const hold = () =>
  ({
    kind: 'hold',
    reason: 'a person must say',
    timeoutMs: 1_000,
    resolve: (answer) => (answer.kind === 'approved' ? allow() : { kind: 'deny', reason: answer.kind }),
  }) satisfies ReturnType<SeatedGuard['decide']>

const never: Approver = { ask: () => new Promise(() => {}) }
const yes: Approver = { ask: async () => ({ kind: 'approved', by: 'carla' }) }

describe('a held call', () => {
  test('that a person approves runs, and is settled once', async () => {
    const { cross, settled, executions } = setUp(hold, { approver: yes })
    await cross()
    expect(executions()).toBe(1)
    expect(settled).toEqual(['c1 ok'])
  })

  test('whose answer is ready is shown to nobody', async () => {
    const ready = (kind: 'approved' | 'denied'): Approver => ({ ...never, ready: () => ({ kind, by: 'a script' }) })
    const said = setUp(hold, { approver: ready('approved') })
    await said.cross()
    expect(said.settled).toEqual(['c1 ok'])
    const refused = setUp(hold, { approver: ready('denied') })
    await refused.cross()
    expect(refused.settled).toEqual(['c1 never ran'])
  })

  test('whose client is gone uses up no ready answer', async () => {
    let taken = 0
    const ready = () => {
      taken++
      return { kind: 'approved', by: 'a script' } as const
    }
    const { cross, executions } = setUp(hold, { approver: { ...never, ready } })
    const client = new AbortController()
    client.abort(new Error('gone'))
    await cross(client.signal)
    expect([taken, executions()]).toEqual([0, 0])
  })

  test('is given up when its client does, and never runs', async () => {
    const { cross, settled, executions, clock } = setUp(hold, { approver: never })
    const client = new AbortController()
    const reply = cross(client.signal)
    await clock.advance(10)
    client.abort(new Error('gone'))
    await reply
    expect(executions()).toBe(0)
    expect(settled).toEqual(['c1 never ran'])
  })

  test('is given up when the trial ends, and never runs', async () => {
    const { cross, settled, executions, trial, clock } = setUp(hold, { approver: never })
    const reply = cross()
    await clock.advance(10)
    trial.abort(new Error('halted'))
    await reply
    expect(executions()).toBe(0)
    expect(settled).toEqual(['c1 never ran'])
  })

  test('does not run when the trial ends while the approval comes in', async () => {
    const rig = setUp(hold, {
      approver: {
        ask: async () => {
          rig.trial.abort(new Error('halted'))
          return { kind: 'approved', by: 'carla' }
        },
      },
    })
    await rig.cross()
    expect(rig.executions()).toBe(0)
    expect(rig.settled).toEqual(['c1 never ran'])
  })

  test.each([
    [
      'throws at once',
      () => {
        throw new Error('no people')
      },
      'no people',
    ],
    ['rejects', () => Promise.reject(new Error('no people')), 'no people'],
    ['answers nonsense', async () => ({ kind: 'yes' }), 'which is no answer'],
    ['answers nothing', async () => undefined, 'which is no answer'],
  ] as [string, () => never, string][])(
    'is denied when its approver %s, and the harness says so',
    async (_, ask, message) => {
      const { cross, settled, executions, faults } = setUp(hold, { approver: { ask } })
      await cross()
      expect(executions()).toBe(0)
      expect(settled).toEqual(['c1 never ran'])
      expect(faults()).toEqual([expect.stringMatching(new RegExp(`^approver: .*${message}`))])
    },
  )
})

describe('a trial that ends while a guard thinks', () => {
  test('runs nothing of what the guard then allows', async () => {
    const rig = setUp(async () => {
      rig.trial.abort(new Error('halted'))
      return allow()
    })
    expect(await rig.cross()).toEqual({ kind: 'broken', how: 'reset' })
    expect(rig.executions()).toBe(0)
    expect(rig.settled).toEqual(['c1 never ran'])
  })

  test('control: without an end it runs', async () => {
    const rig = setUp(async () => allow())
    await rig.cross()
    expect(rig.executions()).toBe(1)
  })
})

describe('settlement', () => {
  test('happens once where an interceptor asks twice', async () => {
    const twice: Interceptor = async (_, next) => {
      await next()
      return next()
    }
    const { cross, settled, executions } = setUp(allow, { intercept: twice })
    await cross()
    expect(executions()).toBe(1)
    expect(settled).toEqual(['c1 ok'])
  })

  test('is final: an interceptor that answered first lets nothing run behind the guards', async () => {
    const late: Interceptor = async (_, next, { clock, signal }) => {
      void clock.sleep(5, signal).then(() => next())
      return { kind: 'broken', how: 'no-reply' }
    }
    const { cross, settled, executions, clock, faults } = setUp(allow, { intercept: late })
    await cross()
    await clock.advance(10)
    expect(settled).toEqual(['c1 never ran'])
    expect(executions()).toBe(0)
    expect(faults()).toEqual([expect.stringContaining('called next() after it had answered')])
  })

  test('waits for an execution that outlives its answer', async () => {
    const slow: Interceptor = async (_, next) => {
      void next()
      return { kind: 'broken', how: 'no-reply' }
    }
    const { cross, settled, clock } = setUp(allow, { intercept: slow })
    await cross()
    await clock.advance(1)
    expect(settled).toEqual(['c1 ok'])
  })

  test('comes for a streamed body that nobody will read', async () => {
    const body = new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(new Uint8Array([49])) })
    const world: Reply = { kind: 'ok', output: { status: 200, headers: [], body } }
    const swallow: Interceptor = async (_, next) => {
      await next()
      return { kind: 'broken', how: 'reset' }
    }
    const { cross, settled, clock } = setUp(allow, { intercept: swallow, world })
    await cross()
    await clock.advance(1)
    expect(settled).toEqual(['c1 ok'])
  })

  test('is owed for a denied call as well, once', async () => {
    const { cross, settled } = setUp(() => ({ kind: 'deny', reason: 'no' }))
    await cross()
    expect(settled).toEqual(['c1 never ran'])
  })
})

describe('figures', () => {
  test.each([
    [{ cost: { currency: 'USD', micros: Number.NaN } }],
    [{ cost: { currency: 'EUR', micros: 1 } }],
    [{ items: Number.NaN }],
    [{ items: -1 }],
  ] as [object][])('%j make a call malformed and leave no such figure in the trace', async (figures) => {
    const { events } = setUp(allow)
    const seam = createSeam({
      channels,
      guards: [],
      injector: { draw: () => [] },
      approver: undefined,
      clock: manualClock(),
      signal: new AbortController().signal,
      maxCalls: 1,
      write: (event) => void events.push(event),
      stop: () => {},
    })
    const reply: Reply = { kind: 'ok', output: { content: 1 } }
    const door: Door<Reply> = {
      execute: async () => reply,
      read: () => 1,
      render: () => ({ seen: { outcome: 'ok' }, give: () => reply }),
    }
    await seam.cross({ ...proposalOf(), ...figures }, door)
    const call = events[0]?.type === 'call' ? events[0].call : undefined
    expect(call?.malformed).toEqual(expect.any(String))
    expect(call?.cost).toBeUndefined()
    expect(call?.items).toBe(1)
  })
})
