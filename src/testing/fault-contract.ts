import assert from 'node:assert/strict'
import type { Call } from '../boundary/call.ts'
import type { SeatedGuard } from '../boundary/decision.ts'
import type { InterceptContext } from '../boundary/interceptor.ts'
import type { Reply } from '../boundary/reply.ts'
import { channels } from '../channels/index.ts'
import { type FastCheck, type Fault, isTerminal } from '../faults/define.ts'
import { NO_PAST, type Past } from '../faults/past.ts'
import type { Clock } from '../kernel/clock.ts'
import { canonical } from '../kernel/json.ts'
import { createRandom } from '../kernel/random.ts'
import type { ChannelName } from '../trace/events/call.ts'
import type { CallStory } from '../trace/evidence.ts'
import {
  eventsReply,
  leapingClock,
  proposal,
  replyOf,
  type Staging,
  settled,
  spokenAs,
  stage,
  stageWorld,
} from './fault-stage.ts'
import { touchedGlobals } from './only-arguments.ts'
import { safeguardContract } from './safeguard-contract.ts'

/** One thing that must hold. `check` rejects where it does not; the message says what was expected. */
export interface ContractCheck {
  title: string
  check(): Promise<void>
}

/**
 * What every fault owes, as checks for any test runner:
 * `for (const { title, check } of faultContract(fault, fc)) it(title, check)`.
 * Parameters are drawn by the fault's own arbitrary; a failure prints fast-check's replay.
 */
export function faultContract<P>(fault: Fault<P>, fc: FastCheck): ContractCheck[] {
  if (fault.seat === 'guard') return safeguardContract(fault, fc)
  const drawn = (check: (params: P, channel: ChannelName) => Promise<void>) => async () => {
    const property = fc.asyncProperty(fault.arbitrary(fc), fc.constantFrom(...fault.channels), check)
    await fc.assert(property, { numRuns: 25, seed: 1 })
  }
  return [
    { title: 'has a name, a summary and channels', check: async () => checkCatalogue(fault) },
    { title: 'accepts the parameters it draws, and no unknown ones', check: drawn((p) => checkParams(fault, p)) },
    { title: 'takes chance and time from its arguments', check: drawn((p, c) => checkArguments(fault, p, c)) },
    { title: 'does the same for the same seed', check: drawn((p, c) => checkDeterminism(fault, p, c)) },
    { title: 'asks the world once, or never when terminal', check: drawn((p, c) => checkExecutions(fault, p, c)) },
    { title: 'lets go when the client gives up', check: drawn((p, c) => checkAbort(fault, p, c)) },
    { title: 'arrives where it is injected', check: drawn((p, c) => checkArrival(fault, p, c)) },
    { title: 'does not arrive where it is not injected', check: drawn((p, c) => checkCalm(fault, p, c)) },
  ]
}

function checkCatalogue<P>({ name, summary, channels }: Fault<P>): void {
  assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'the name is kebab-case')
  assert.match(summary, /\.$/, 'the summary is a sentence')
  assert.ok(channels.length > 0, 'it has a channel')
}

async function checkParams<P>(fault: Fault<P>, params: P): Promise<void> {
  assert.equal(canonical(fault.params.parse(params)), canonical(params), 'the schema gives back what was drawn')
  const unknown = fault.params.safeParse({ ...params, 'no-such-parameter': 1 })
  assert.ok(!unknown.success, 'the schema refuses a parameter that it does not know')
}

async function checkArguments<P>(fault: Fault<P>, params: P, channel: ChannelName): Promise<void> {
  const touched = await touchedGlobals(() => run(fault, params, channel))
  assert.deepEqual(touched, [], 'it touches no global chance or time')
}

async function checkDeterminism<P>(fault: Fault<P>, params: P, channel: ChannelName): Promise<void> {
  const first = await run(fault, params, channel)
  const second = await run(fault, params, channel)
  assert.deepEqual(second, first, 'the same seed gives the same reply')
}

async function checkExecutions<P>(fault: Fault<P>, params: P, channel: ChannelName): Promise<void> {
  const { executions } = await run(fault, params, channel)
  const terminal = isTerminal(fault, params)
  assert.equal(executions, terminal ? 0 : 1, terminal ? 'it never calls next' : 'it calls next once')
}

/** What the world answers, with a value of every sort in it, and what it answered before. */
const NOW = { id: 'r1', amount: 1200, paid: true, status: 'succeeded' }
const BEFORE = { id: 'r1', amount: 900, paid: false, status: 'pending' }

/** A reply that the fault does something to. */
function answer<P>({ reply }: Fault<P>, channel: ChannelName, streamed = false): Reply {
  return reply === 'event-stream' ? eventsReply(NOW, { streamed }) : replyOf(channel, NOW, { streamed })
}

/** Runs an interceptor alone, on a clock that leaps. */
async function run<P>(fault: Fault<P>, params: P, channel: ChannelName) {
  let executions = 0
  const next = async () => {
    executions++
    return answer(fault, channel)
  }
  const { signal } = new AbortController()
  const context = {
    signal,
    clock: leapingClock(),
    random: createRandom('contract'),
    refuse: refusalOn(channel),
    restart: async () => true,
  }
  const intercept = fault.inject(
    params,
    pastOf(channel),
    stageWorld({ id: 'c1' }, () => {}),
  )
  const reply = await settled(await intercept(callOn(fault, channel), next, context))
  return { reply, executions }
}

