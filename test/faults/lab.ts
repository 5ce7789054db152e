import type { Call } from '../../src/boundary/call.ts'
import type { SeatedGuard } from '../../src/boundary/decision.ts'
import type { Refusal } from '../../src/boundary/refusal.ts'
import { hasBody, isHttpOutput, type Reply } from '../../src/boundary/reply.ts'
import { createSeam, type Door } from '../../src/boundary/seam.ts'
import { watchBody } from '../../src/boundary/watch-body.ts'
import { type HeaderList, type HttpOutput, isWhole, WholeBody } from '../../src/boundary/wire.ts'
import { channels } from '../../src/channels/index.ts'
import type { Fault } from '../../src/faults/define.ts'
import { type BoundEntry, faultRecords, planInjector, type Schedule } from '../../src/faults/plan.ts'
import { type ManualClock, manualClock } from '../../src/kernel/clock.ts'
import type { Json } from '../../src/kernel/json.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { PlanEntryInput } from '../../src/record/plan.ts'
import { stageWorld } from '../../src/testing/fault-stage.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import type { Access, ChannelName } from '../../src/trace/events/call.ts'
import { type CallStory, gatherEvidence } from '../../src/trace/evidence.ts'
import { responses } from '../../src/world/models/wires/responses.ts'

/** What a client of this test sees: a status where the channel has one, headers and the text of the body. */
export interface Seen {
  ok: boolean
  status?: number
  headers?: Record<string, string>
  text: string
}

export type Entry = Omit<Partial<PlanEntryInput>, 'fault'> & { fault: Fault }

/** An entry of a plan with its parameters read by the fault's schema. */
export function bind({ fault, params = {}, on = '*', when = 'always' }: Entry): BoundEntry {
  return { fault, params: fault.params.parse(params), on, when }
}

export interface SendOptions {
  signal?: AbortSignal
  input?: Json
  access?: Access
  opens?: true
}

export interface Lab {
  clock: ManualClock
  trial: AbortController
  /** How often the world ran. */
  ran(): number
  send(channel?: ChannelName, target?: string, options?: SendOptions): Promise<Seen>
  events(): Recorded[]
  /** The last call, as the trace tells it. */
  story(): CallStory
  /** The types of the last call's events, in order. */
  path(): string[]
  records(): ReturnType<typeof faultRecords>
}

const REFUND = { id: 'r1', amount: 1200 }

/** A small world behind a real seam, with a plan of faults on it. */
export function openLab(
  plan: Entry[],
  {
    guards = [],
    seed = 'lab',
    schedule,
    worldOf = stageWorld,
    status = 200,
    type = 'application/json',
    ...world
  }: LabOptions = {},
): Lab {
  const clock = manualClock()
  const trial = new AbortController()
  const entries = plan.map(bind)
  const events: Recorded[] = []
  let ran = 0
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const seam = createSeam({
    channels,
    guards,
    injector: planInjector(entries, {
      random: createRandom(seed),
      clock,
      schedule,
      world: (call) => worldOf(call, write),
    }),
    approver: undefined,
    clock,
    signal: trial.signal,
    maxCalls: 10_000,
    write,
    restart: async ({ id: call }) => {
      if (world.restart) return world.restart()
      write({ type: 'agent-restarted', call })
      return true
    },
    stop: () => trial.abort(new Error('stopped')),
  })
  const { body = () => JSON.stringify(REFUND), content = () => REFUND } = world
  const answer = (call: Call): Reply => {
    ran++
    const headers: HeaderList = [
      ['content-type', type],
      ['content-length', '26'],
    ]
    if (call.channel === 'tool' || call.channel === 'sql') return { kind: 'ok', output: { content: content(call) } }
    return { kind: status < 400 ? 'ok' : 'error', output: { status, headers, body: sent(body(call)) } }
  }
  const send: Lab['send'] = (channel = 'http', target = 'payments POST /v1/refunds', options = {}) => {
    const { signal = new AbortController().signal, input = {}, access = 'write', opens } = options
    const opening = opens && { opens }
    const what = { channel, target, input, access, principal: 'agent', items: 1, ...opening } as const
    const refusal = ({ headers = {}, ...said }: Refusal) => ({
      status: said.status,
      headers,
      body: responses.refusal(said, {}),
    })
    return seam
      .cross({ ...what, signal, ...(channel === 'model' && { refusal }) }, doorOf(answer))
      .then((seen) => seen())
  }
  const evidence = () => gatherEvidence(events)
  const story = () => {
    const last = evidence().calls.at(-1)
    if (!last) throw new Error('There was no call.')
    return last
  }
  return {
    clock,
    trial,
    ran: () => ran,
    send,
    events: () => events,
    story,
    path: () => events.filter((event) => 'call' in event && event.call === story().call.id).map(({ type }) => type),
    records: () => faultRecords(entries, evidence().calls),
  }
}

export interface LabOptions {
  /** Kills the agent. Default: it can be. */
  restart?: () => Promise<boolean>
  guards?: SeatedGuard[]
  seed?: string
  schedule?: Schedule
  /** What faults that change the world change. */
  worldOf?: typeof stageWorld
  body?: (call: Call) => string | ReadableStream<Uint8Array>
  /** What a tool answers. */
  content?: (call: Call) => Json
  status?: number
  /** The content type. */
  type?: string
}

function sent(body: string | ReadableStream<Uint8Array>): HttpOutput['body'] {
  return typeof body === 'string' ? new WholeBody(body) : body
}

/** Hands over the client's side of a reply; a broken transport throws, as it does in a client. */
function doorOf(world: (call: Call) => Reply): Door<() => Promise<Seen>> {
  return {
    execute: async (call) => world(call),
    read: (output, passed) => {
      if (!hasBody(output)) return output.content
      return isWhole(output.body) ? output.body.json : (passed?.json ?? null)
    },
    render: (reply, streamed) => {
      if (reply.kind === 'broken') return { seen: { outcome: 'broken', how: reply.how }, give: () => broken(reply.how) }
      const { kind: outcome, output } = reply
      const ok = outcome === 'ok'
      if (!hasBody(output)) {
        return {
          seen: { outcome, output: output.content },
          give: () => async () => ({ ok, text: JSON.stringify(output.content) }),
        }
      }
      const { body } = output
      const head = isHttpOutput(output) && { status: output.status, headers: Object.fromEntries(output.headers) }
      if (isWhole(body)) {
        const give = () => async () => ({ ok, ...head, text: body.text })
        return { seen: { outcome, ...head, output: body.json }, give }
      }
      const watched = watchBody(body, (end, passed, bounded) => {
        const seen = { outcome, ...head, output: bounded ?? passed.json }
        streamed(end === 'failed' ? { ...seen, outcome: 'broken', how: 'truncated' } : seen)
      })
      return { seen: 'streaming', give: () => async () => ({ ok, ...head, text: await textOf(watched) }) }
    },
  }
}

/** What arrives of a body before it breaks off is told with the error. */
async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  try {
    for await (const part of body) parts.push(part)
  } catch (thrown) {
    throw Object.assign(new Error('broken: truncated', { cause: thrown }), { text: Buffer.concat(parts).toString() })
  }
  return Buffer.concat(parts).toString()
}

function broken(how: string): () => Promise<Seen> {
  return async () => {
    throw Object.assign(new Error(`broken: ${how}`), { how })
  }
}

export function streamOf(...parts: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => {
      const part = parts.shift()
      if (part === undefined) controller.close()
      else controller.enqueue(new TextEncoder().encode(part))
    },
  })
}
