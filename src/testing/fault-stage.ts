import type { Call, Proposal } from '../boundary/call.ts'
import type { SeatedGuard } from '../boundary/decision.ts'
import { type Broken, hasBody, isHttpOutput, type Reply } from '../boundary/reply.ts'
import { createSeam, type Door } from '../boundary/seam.ts'
import type { AskedTool, Spoken } from '../boundary/spoken.ts'
import { watchBody } from '../boundary/watch-body.ts'
import { type HttpOutput, isWhole, jsonOutput, type TcpOutput, WholeBody } from '../boundary/wire.ts'
import { TOOLS, type WorldHandle } from '../boundary/world-handle.ts'
import { channels } from '../channels/index.ts'
import { type BoundEntry, planInjector } from '../faults/plan.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import { createRandom } from '../kernel/random.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import type { Access, ChannelName } from '../trace/events/call.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import { type CallStory, gatherEvidence } from '../trace/evidence.ts'
import type { Turn } from '../trace/turn.ts'

/** One crossing of the real seam: who asks, what the world answers, and what stands between. */
export interface Staging {
  channel: ChannelName
  /** What the world answers to the staged call. */
  world(): Reply
  /** Drawn on the staged call alone. Without it no fault is drawn. */
  fault?: BoundEntry['fault']
  /** As the fault's schema gives them back. */
  params?: unknown
  access?: Access
  /** It opens a connection. */
  opens?: true
  /** What the world answered to the same call before: then a write came between the two. */
  earlier?: () => Reply
  guards?: SeatedGuard[]
}

/** What a trace tells of the staged call, and of all calls. */
export interface Staged extends CallStory {
  all: readonly CallStory[]
}

/** Sends a call through a seam of its own, reads the reply to its end, and tells the story that the trace tells. */
export async function stage(staging: Staging): Promise<Staged> {
  const { channel, world, fault, params = {}, access = 'write', opens, earlier, guards = [] } = staging
  const clock = leapingClock()
  const events: Recorded[] = []
  const entries: BoundEntry[] = fault ? [{ fault, params, on: `${channel} stage`, when: 'always' }] : []
  const write: Write = (event) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const seam = createSeam({
    channels,
    guards,
    injector: planInjector(entries, {
      random: createRandom('stage'),
      clock,
      world: (ahead) => stageWorld(ahead, write),
    }),
    approver: undefined,
    clock,
    signal: new AbortController().signal,
    maxCalls: 10,
    write,
    restart: async ({ id: call }) => {
      write({ type: 'agent-restarted', call })
      return true
    },
    stop: () => {},
  })
  const send = async (target: string, how: Access, answer: () => Reply) => {
    const body = await seam.cross(
      { ...proposal(channel), target, access: how, ...(opens && { opens }) },
      plainDoor(answer),
    )
    // A body that breaks off is read as far as it goes.
    if (!isWhole(body)) await new Response(body).text().catch(() => '')
  }
  if (earlier) {
    await send(`${channel} stage`, access, earlier)
    await send(`${channel} other`, 'write', world)
  }
  await send(`${channel} stage`, access, world)
  return tell(events)
}

type Write = (event: TraceEvent) => void

/** A world of one member and one tool, as faults that change it see it. */
export function stageWorld({ id: ahead }: Pick<Call, 'id'>, write: Write): WorldHandle {
  const before = { name: 'the only one' }
  const effect = (change: Pick<EffectEvent, 'op' | 'id' | 'after'>) =>
    write({ type: 'effect', calls: [], collection: 'stage.things', before, ...change, ahead })
  const tool = { description: 'The only one.', inputSchema: { type: 'object', properties: { amount: {} } } }
  const change = () => write({ type: 'effect', calls: [], collection: TOOLS, op: 'update', id: 'stage', ahead })
  return {
    tools: { names: () => ['stage'], face: () => tool, withdraw: change, describe: change, rename: change },
    collections: () => ['stage.things'],
    collection: () => ({
      ids: () => ['thing_1'],
      get: () => before,
      create: (id, after) => effect({ op: 'create', id, after }),
      update: (id, fields) => effect({ op: 'update', id, after: { ...before, ...fields } }),
      delete: (id) => effect({ op: 'delete', id }),
    }),
  }
}

function tell(events: Recorded[]): Staged {
  const harnessFault = events.find((event) => event.type === 'harness-fault')
  if (harnessFault) throw new Error(`Failed to stage a call: ${harnessFault.where}: ${harnessFault.message}.`)
  const all = gatherEvidence(events).calls
  const story = all.at(-1)
  if (!story) throw new Error('Failed to stage a call: the trace tells of none.')
  return { ...story, all }
}

/** A clock on which every wait is over at once, and time has moved by it. */
export function leapingClock(): Clock {
  let now = Date.UTC(2026, 0, 1)
  return {
    now: () => now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      now += ms
    },
  }
}

