import assert from 'node:assert/strict'
import type { Channel, ChannelSession, ChannelStage } from '../boundary/channel.ts'
import type { SeatedGuard } from '../boundary/decision.ts'
import type { DrawnFault, Interceptor } from '../boundary/interceptor.ts'
import { createSeam } from '../boundary/seam.ts'
import { channels } from '../channels/index.ts'
import { canonical } from '../kernel/json.ts'
import { createRandom } from '../kernel/random.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import { type CallStory, gatherEvidence } from '../trace/evidence.ts'
import type { ContractCheck } from './fault-contract.ts'
import { leapingClock } from './fault-stage.ts'

/** A channel with a world behind it, and a client before it. */
export interface ChannelExample {
  /** What it is opened on. `ran` is called whenever the world runs a call. */
  world(ran: () => void): Pick<ChannelStage, 'world' | 'databases' | 'services'>
  /** Makes one call, as a client of this channel does. Resolves with what it was told, rejects where the transport broke. */
  call(session: Partial<ChannelSession>, stage: ChannelStage): Promise<'yes' | 'no'>
}

/**
 * What every channel owes, as checks for any test runner:
 * `for (const { title, check } of channelContract(channel, example)) it(title, check)`.
 */
export function channelContract(channel: Channel, example: ChannelExample): ContractCheck[] {
  const cross = (staging: Staging = {}) => crossing(channel, example, staging)
  return [
    { title: 'has a name, a summary and an environment of texts', check: () => checkCatalogue(channel, example) },
    { title: 'says no in a way that tells refusals apart', check: async () => checkRefusals(channel) },
    { title: 'takes a call across the seam once', check: () => checkCrossing(channel, cross) },
    { title: 'shows its client the refusal of a guard, and asks no world', check: () => checkDenied(cross) },
    { title: 'shows its client the refusal of a fault', check: () => checkRefused(cross) },
    { title: 'breaks where the transport breaks', check: () => checkBroken(cross) },
    { title: 'holds effects open as it says', check: () => checkHolding(channel, cross) },
    { title: 'runs nothing once the trial is over', check: () => checkOver(cross) },
  ]
}

interface Staging {
  guard?: SeatedGuard
  fault?: Interceptor
  over?: true
}

/** What came of one call. */
interface Crossed {
  told: 'yes' | 'no' | 'broken'
  /** How often the world ran. */
  ran: number
  stories: CallStory[]
  faults: string[]
}

type Cross = (staging?: Staging) => Promise<Crossed>

async function crossing(channel: Channel, example: ChannelExample, staging: Staging): Promise<Crossed> {
  let ran = 0
  const events: Recorded[] = []
  const trial = new AbortController()
  const clock = leapingClock()
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const { guard, fault, over } = staging
  const drawn: DrawnFault[] = fault ? [{ entry: 0, fault: 'planted', intercept: fault, random: createRandom(1) }] : []
  const seam = createSeam({
    channels: { ...channels, [channel.name]: channel },
    guards: guard ? [guard] : [],
    injector: { draw: () => drawn },
    approver: undefined,
    clock,
    signal: trial.signal,
    maxCalls: 10,
    write,
    stop: () => {},
  })
  const parts = example.world(() => void ran++)
  const stage = { ...parts, seam, principal: 'agent', clock, signal: trial.signal, write, order: { model: null } }
  const { session, close } = channel.open(stage)
  if (over) trial.abort(new Error('The trial is over'))
  const told = await example.call(session, stage).catch(() => 'broken' as const)
  close()
  const faults = events.flatMap((event) => (event.type === 'harness-fault' ? [event.message] : []))
  return { told, ran, stories: gatherEvidence(events).calls, faults }
}

async function checkCatalogue(channel: Channel, example: ChannelExample): Promise<void> {
  const { name, summary } = channel
  assert.match(name, /^[a-z]+(-[a-z]+)*$/, 'its name is in lower case, words joined by "-"')
  assert.match(summary, /^[A-Z].*\.$/s, 'its summary is one sentence')
  const parts = { principal: 'agent', clock: leapingClock(), order: { model: null }, write: () => {} }
  const stage = { ...example.world(() => {}), ...parts }
  const seam = {
    connections: false,
    cross: () => Promise.reject(new Error('nothing is called')),
    quiet: () => undefined,
    unanswered: () => [],
  }
  const { env, close } = channel.open({ ...stage, seam, signal: new AbortController().signal })
  for (const [key, value] of Object.entries(env)) {
    assert.equal(typeof value, 'string', `its environment variable ${key} is a text`)
  }
  close()
}

