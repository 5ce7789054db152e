import type { SeatedGuard } from '../../src/boundary/decision.ts'
import { isHttpOutput, type Reply } from '../../src/boundary/reply.ts'
import { createSeam, type Door } from '../../src/boundary/seam.ts'
import type { Fault } from '../../src/faults/define.ts'
import { type BoundEntry, faultRecords, planInjector } from '../../src/faults/plan.ts'
import { type ManualClock, manualClock } from '../../src/kernel/clock.ts'
import type { Json } from '../../src/kernel/json.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { PlanEntryInput } from '../../src/record/plan.ts'
import type { Recorded } from '../../src/trace/event.ts'
import type { Channel } from '../../src/trace/events/call.ts'
import { type CallStory, gatherEvidence } from '../../src/trace/evidence.ts'

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

export interface Lab {
  clock: ManualClock
  trial: AbortController
  /** How often the world ran. */
  ran(): number
  send(channel?: Channel, target?: string, options?: { signal?: AbortSignal; input?: Json }): Promise<Seen>
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
  { guards = [], seed = 'lab', body = () => JSON.stringify(REFUND), status = 200 }: LabOptions = {},
): Lab {
  const clock = manualClock()
  const trial = new AbortController()
  const entries = plan.map(bind)
  const events: Recorded[] = []
  let ran = 0
  const seam = createSeam({
    guards,
    injector: planInjector(entries, createRandom(seed)),
    approver: undefined,
    clock,
    signal: trial.signal,
    maxCalls: 10_000,
    write: (event) => void events.push({ seq: events.length + 1, at: clock.now(), ...event }),
    stop: () => trial.abort(new Error('stopped')),
  })
  const world = (channel: Channel): Reply => {
    ran++
    const headers = { 'content-type': 'application/json', 'content-length': '26' }
    if (channel === 'tool') return { kind: 'ok', output: { content: REFUND } }
    return { kind: status < 400 ? 'ok' : 'error', output: { status, headers, body: body() } }
  }
  const send: Lab['send'] = (channel = 'http', target = 'payments POST /v1/refunds', { signal, input = {} } = {}) => {
    const what = { channel, target, input, access: 'write', principal: 'agent', items: 1 } as const
    return seam.cross({ ...what, signal: signal ?? new AbortController().signal }, doorOf(world)).then((seen) => seen())
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
  guards?: SeatedGuard[]
  seed?: string
  body?: () => string | ReadableStream<Uint8Array>
  status?: number
}

/** Hands over the client's side of a reply; a broken transport throws, as it does in a client. */
function doorOf(world: (channel: Channel) => Reply): Door<() => Promise<Seen>> {
  return {
    execute: async ({ channel }) => world(channel),
    read: (output, text) => (isHttpOutput(output) ? parse(text ?? String(output.body)) : output.content),
    render: (reply) => {
      if (reply.kind === 'broken') return { seen: { outcome: 'broken', how: reply.how }, give: () => broken(reply.how) }
      const { kind: outcome, output } = reply
      const ok = outcome === 'ok'
      if (!isHttpOutput(output)) {
        return {
          seen: { outcome, output: output.content },
          give: () => async () => ({ ok, text: JSON.stringify(output.content) }),
        }
      }
      const { status, headers, body } = output
      const text = String(body)
      return {
        seen: { outcome, status, headers, output: parse(text) },
        give: () => async () => ({ ok, status, headers, text }),
      }
    },
  }
}

function broken(how: string): () => Promise<Seen> {
  return async () => {
    throw Object.assign(new Error(`broken: ${how}`), { how })
  }
}

function parse(text: string): Json {
  try {
    return text === '' ? null : (JSON.parse(text) as Json)
  } catch {
    return text
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
