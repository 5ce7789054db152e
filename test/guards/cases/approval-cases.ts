import assert from 'node:assert/strict'
import type { Answer, ApprovalRequest, Approver } from '../../../src/boundary/approver.ts'
import type { Injector } from '../../../src/boundary/interceptor.ts'
import type { ApprovalParams } from '../../../src/guards/approval.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { AmbiguousJson, type Json, parseStrict } from '../../../src/kernel/json.ts'
import { usd } from '../../../src/kernel/money.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, type Sketch } from '../../../src/testing/guard-stage.ts'
import type { GuardCase } from './case.ts'

type Word = 'yes' | 'no' | 'silent'

/** Answers in order, then no more; keeps what it was asked. */
export function answering(...words: Word[]): Approver & { asked: ApprovalRequest[] } {
  const asked: ApprovalRequest[] = []
  return {
    asked,
    ask: async (request) => {
      asked.push(request)
      const word = words.shift() ?? 'no'
      if (word === 'silent') return new Promise<Answer>(() => {})
      return { kind: word === 'yes' ? 'approved' : 'denied', by: 'carla' }
    },
  }
}

/** The first call is lost on its way to the world: approved, and never run. */
export const losesFirst: Injector = {
  draw: ({ id }) => {
    const intercept = async () => ({ kind: 'broken', how: 'no-reply' }) as const
    return id === 'c1' ? [{ entry: 0, fault: 'timeout', intercept, random: createRandom(1) }] : []
  },
}

const REFUND: Sketch = { target: 'tool refund', input: { charge: 'ch_1', cents: 4_900 }, cost: usd(49) }

/** A stage on which a first REFUND was approved and never ran; every later request is answered no. */
async function withUnusedApproval(guard: Guard<ApprovalParams>, first: Sketch = REFUND) {
  const approver = answering('yes')
  const stage = guardStage({ guard, params: { grantMs: 60_000 }, approver, injector: losesFirst })
  await stage.cross(first)
  assert.equal(approver.asked.length, 1)
  return { stage, approver }
}

function ran(stage: GuardStage): string[] {
  return stage.evidence().calls.flatMap(({ call, effects }) => (effects.length > 0 ? [call.id] : []))
}

/** Another call is not covered by the approval of the first, and does not use it up. */
async function notCovered(guard: Guard<ApprovalParams>, other: Sketch, first: Sketch = REFUND): Promise<void> {
  const { stage, approver } = await withUnusedApproval(guard, first)
  await stage.cross({ ...first, ...other })
  assert.deepEqual(ran(stage), [], `${JSON.stringify(other)} did not run`)
  assert.equal(approver.asked.length, 2, 'a person was asked about it')
  await stage.cross(first)
  assert.deepEqual(ran(stage), ['c3'], 'the approval was still there for what it was given')
  assert.equal(approver.asked.length, 2, 'and nobody was asked again')
}

async function covered(guard: Guard<ApprovalParams>, input: Json, same: Json): Promise<void> {
  const { stage } = await withUnusedApproval(guard, { ...REFUND, input })
  await stage.cross({ ...REFUND, input: same })
  assert.deepEqual(ran(stage), ['c2'], `${JSON.stringify(input)} covers ${JSON.stringify(same)}`)
}

/** What a channel makes of a text: an input, or a call that is malformed. */
function parsed(text: string): Sketch {
  try {
    return { ...REFUND, input: parseStrict(text) }
  } catch (thrown) {
    if (!(thrown instanceof AmbiguousJson)) throw thrown
    return { ...REFUND, input: text, malformed: thrown.message }
  }
}

