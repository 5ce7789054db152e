import type { Json } from '../kernel/json.ts'
import { type FindContents, noContents } from './contents.ts'
import type { EventOf, Recorded, TraceEvent } from './event.ts'
import type { CallRecord } from './events/call.ts'

/** Collection -> id -> member. */
export type WorldState = Record<string, Record<string, Json>>

/** One call from proposal to delivery. */
export interface CallStory {
  call: CallRecord
  proposed: EventOf<'call'>
  decisions: EventOf<'decision'>[]
  approvals: EventOf<'approval'>[]
  /** What a guard that a fault breaks would have said against it. Absent for nothing. */
  sound?: EventOf<'sound'>[]
  /** The plan's entries that selected this call. */
  faults: EventOf<'fault'>[]
  executed?: EventOf<'executed'>
  effects: EventOf<'effect'>[]
  /** What a fault changed in the world right before it ran the call, as somebody else would. Absent for nothing. */
  meanwhile?: EventOf<'effect'>[]
  delivered?: EventOf<'delivered'>
  /** The agent was killed while it waited for the reply, and started anew. */
  restarted?: EventOf<'agent-restarted'>
  /** When the agent ended without having met a reply, in ms of the trial's clock: it had walked away from the call. */
  leftAt?: number
}

/** What judging reads: a trace, put in order. Everything here follows from the trace alone. */
export interface Evidence {
  trial: string
  seed: string
  task: { text: string; data: Json }
  calls: CallStory[]
  /** All but what a fault changed in the world, which no agent answers for. */
  effects: EventOf<'effect'>[]
  /** The world before the first call. */
  initial: WorldState
  /** The initial state with all effects applied. */
  final: WorldState
  /** The databases that have a reference, as that leaves them: what is right, or true. */
  reference: WorldState
  /** Tables that are too large to be kept whole: `initial` and `final` have the rows that were changed, and no others. */
  inPart: readonly string[]
  /** What the scenario calls volatile. */
  volatile: readonly string[]
  /** The agent's final answer; undefined when it gave none. */
  answer: Json | undefined
  ended: EventOf<'trial-ended'> | undefined
  events: Recorded[]
}

export function eventsOf<T extends TraceEvent['type']>(events: readonly Recorded[], type: T): EventOf<T>[] {
  return events.filter((event): event is EventOf<T> => event.type === type)
}

/** Reads a trace's events into evidence. Events of unknown calls are kept in `events` only. */
export function gatherEvidence(events: Recorded[], contents: FindContents = noContents): Evidence {
  const started = eventsOf(events, 'trial-started')[0]
  const answered = eventsOf(events, 'agent-ended').find((event) => event.how === 'returned')
  const effects = eventsOf(events, 'effect')
  const initial = started ? worldOf(started, effects, contents) : {}
  return {
    trial: started?.trial ?? '',
    seed: started?.seed ?? '',
    task: started?.task ?? { text: '', data: null },
    calls: gatherCalls(events),
    effects: effects.filter(({ ahead }) => ahead === undefined),
    initial,
    final: applyEffects(initial, effects),
    reference: started ? referenceOf(started, contents) : {},
    inPart: started ? tooLarge(started, contents) : [],
    volatile: started?.volatile ?? [],
    answer: answered?.answer,
    ended: eventsOf(events, 'trial-ended').at(-1),
    events,
  }
}

/** The world before the first call: what the trace holds of it, and what is in its databases. */
function worldOf(
  { world, stored, databases = {} }: EventOf<'trial-started'>,
  effects: readonly EventOf<'effect'>[],
  contents: FindContents,
): WorldState {
  const state = { ...(stored === undefined ? world : contents(stored).tables) }
  for (const [name, digest] of Object.entries(databases)) {
    const { tables, partial } = contents(digest)
    for (const [table, rows] of Object.entries(tables)) state[`${name}.${table}`] = rows
    for (const table of partial) state[`${name}.${table}`] = touchedRows(`${name}.${table}`, effects)
  }
  return state
}

function tooLarge({ databases = {} }: EventOf<'trial-started'>, contents: FindContents): string[] {
  return Object.entries(databases).flatMap(([name, digest]) =>
    contents(digest).partial.map((table) => `${name}.${table}`),
  )
}