const REFUSALS = [
  { status: 401, code: 'invalid_token', message: 'Who are you?' },
  { status: 403, code: 'permission_denied', message: 'Not you.' },
  { status: 429, code: 'rate_limited', message: 'Slow down.' },
  { status: 503, code: 'unavailable', message: 'Come back.' },
]

function checkRefusals(channel: Channel): void {
  const said = REFUSALS.map((refusal) => {
    const reply = channel.refuse({}, refusal)
    assert.equal(reply.kind, 'error', 'what says no is an error')
    assert.equal(canonical(toJson(reply)), canonical(toJson(channel.refuse({}, refusal))), 'it says the same each time')
    const text = JSON.stringify(reply)
    assert.ok(text.includes(refusal.message), `it passes the message on (${refusal.code})`)
    return text.replace(refusal.message, '')
  })
  assert.equal(new Set(said).size, REFUSALS.length, 'a client can tell refusals apart without their messages')
}

function toJson(value: unknown) {
  return JSON.parse(JSON.stringify(value))
}

async function checkCrossing(channel: Channel, cross: Cross): Promise<void> {
  const { told, ran, stories, faults } = await cross()
  assert.deepEqual(faults, [], 'nothing of the harness fails')
  assert.equal(told, 'yes', 'the client is told yes')
  assert.equal(ran, 1, 'the world runs once')
  assert.equal(stories.length, 1, 'one call is written down')
  const [{ call, executed, delivered } = {} as CallStory] = stories
  assert.equal(call?.channel, channel.name, 'the call says which channel carried it')
  assert.equal(call?.principal, 'agent', 'the call says who made it')
  assert.equal(call?.holdsEffects ?? false, channel.holdsEffects, 'the call says whether its effects are held open')
  assert.equal(call?.isAction ?? true, channel.isAction, 'the call says whether it is an action')
  assert.equal(executed?.outcome, 'ok', 'what the world did is written down')
  assert.equal(delivered?.outcome, 'ok', 'what the client got is written down')
}

const deny: SeatedGuard = { name: 'no', mode: 'enforce', decide: () => ({ kind: 'deny', reason: 'No.' }) }

async function checkDenied(cross: Cross): Promise<void> {
  const { told, ran, stories } = await cross({ guard: deny })
  assert.equal(told, 'no', 'the client is told no')
  assert.equal(ran, 0, 'the world is not asked')
  assert.equal(stories[0]?.delivered?.outcome, 'refused', 'the refusal is written down')
}

async function checkRefused(cross: Cross): Promise<void> {
  for (const refusal of REFUSALS) {
    const { told, ran, stories } = await cross({ fault: async (_call, _next, { refuse }) => refuse(refusal) })
    assert.equal(told, 'no', `the client is told no (${refusal.code})`)
    assert.equal(ran, 0, `the world is not asked (${refusal.code})`)
    assert.equal(stories[0]?.delivered?.says, refusal.code, `what crossed says ${refusal.code}`)
  }
}

async function checkBroken(cross: Cross): Promise<void> {
  for (const how of ['reset', 'no-reply'] as const) {
    const { told, stories } = await cross({ fault: async () => ({ kind: 'broken', how }) })
    assert.equal(told, 'broken', `the client is told neither yes nor no (${how})`)
    assert.equal(stories[0]?.delivered?.how, how, `what broke is written down (${how})`)
  }
}

/** A guard that says no to effects has them undone where they are held open, and is never asked where they are not. */
async function checkHolding({ holdsEffects }: Channel, cross: Cross): Promise<void> {
  let asked = 0
  const inspect = () => {
    asked++
    return { kind: 'deny', reason: 'Not this.' } as const
  }
  const guard: SeatedGuard = { name: 'look', mode: 'enforce', decide: () => ({ kind: 'allow', reason: '' }), inspect }
  const { told, stories } = await cross({ guard })
  assert.equal(
    asked,
    holdsEffects ? 1 : 0,
    'a guard is shown effects before they stay exactly where they are held open',
  )
  assert.equal(told, holdsEffects ? 'no' : 'yes', 'the client is told what the guard said')
  if (holdsEffects) assert.deepEqual(stories[0]?.effects, [], 'effects that a guard refuses do not stay')
}

async function checkOver(cross: Cross): Promise<void> {
  const { told, ran } = await cross({ over: true })
  assert.equal(ran, 0, 'the world is not asked once the trial is over')
  assert.equal(told, 'broken', 'the client is told neither yes nor no once the trial is over')
}