function refusalOn(channel: ChannelName): InterceptContext['refuse'] {
  return (refusal) => channels[channel].refuse({}, refusal)
}

function pastOf(channel: ChannelName): Past {
  return { ...NO_PAST, before: () => replyOf(channel, BEFORE) }
}

/** Whatever it waits for (a clock that stands still, a body without an end) it must stop waiting for. */
async function checkAbort<P>(fault: Fault<P>, params: P, channel: ChannelName): Promise<void> {
  for (const before of [true, false]) {
    const client = new AbortController()
    const giveUp = () => client.abort(new Error('the client gave up'))
    if (before) giveUp()
    const random = createRandom('contract')
    const context = {
      signal: client.signal,
      clock: stillClock(),
      random,
      refuse: refusalOn(channel),
      restart: async () => true,
    }
    let over = false
    const done = () => {
      over = true
    }
    const intercept = fault.inject(
      params,
      pastOf(channel),
      stageWorld({ id: 'c1' }, () => {}),
    )
    intercept(callOn(fault, channel, client.signal), async () => endless(fault, channel), context).then(done, done)
    await turns(5)
    giveUp()
    await turns(20)
    assert.ok(over, `it settles when the client gives up ${before ? 'before it starts' : 'while it waits'}`)
  }
}

function endless<P>({ reply }: Fault<P>, channel: ChannelName): Reply {
  if (channel === 'tool' || channel === 'sql') return replyOf(channel, {})
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array([123])) })
  if (channel === 'tcp') return { kind: 'ok', output: { body } }
  const type = reply === 'event-stream' ? 'text/event-stream' : 'application/json'
  const spoken = channel === 'model' ? { spoken: spokenAs() } : {}
  return { kind: 'ok', output: { status: 200, headers: [['content-type', type]], body }, ...spoken }
}

function stillClock(): Clock {
  return {
    now: () => 0,
    sleep: (_, signal) =>
      new Promise((_resolve, reject) => {
        if (signal?.aborted) reject(signal.reason)
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

async function checkArrival<P>(fault: Fault<P>, params: P, channel: ChannelName): Promise<void> {
  for (const streamed of [false, true]) {
    const story = await stage(injected(fault, params, channel, streamed))
    const where = `${channel}${streamed ? ', streamed' : ''}`
    assert.equal(typeof fault.symptom(story, params, story.all), 'string', `its symptom shows in the trace (${where})`)
    assert.equal(
      story.executed !== undefined,
      !isTerminal(fault, params),
      `the trace says what the world did (${where})`,
    )
    checkSeat(fault, story, where)
  }
}

/** A fault has one seat: it changes the world, and leaves the call and its reply alone, or it leaves the world alone. */
function checkSeat<P>(
  { seat }: Fault<P>,
  { executed, delivered, meanwhile, restarted }: CallStory,
  where: string,
): void {
  assert.equal(meanwhile !== undefined, seat === 'world', `it changes the world if that is its seat (${where})`)
  assert.equal(restarted !== undefined, seat === 'agent', `it restarts the agent if that is its seat (${where})`)
  if (seat !== 'world') return
  const untouched = executed?.input === undefined && delivered?.output === undefined
  assert.ok(untouched && delivered?.outcome === executed?.outcome, `it leaves the call and its reply alone (${where})`)
}

/** Calls on which it was not injected, the world's own refusals among them, and one where it was drawn and did nothing. */
async function checkCalm<P>(fault: Fault<P>, params: P, channel: ChannelName): Promise<void> {
  const statuses = [200, 403, 404, 429, 500, 503]
  const calm = statuses.map((status): Staging => ({ channel, world: () => replyOf(channel, {}, { status }) }))
  const deny: SeatedGuard = { name: 'no', mode: 'enforce', decide: () => ({ kind: 'deny', reason: 'no' }) }
  const refused: Staging = { channel, world: () => replyOf(channel, {}), guards: [deny] }
  const { fault: _, ...undrawn } = injected(fault, params, channel, true)
  for (const staging of [...calm, refused, undrawn]) {
    const story = await stage(staging)
    assert.equal(fault.symptom(story, params, story.all), undefined, 'a calm call shows no symptom')
  }
  const real = injected(fault, params, channel)
  const mute = await stage({ ...real, fault: { ...fault, inject: () => (_call, next) => next() } as Fault })
  // A control leaves every trace of a calm call: there is nothing to tell apart.
  if (!fault.detectable && likeness(mute) === likeness(await stage(real))) return
  assert.equal(fault.symptom(mute, params, mute.all), undefined, 'a call on which it did nothing shows no symptom')
}

function injected<P>(fault: Fault<P>, params: P, channel: ChannelName, streamed = false): Staging {
  const world = () => answer(fault, channel, streamed)
  const earlier = fault.remembers && { earlier: () => replyOf(channel, BEFORE) }
  const opens = fault.opens && { opens: fault.opens }
  return { channel, world, fault: fault as Fault, params, access: fault.access ?? 'write', ...opens, ...earlier }
}

function likeness({ executed, delivered }: CallStory): string {
  return canonical([executed, delivered])
}

function callOn<P>({ access = 'write' }: Fault<P>, channel: ChannelName, signal = new AbortController().signal): Call {
  return { ...proposal(channel, signal), access, id: 'c1', key: `${channel}:0`, attempt: 1 }
}