/** A call with a list in its input. */
export function proposal(channel: ChannelName, signal = new AbortController().signal): Proposal {
  const body = { prices: ['p1', 'p2', 'p3'] }
  const input = channel === 'tool' || channel === 'sql' ? body : { path: {}, query: {}, headers: {}, body }
  return { channel, target: `${channel} stage`, input, access: 'write', principal: 'agent', items: 1, signal }
}

/** A reply in the form of the channel. `streamed`: in two chunks, where the channel has streams. */
export function replyOf(channel: ChannelName, content: Json, { status = 200, streamed = false } = {}): Reply {
  const kind = status >= 400 ? 'error' : 'ok'
  if (channel === 'tool' || channel === 'sql') return { kind, output: { content } }
  const text = JSON.stringify(content)
  const half = Math.floor(text.length / 2)
  const body = streamed ? streamOf([text.slice(0, half), text.slice(half)]) : new WholeBody(text)
  if (channel === 'tcp') return { kind, output: { body } }
  const output: HttpOutput = { status, headers: [['content-type', 'application/json']], body }
  return kind === 'ok' && channel === 'model' ? { kind, output, spoken: spokenAs(streamed) } : { kind, output }
}

/** What stands behind the answer of a model: words, and a tool call that is not its first. */
export function spokenAs(streamed = false): Spoken {
  const toolCalls = [{ name: 'refund', input: { id: 'r1' } }]
  const calls = [{ name: 'look', input: {} }]
  return {
    turn: { text: 'A moment.', toolCalls },
    tools: ['refund', 'look'],
    calls,
    answered: [],
    asked: askedIn,
    say: streamed ? sayStreamed : sayWhole,
    carried: asItIs,
  }
}

/** Of its own, and one: what two replies hold is compared. */
function asItIs(turn: Turn): Turn {
  return turn
}

function askedIn({ toolCalls = [] }: Turn): readonly AskedTool[] {
  return toolCalls
}

function sayWhole(turn: Turn): HttpOutput {
  return jsonOutput(200, turn)
}

function sayStreamed(turn: Turn): HttpOutput {
  return { ...sayWhole(turn), body: streamOf([JSON.stringify(turn)]) }
}

/** A reply of three events. `streamed`: a chunk for each. */
export function eventsReply(content: Json, { streamed = false } = {}): Reply {
  const events = [1, 2, 3].map((event) => `data: ${JSON.stringify({ event, content })}\n\n`)
  const body = streamed ? streamOf(events) : new WholeBody(events.join(''))
  return { kind: 'ok', output: { status: 200, headers: [['content-type', 'text/event-stream']], body } }
}

function streamOf(parts: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => {
      const part = parts.shift()
      if (part === undefined) controller.close()
      else controller.enqueue(new TextEncoder().encode(part))
    },
  })
}

/** A channel without a protocol: it hands over the body as it is, and nothing where the transport breaks. */
function plainDoor(world: () => Reply): Door<HttpOutput['body']> {
  return {
    execute: async () => world(),
    read: (output, passed) => (hasBody(output) ? jsonOf(output, passed) : output.content),
    render: (reply, streamed) => {
      if (reply.kind === 'broken') return { seen: { outcome: 'broken', how: reply.how }, give: () => NOTHING }
      const { kind: outcome, output } = reply
      if (!hasBody(output)) return { seen: { outcome, output: output.content }, give: () => NOTHING }
      const { body } = output
      const head = isHttpOutput(output) && { status: output.status, headers: Object.fromEntries(output.headers) }
      if (isWhole(body)) return { seen: { outcome, ...head, output: body.json }, give: () => body }
      const watched = watchBody(body, (end, passed, bounded) => {
        const seen = { outcome, ...head, output: bounded ?? passed.json }
        streamed(end === 'failed' ? { ...seen, outcome: 'broken', how: 'truncated' } : seen)
      })
      return { seen: 'streaming', give: () => watched }
    },
  }
}

const NOTHING = new WholeBody('')

function jsonOf({ body }: HttpOutput | TcpOutput, passed = NOTHING): Json {
  return isWhole(body) ? body.json : passed.json
}

/** A reply with its body read to the end, so that two can be compared. */
export async function settled(reply: Reply): Promise<Broken | { kind: string; head: Json; body: string }> {
  if (reply.kind === 'broken') return reply
  const { kind, output } = reply
  if (!hasBody(output)) return { kind, head: null, body: JSON.stringify(output.content) }
  const broken = (thrown: Error) => `broken: ${thrown.message}`
  const body = isWhole(output.body) ? output.body.text : await new Response(output.body).text().catch(broken)
  if (!isHttpOutput(output)) return { kind, head: null, body }
  return { kind, head: { status: output.status, headers: output.headers.map(([name, value]) => [name, value]) }, body }
}
