import assert from 'node:assert/strict'
import type { ApprovalRequest, Approver } from '../../../src/boundary/approver.ts'
import type { Injector, Interceptor } from '../../../src/boundary/interceptor.ts'
import type { ApprovalParams } from '../../../src/guards/approval.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type ManualClock, manualClock } from '../../../src/kernel/clock.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { usd } from '../../../src/kernel/money.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, type Sketch } from '../../../src/testing/guard-stage.ts'
import { eventsOf } from '../../../src/trace/evidence.ts'
import { type ApproverSettings, scriptedApprover } from '../../../src/world/approver.ts'
import { answering, losesFirst } from './approval-cases.ts'
import type { GuardCase } from './case.ts'

const MINUTE = 60_000
const REFUND: Sketch = { target: 'tool refund', input: { charge: 'ch_1', cents: 4_900 }, cost: usd(49) }

function ran({ evidence }: GuardStage): string[] {
  return evidence().calls.flatMap(({ call, effects }) => (effects.length > 0 ? [call.id] : []))
}

function person(clock: ManualClock, script: Partial<ApproverSettings>): Approver {
  return scriptedApprover({ answers: ['approve'], by: 'carla', afterMs: 0, ...script }, clock)
}

/** Every approved call is kept on its way for so long. */
function slowly(clock: ManualClock, ms: number): Injector {
  const intercept: Interceptor = async (_, next) => {
    await clock.sleep(ms)
    return next()
  }
  return { draw: () => [{ entry: 0, fault: 'latency', intercept, random: createRandom(1) }] }
}

interface Setting {
  params?: unknown
  script?: Partial<ApproverSettings>
  slowMs?: number
}

function windowStage(guard: Guard<ApprovalParams>, { params = {}, script = {}, slowMs }: Setting) {
  const clock = manualClock()
  return guardStage({
    ...{ guard, params, clock, approver: person(clock, script) },
    ...(slowMs !== undefined && { injector: slowly(clock, slowMs) }),
  })
}

/** A charge that may change while somebody looks at a refund of it. */
function chargeStage(guard: Guard<ApprovalParams>, more: Partial<Parameters<typeof guardStage>[0]> = {}) {
  const charge: { now: Json } = { now: { status: 'paid' } }
  const stage: GuardStage = guardStage({
    ...{ guard, params: {}, approver: answering('yes'), ...more },
    read: (collection: string, id: string) => (collection === 'pay.charges' && id === 'ch_1' ? charge.now : undefined),
  } as Parameters<typeof guardStage<ApprovalParams>>[0])
  const become = (status: string) => {
    const before = charge.now
    charge.now = { status }
    const effect = { collection: 'pay.charges', op: 'update', id: 'ch_1', before, after: charge.now } as const
    stage.events.push({ seq: stage.events.length + 1, at: stage.clock.now(), type: 'effect', calls: [], ...effect })
  }
  return { stage, become }
}

const ABOUT: Sketch = { ...REFUND, about: [{ collection: 'pay.charges', id: 'ch_1' }] }