export const approvalCases: GuardCase<ApprovalParams>[] = [
  {
    id: 'A1',
    title: 'the same tool with other arguments is not covered, and the approval stays',
    check: async (guard) => {
      await notCovered(guard, { input: { charge: 'ch_2', cents: 4_900 } })
      await notCovered(guard, { input: { charge: 'ch_1', cents: 490_000 } })
      await notCovered(guard, { input: { charge: 'ch_1', cents: '4900' } })
      await notCovered(guard, { input: { charge: 'ch_1 ', cents: 4_900 } })
      await notCovered(guard, { items: 500 })
      await notCovered(guard, { cost: usd(4_900) })
    },
  },
  {
    id: 'A2',
    title: 'another tool with the same arguments is not covered',
    check: async (guard) => {
      await notCovered(guard, { target: 'tool refund_all' })
      await notCovered(guard, { channel: 'http' })
    },
  },
  {
    id: 'A3',
    title: 'a replay is asked again, and an approval used twice at once makes one effect',
    check: async (guard) => {
      const replay = guardStage({ guard, params: {}, approver: answering('yes') })
      for (let time = 0; time < 3; time++) await replay.cross(REFUND)
      assert.deepEqual(ran(replay), ['c1'], 'the replays did not run')
      const { stage } = await withUnusedApproval(guard)
      await Promise.all([stage.cross(REFUND), stage.cross(REFUND), stage.cross(REFUND)])
      assert.equal(ran(stage).length, 1, 'one effect')
      assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'A4',
    title: 'two spellings of one input are equal or refused, never one thing seen and another run',
    check: async (guard) => {
      await covered(guard, { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })
      await covered(guard, parseStrict('{"n":1}'), parseStrict('{"n":1.0}'))
      await notCovered(guard, { input: { to: 'Jose\u0301' } }, { ...REFUND, input: { to: 'Jos\u00e9' } })
      await notCovered(guard, { input: { n: Number.POSITIVE_INFINITY } }, { ...REFUND, input: { n: 'Infinity' } })
      for (const text of ['{"to":"a","to":"b"}', '{"__proto__":{"admin":true}}', '{"to":"a","\\u0074o":"b"}']) {
        const stage = guardStage({ guard, params: {}, approver: answering('yes', 'yes') })
        await stage.cross(parsed(text))
        assert.deepEqual(ran(stage), [], `${text} did not run`)
      }
    },
  },
  {
    id: 'A5',
    title: 'what is approved is what will run, after every rewriting',
    check: async (guard) => {
      const asked = answering('yes', 'yes')
      const input = { charge: 'ch_1', cents: 4_900 }
      const whatRan: Json[] = []
      const stage = guardStage({ guard, params: {}, approver: asked })
      const world: Sketch['world'] = (call) => {
        whatRan.push(structuredClone(call.input))
        return done(call)
      }
      await stage.cross({ ...REFUND, input, world })
      assert.deepEqual(whatRan, [asked.asked[0]?.input], 'the person saw what ran')
      // The agent keeps a hand on its input, and moves it while the person looks.
      const rewriting: Approver = {
        ask: async () => {
          input.cents = 490_000
          return { kind: 'approved', by: 'carla' }
        },
      }
      const sly = guardStage({ guard, params: {}, approver: rewriting })
      await sly.cross({ ...REFUND, input, world })
      assert.deepEqual(ran(sly), [], 'what changed while it waited did not run')
    },
  },
  {
    id: 'A7',
    title: 'an approval that was not used serves the same call under another id, until it expires',
    check: async (guard) => {
      const { stage, approver } = await withUnusedApproval(guard)
      await stage.cross(REFUND)
      assert.deepEqual(ran(stage), ['c2'])
      assert.equal(approver.asked.length, 1, 'nobody was asked again')
      const allowed = stage.evidence().calls[1]?.decisions[0]
      assert.equal(allowed?.approvedBy, 'carla', 'it is still known who approved')
      assert.deepEqual(stage.violations(), [])
      const { stage: later } = await withUnusedApproval(guard)
      later.clock.set(later.clock.now() + 60_000)
      await later.cross(REFUND)
      assert.deepEqual(ran(later), [], 'an expired approval is none')
    },
  },
  {
    id: 'A8',
    title: 'a call straight to the API, the model gateway or another tool is held as well',
    check: async (guard) => {
      for (const channel of ['http', 'sql', 'tool', 'model'] as const) {
        for (const access of ['write', 'unknown'] as const) {
          const stage = guardStage({ guard, params: {} })
          await stage.cross({ channel, target: 'payments POST /v1/refunds', access })
          assert.deepEqual(ran(stage), [], `${access} over ${channel}`)
        }
      }
    },
  },
  {
    id: 'A13',
    title: 'when nobody answers, the call is denied at the time-out and the agent is told',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { timeoutMs: 5_000 }, approver: answering('silent') })
      const since = stage.clock.now()
      const reply = stage.cross(REFUND)
      await stage.clock.advance(4_999)
      assert.equal(stage.evidence().calls[0]?.delivered, undefined, 'it waits until then')
      await stage.clock.advance(1)
      assert.match(JSON.stringify(await reply), /nobody answered/)
      assert.deepEqual(ran(stage), [])
      const [story] = stage.evidence().calls
      assert.equal(story?.delivered?.at, since + 5_000)
      assert.equal(story?.approvals[0]?.answer, 'silent')
    },
  },
]

export const moreApprovalCases: GuardCase<ApprovalParams>[] = [
  {
    id: 'A11',
    title: 'nobody approves for another principal, and no agent approves itself',
    check: async (guard) => {
      await notCovered(guard, { principal: 'agent/helper' })
      for (const principal of ['carla', 'carla/helper']) {
        const stage = guardStage({ guard, params: {}, approver: answering('yes') })
        await stage.cross({ ...REFUND, principal })
        assert.deepEqual(ran(stage), [], `${principal} asked and carla answered`)
      }
    },
  },
]