/** Tables that are too large to be kept whole are not in it. */
function referenceOf({ databases = {} }: EventOf<'trial-started'>, contents: FindContents): WorldState {
  const state: WorldState = {}
  for (const [name, digest] of Object.entries(databases)) {
    const { tables, partial, reference } = contents(digest)
    const whole = Object.entries(tables).filter(([table]) => !partial.includes(table))
    const right = reference ? [...whole, ...Object.entries(reference)] : []
    for (const [table, rows] of right) state[`${name}.${table}`] = rows
  }
  return state
}

/** What is known of a collection from its effects: the members that were changed, as they were before. */
function touchedRows(collection: string, effects: readonly EventOf<'effect'>[]): Record<string, Json> {
  const ours = effects.filter((effect) => effect.collection === collection).reverse()
  return Object.fromEntries(ours.flatMap(({ id, before }) => (before === undefined ? [] : [[id, before]])))
}

function gatherCalls(events: Recorded[]): CallStory[] {
  const stories = new Map<string, CallStory>()
  for (const event of events) {
    switch (event.type) {
      case 'call':
        stories.set(event.call.id, newStory(event))
        break
      case 'decision':
        stories.get(event.call)?.decisions.push(event)
        break
      case 'approval':
        stories.get(event.call)?.approvals.push(event)
        break
      case 'fault':
        stories.get(event.call)?.faults.push(event)
        break
      case 'sound':
        noteSound(stories.get(event.call), event)
        break
      case 'executed':
        attach(stories.get(event.call), { executed: event })
        break
      case 'delivered':
        noteDelivered(stories.get(event.call), event)
        break
      case 'agent-restarted':
        attach(stories.get(event.call), { restarted: event })
        break
      case 'agent-ended':
        for (const story of stories.values()) if (!story.delivered) story.leftAt = event.at
        break
      case 'effect':
        for (const id of event.calls) stories.get(id)?.effects.push(event)
        if (event.ahead !== undefined) noteMeanwhile(stories.get(event.ahead), event)
        break
    }
  }
  return [...stories.values()]
}

function newStory(proposed: EventOf<'call'>): CallStory {
  return { call: proposed.call, proposed, decisions: [], approvals: [], faults: [], effects: [] }
}

function attach(story: CallStory | undefined, part: Partial<CallStory>): void {
  if (story) Object.assign(story, part)
}

/** A reply that came piece by piece was met when it began to come, whatever the agent left of it. */
function noteDelivered(story: CallStory | undefined, event: EventOf<'delivered'>): void {
  attach(story, { delivered: event })
  const { streamedMs } = event
  if (story?.leftAt !== undefined && streamedMs !== undefined && event.at - streamedMs <= story.leftAt)
    delete story.leftAt
}

function noteSound(story: CallStory | undefined, event: EventOf<'sound'>): void {
  if (story) story.sound = [...(story.sound ?? []), event]
}

function noteMeanwhile(story: CallStory | undefined, effect: EventOf<'effect'>): void {
  if (story) story.meanwhile = [...(story.meanwhile ?? []), effect]
}

/** A world with effects applied in order. The world given is left as it is. */
export function applyEffects(world: WorldState, effects: readonly EventOf<'effect'>[]): WorldState {
  const state = { ...world }
  // Only what was touched is copied: a database may hold thousands of rows.
  const copied = new Set<string>()
  for (const { collection, id, op, after } of effects) {
    if (!copied.has(collection)) put(state, collection, { ...world[collection] })
    copied.add(collection)
    const members = state[collection] ?? {}
    if (op === 'delete') delete members[id]
    else put(members, id, after ?? null)
  }
  return state
}

/** Sets a member whatever it is called: '__proto__' is a name like others here. */
function put<T>(members: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true })
}

/** When the world began to carry a call out, ms since 1970; undefined where it left no sign of it. */
export function begunAt({ executed, effects }: CallStory): number | undefined {
  return executed ? executed.at - (executed.tookMs ?? 0) : effects[0]?.at
}

/** What the client saw as the call's output: the delivered bytes, which equal what the world did unless stated. */
export function seenOutput(story: CallStory): Json | undefined {
  const { delivered, executed } = story
  if (delivered?.output !== undefined) return delivered.output
  return delivered?.outcome === 'ok' || delivered?.outcome === 'error' ? executed?.output : undefined
}

/** Did every guard that was enforced let the call through? */
export function wasAllowed(story: CallStory): boolean {
  return story.decisions.every(({ mode, decision }) => mode === 'observe' || decision === 'allow')
}