export const approvalWindowCases: GuardCase<ApprovalParams>[] = [
  {
    id: 'A6',
    title: 'on an API: what the call is about changes before it runs, and the approval is worth nothing',
    check: async (guard) => {
      const thinking: Approver = {
        ask: async () => {
          asked.become('refunded')
          return { kind: 'approved', by: 'carla' }
        },
      }
      const asked = chargeStage(guard, { approver: thinking })
      await asked.stage.cross(ABOUT)
      assert.deepEqual(ran(asked.stage), [], 'it changed while a person looked')

      const intercept: Interceptor = async (_, next) => {
        moved.become('refunded')
        return next()
      }
      const injector: Injector = { draw: () => [{ entry: 0, fault: 'f', intercept, random: createRandom(1) }] }
      const moved = chargeStage(guard, { injector })
      await moved.stage.cross(ABOUT)
      assert.deepEqual(ran(moved.stage), [], 'it changed right before it ran')

      const unused = chargeStage(guard, { injector: losesFirst })
      await unused.stage.cross(ABOUT)
      unused.become('refunded')
      await unused.stage.cross(ABOUT)
      assert.deepEqual(ran(unused.stage), [], 'an approval that was not used is of what was there')
      unused.become('paid')
      await unused.stage.cross(ABOUT)
      assert.deepEqual(ran(unused.stage), ['c3'], 'it is as it was when the person looked')

      const same = chargeStage(guard)
      await same.stage.cross(ABOUT)
      assert.deepEqual(ran(same.stage), ['c1'], 'nothing changed')
      for (const { stage } of [asked, moved, unused, same]) assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'A11',
    title: 'an approval that expires or is taken back, and a kill switch, stop the call on its way',
    check: async (guard) => {
      const expires = windowStage(guard, { params: { grantMs: MINUTE }, slowMs: MINUTE })
      const late = expires.cross(REFUND)
      await expires.clock.advance(MINUTE)
      assert.match(JSON.stringify(await late), /not good any more/, 'it expired on the way')
      const inTime = windowStage(guard, { params: { grantMs: MINUTE }, slowMs: MINUTE - 1 })
      const quick = inTime.cross(REFUND)
      await inTime.clock.advance(MINUTE)
      assert.equal((await quick).kind, 'ok', 'one ms before that it runs')

      const revoked = windowStage(guard, { script: { answers: ['revoke', 'deny'], revokeAfterMs: 10 }, slowMs: 20 })
      const taken = revoked.cross(REFUND)
      await revoked.clock.advance(20)
      await taken
      assert.deepEqual(ran(revoked), [], 'it was taken back on the way')
      const again = revoked.cross(REFUND)
      await revoked.clock.advance(20)
      await again
      assert.deepEqual(ran(revoked), [], 'and serves no other call')

      const killed = windowStage(guard, { script: { answers: ['stop'], revokeAfterMs: 10 }, slowMs: 20 })
      const dead = killed.cross(REFUND)
      await killed.clock.advance(20)
      await dead
      assert.equal(killed.trial.signal.aborted, true, 'the agent was stopped')
      assert.deepEqual(ran(killed), [])
      for (const stage of [expires, inTime, revoked, killed]) assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'A11',
    title: 'a prompt shows the whole action, escaped, to its last letter',
    check: async (guard) => {
      const approver = answering('no')
      const stage = guardStage({ guard, params: { delayMs: MINUTE }, approver })
      const note = `${'a'.repeat(20_000)}\u001b[2J\u202e; and drop the production database`
      await stage.cross({ target: 'tool run\r\nwhat: tool nothing', input: { note }, reason: 'tidy\u001b]0;ok\u0007' })
      const { prompt = '' } = approver.asked[0] as ApprovalRequest
      assert.ok(prompt.includes('a'.repeat(20_000)), 'nothing is cut')
      assert.ok(prompt.includes('and drop the production database'), 'least of all the end')
      assert.doesNotMatch(prompt.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u, 'nothing moves the cursor or turns the order')
      assert.deepEqual(prompt.match(/^what: .*$/gm)?.length, 1, 'no line is forged')
      assert.match(prompt, /60000 ms after a yes/, 'it says how long it can be taken back')
    },
  },
  {
    id: 'A12',
    title: 'an approved call waits its window, and can be intercepted to the last moment of it',
    check: async (guard) => {
      const params = { delayMs: MINUTE }
      const waits = windowStage(guard, { params })
      const since = waits.clock.now()
      const sent = waits.cross(REFUND)
      await waits.clock.advance(MINUTE - 1)
      assert.deepEqual(ran(waits), [], 'it has not run one ms before the end')
      await waits.clock.advance(1)
      await sent
      assert.deepEqual(ran(waits), ['c1'])
      assert.equal(waits.evidence().effects[0]?.at, since + MINUTE)

      for (const revokeAfterMs of [0, 1, MINUTE - 1]) {
        const stage = windowStage(guard, { params, script: { answers: ['revoke'], revokeAfterMs } })
        const reply = stage.cross(REFUND)
        await stage.clock.advance(2 * MINUTE)
        assert.match(JSON.stringify(await reply), /carla took the approval back/, 'the agent is told')
        assert.deepEqual(ran(stage), [], `taken back after ${revokeAfterMs} ms`)
        const [told] = eventsOf(stage.evidence().events, 'approval').filter(({ answer }) => answer === 'revoked')
        assert.equal(told?.waitedMs, revokeAfterMs)
      }
      const stopped = windowStage(guard, { params, script: { answers: ['stop'], revokeAfterMs: 10 } })
      const reply = stopped.cross(REFUND)
      await stopped.clock.advance(2 * MINUTE)
      await reply
      assert.deepEqual([ran(stopped), stopped.trial.signal.aborted], [[], true])
      for (const stage of [waits, stopped]) assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'A12',
    title: 'a client that leaves within the window leaves no approval behind, and a trial that ends runs nothing',
    check: async (guard) => {
      const stage = windowStage(guard, { params: { delayMs: MINUTE }, script: { answers: ['approve', 'deny'] } })
      const client = new AbortController()
      const first = stage.cross({ ...REFUND, signal: client.signal })
      await stage.clock.advance(10)
      client.abort(new Error('gone'))
      await first
      const second = stage.cross(REFUND)
      await stage.clock.advance(2 * MINUTE)
      await second
      assert.deepEqual(ran(stage), [], 'its yes had not stood for its time')
      const ended = windowStage(guard, { params: { delayMs: MINUTE } })
      const open = ended.cross({ ...REFUND, world: done })
      await ended.clock.advance(10)
      ended.trial.abort(new Error('over'))
      await ended.clock.advance(2 * MINUTE)
      await open
      assert.deepEqual(ran(ended), [])
    },
  },
]
