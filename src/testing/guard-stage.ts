import type { Approver } from '../boundary/approver.ts'
import type { Call, Proposal } from '../boundary/call.ts'
import { executing } from '../boundary/current.ts'
import type { GuardContext, SeatedGuard } from '../boundary/decision.ts'
import { seated } from '../boundary/decision.ts'
import type { Injector } from '../boundary/interceptor.ts'
import { hasBody, type Output, type Reply } from '../boundary/reply.ts'
import { createSeam, type Door } from '../boundary/seam.ts'
import { isWhole } from '../boundary/wire.ts'
import { channels } from '../channels/index.ts'
import type { Guard, Violation } from '../guards/define.ts'
import { type ManualClock, manualClock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import { createRandom } from '../kernel/random.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'

/** A call in outline: a write of the tool 'act' by 'agent' where nothing else is said. */
export interface Sketch extends Partial<Proposal> {
  /** What the world does. Default: one effect, none for a read, and ok. */
  world?(call: Call): Reply | Promise<Reply>
}

export interface GuardStaging<P> {
  guard: Guard<P>
  /** As a scenario writes them. */
  params: unknown
  mode?: 'enforce' | 'observe'
  approver?: Approver
  clock?: ManualClock
  injector?: Injector
  /** Guards on the seam before this one. */
  others?: SeatedGuard[]
  /** How the members of its collections are. */
  read?: GuardContext['read']
}

/** One guard on a real seam, with a world that does what it is told. */
export interface GuardStage {
  clock: ManualClock
  /** Ends the trial. */
  trial: AbortController
  events: Recorded[]
  /** Sends a call across and gives the reply that its client sees. */
  cross(sketch?: Sketch): Promise<Reply>
  /** What the trace tells, read back from its text. */
  evidence(): Evidence
  /** What the guard's oracle finds. */
  violations(): Violation[]
}

export function guardStage<P>(staging: GuardStaging<P>): GuardStage {
  const { guard, mode = 'enforce', clock = manualClock(), others = [], read } = staging
  const params = guard.params.parse(staging.params)
  const events: Recorded[] = []
  const trial = new AbortController()
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const alert = (message: string, call?: Call) =>
    write({ type: 'alert', guard: guard.name, message, ...(call && { call: call.id }) })
  const state = guard.start(params, { clock, random: createRandom('stage'), alert, ...(read && { read }) })
  const seam = createSeam({
    channels,
    guards: [...others, seated(state, guard.name, mode)],
    injector: staging.injector ?? { draw: () => [] },
    approver: staging.approver,
    clock,
    signal: trial.signal,
    maxCalls: 100_000,
    write,
    restart: async ({ id: call }) => {
      write({ type: 'agent-restarted', call })
      return true
    },
    stop: (how) => trial.abort(new Error(how)),
  })
  const evidence = () => gatherEvidence(JSON.parse(JSON.stringify(events)) as Recorded[])
  return {
    clock,
    trial,
    events,
    cross: ({ world = done, ...sketch } = {}) => seam.cross(proposalOf(sketch), plainDoor(world)),
    evidence,
    violations: () => guard.violations(evidence(), params),
  }
}

export function proposalOf(sketch: Omit<Sketch, 'world'> = {}): Proposal {
  const what = {
    channel: 'tool',
    target: 'tool act',
    input: {},
    access: 'write',
    principal: 'agent',
    items: 1,
  } as const
  return { ...what, signal: new AbortController().signal, ...sketch }
}

/** The world carries the call out: one effect, none for a read, and ok. */
export function done(call: Call): Reply {
  if (call.access !== 'read')
    executing.getStore()?.effect({ collection: 'stage.done', op: 'create', id: call.id, after: call.input })
  return replyWith('ok', { done: call.id })
}

export function replyWith(kind: 'ok' | 'error', content: Json): Extract<Reply, { kind: 'ok' | 'error' }> {
  return { kind, output: { content } }
}

/** A database holds open what a statement did until the guards have looked at it. */
async function lookedAt(call: Call, world: NonNullable<Sketch['world']>): Promise<Reply> {
  const { id, input } = call
  const effect = { call: id, collection: 'stage.done', op: 'create', id, after: input } as const
  const said = await executing.getStore()?.inspect?.([effect])
  return said === 'undo' ? replyWith('error', null) : world(call)
}

/** A channel without a protocol: the client sees the reply itself. */
function plainDoor(world: NonNullable<Sketch['world']>): Door<Reply> {
  return {
    execute: async (call) => (call.holdsEffects ? lookedAt(call, world) : world(call)),
    read: textOf,
    render: (reply) => {
      const give = () => reply
      if (reply.kind === 'broken') return { seen: { outcome: 'broken', how: reply.how }, give }
      return { seen: { outcome: reply.kind, output: textOf(reply.output) }, give }
    },
  }
}

function textOf(output: Output): Json {
  if (!hasBody(output)) return output.content
  return isWhole(output.body) ? output.body.text : ''
}
