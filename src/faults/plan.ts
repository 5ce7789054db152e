import { hash } from 'node:crypto'
import type { Call } from '../boundary/call.ts'
import type { DrawnFault, Injector } from '../boundary/interceptor.ts'
import { NO_WORLD, type WorldHandle } from '../boundary/world-handle.ts'
import type { Clock } from '../kernel/clock.ts'
import { canonical, type Json } from '../kernel/json.ts'
import { fits } from '../kernel/pattern.ts'
import type { Random } from '../kernel/random.ts'
import type { When } from '../record/plan.ts'
import type { FaultRecord } from '../record/trial.ts'
import type { ProgramBrokenEvent } from '../trace/events/program-broken.ts'
import type { CallStory } from '../trace/evidence.ts'
import { type Fault, isTerminal } from './define.ts'
import { createPast, NO_PAST, type Past } from './past.ts'

/** A line of a fault plan, its fault found and its parameters parsed. */
export interface BoundEntry {
  fault: Fault
  /** As the fault's schema gives them back: defaults filled in, plain JSON. */
  params: unknown
  /** A target, `*` for any run of characters. */
  on: string
  when: When
  /** Whose chance it has, where that is not told from its place in the plan: it stays the same in a plan without the others. */
  drawnAs?: string | undefined
  /** At the seat 'guard': whose guard it breaks. Undefined: every one that is enforced. */
  guard?: string | undefined
}

/** For each entry the calls that it acts on, by key and attempt: a plan that was drawn before. */
export type Schedule = readonly (readonly Pick<Call, 'key' | 'attempt'>[])[]

/** What a plan is drawn with. */
export interface PlanParts {
  random: Random
  /** Stands at the trial's start: `during` is counted from there. */
  clock: Clock
  /** Draws exactly this, whatever the entries' `on` and `when` say. */
  schedule?: Schedule | undefined
  /** The world for faults that change it ahead of a call. Default: one without anything in it. */
  world?(ahead: Call): WorldHandle
}

/** A call as an entry of a plan looks at it. */
export interface Sighting {
  call: Pick<Call, 'key' | 'attempt'>
  /** How many calls of its target have concerned the entry, this one among them. */
  seen: number
  /** On the trial's clock, from its start. */
  elapsedMs: number
  /** A float in [0, 1) of the entry and the call. */
  draw(): number
}

/**
 * Draws faults as a plan says. `nth`, `from`/`to` and `every` count, for each entry and target, the calls that the guards
 * let through and that concern the fault. Nothing is drawn behind a terminal fault: it could not run.
 */
export function planInjector(
  entries: readonly BoundEntry[],
  { random, clock, schedule, ...more }: PlanParts,
): Injector {
  const { world = () => NO_WORLD } = more
  const picks = schedule && followed(entries, schedule)
  const startedAt = clock.now()
  const past = entries.some(({ fault }) => fault.remembers) ? createPast() : NO_PAST
  const counts = new Map<string, number>()
  /** Entries that act no more. */
  const over = new Set<number>()
  const count = (entry: number, { target }: Call) => {
    const name = `${entry} ${target}`
    const seen = (counts.get(name) ?? 0) + 1
    counts.set(name, seen)
    return seen
  }
  return {
    ...(past !== NO_PAST && { executed: past.note }),
    connections: entries.some(({ fault }) => fault.opens),
    draw: (call) => {
      const drawn: DrawnFault[] = []
      let closed = false
      const elapsedMs = clock.now() - startedAt
      const picked = (entry: number, { fault, on, when }: BoundEntry): boolean => {
        // It struck, or did not, when the guards were asked.
        if (fault.seat === 'guard') return false
        if (picks) return picks[entry]?.has(pickOf(call)) ?? false
        if (!concerns(fault, call, past) || !fits(on, call.target)) return false
        const seen = count(entry, call)
        const draw = () => chance(random.seed, entry, call)
        if (closed || over.has(entry) || !selects(when, { call, seen, elapsedMs, draw })) return false
        if (actsOnce(fault, when)) over.add(entry)
        return true
      }
      for (const [entry, bound] of entries.entries()) {
        if (!picked(entry, bound)) continue
        const { fault, params, drawnAs = entry } = bound
        const own = random.fork('fault', drawnAs, call.key, call.attempt)
        drawn.push({ entry, fault: fault.name, intercept: fault.inject(params, past, world(call)), random: own })
        closed = isTerminal(fault, params)
      }
      return drawn
    },
  }
}

function concerns({ channels, access, opens, remembers }: Fault, call: Call, past: Past): boolean {
  if (!channels.includes(call.channel) || call.opens !== opens) return false
  if (access && (call.access === 'read') !== (access === 'read')) return false
  return !remembers || past.before(call) !== undefined
}

export function selects(when: When, { call, seen, elapsedMs, draw }: Sighting): boolean {
  if (when === 'always') return true
  if ('nth' in when) return seen === when.nth
  if ('from' in when) return seen >= when.from && seen <= (when.to ?? Number.POSITIVE_INFINITY)
  if ('every' in when) return seen % when.every === 0
  if ('attempt' in when) return call.attempt === when.attempt
  if ('during' in when) return elapsedMs >= when.during.fromMs && elapsedMs < endOf(when)
  return draw() < when.probability
}

/** What changes the world at a time does so once: right before the first call that could notice. */
function actsOnce({ seat }: Fault, when: When): boolean {
  return seat === 'world' && when !== 'always' && 'during' in when
}

function endOf({ during }: Extract<When, { during: unknown }>): number {
  return during.toMs ?? Number.POSITIVE_INFINITY
}

/** @throws {Error} the schedule is one of another plan. */
export function followed(entries: readonly BoundEntry[], schedule: Schedule): Set<string>[] {
  if (schedule.length !== entries.length)
    throw new Error(`Failed to follow a schedule of ${schedule.length} entries: the plan has ${entries.length}.`)
  return schedule.map((calls) => new Set(calls.map(pickOf)))
}

export function pickOf({ key, attempt }: Pick<Call, 'key' | 'attempt'>): string {
  return `${key}#${attempt}`
}

/** A float in [0, 1) that only the seed, the entry and the call decide, in whatever order calls come. */
export function chance(seed: string, entry: number, { key, attempt }: Pick<Call, 'key' | 'attempt'>): number {
  const digest = hash('sha256', JSON.stringify([seed, 'chance', entry, key, attempt]), 'buffer')
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/** A sentence for each entry that can never run, because an earlier terminal one takes all of its calls. */
export function unreachableEntries(entries: readonly BoundEntry[]): string[] {
  return entries.flatMap((entry, index) => {
    const before = entries.findIndex((earlier, place) => place < index && shadows(earlier, entry))
    const shadow = entries[before]
    if (!shadow) return []
    const [late, early] = [title(entry, index), title(shadow, before)]
    return [`${late} can never run: ${early} answers the same calls before it. Put it first, or narrow the other.`]
  })
}

function shadows(earlier: BoundEntry, later: BoundEntry): boolean {
  return (
    isTerminal(earlier.fault, earlier.params) &&
    // Guards are asked before any reply is broken.
    later.fault.seat !== 'guard' &&
    (earlier.fault.access ?? later.fault.access) === later.fault.access &&
    later.fault.channels.every((channel) => earlier.fault.channels.includes(channel)) &&
    // A pattern that fits another one's text fits whatever that one fits: its `*` takes in the other's.
    fits(earlier.on, later.on) &&
    isOftener(earlier.when, later.when)
  )
}

/** The same `when` counts the same calls, except that each entry has its own chance. */
function isOftener(often: When, seldom: When): boolean {
  if (often === 'always') return true
  if (seldom !== 'always' && 'during' in often && 'during' in seldom)
    return often.during.fromMs <= seldom.during.fromMs && endOf(seldom) <= endOf(often)
  return canonical(often) === canonical(seldom) && !('probability' in often)
}

function title({ fault, on }: BoundEntry, index: number): string {
  return `entry ${index} (${fault.name} on "${on}")`
}

/**
 * What became of each entry, by what the trace says that clients saw.
 * @param programs Safeguards that are programs, as they were broken.
 */
export function faultRecords(
  entries: readonly BoundEntry[],
  stories: readonly CallStory[],
  programs: readonly Pick<ProgramBrokenEvent, 'entry'>[] = [],
): FaultRecord[] {
  return entries.map(({ fault, params, on, when, guard }, entry) => {
    const selected = stories.filter(({ faults }) => faults.some((event) => event.entry === entry))
    const symptoms = selected.flatMap((story) => fault.symptom(story, params, stories) ?? [])
    const schedule = selected.map(({ call: { id, key, attempt } }) => ({ call: id, key, attempt }))
    const broken = programs.filter((event) => event.entry === entry).length
    const planned = Math.max(selected.length + broken, byChance(when) ? 0 : 1)
    const delivered = symptoms.length + broken
    const state = planned === 0 ? 'not-drawn' : delivered === planned ? 'delivered' : 'undelivered'
    const plan = { fault: fault.name, params: params as Record<string, Json>, on, when, ...(guard && { guard }) }
    const missed = state === 'undelivered' && { missed: whyMissed({ fault, params, on, when }, selected, stories) }
    return {
      ...plan,
      schedule,
      planned,
      delivered,
      state,
      symptom: symptoms[0] ?? (broken > 0 ? 'the safeguard, a program, failed' : null),
      ...missed,
    }
  })
}

/** What would have to be otherwise. Without ids of calls, so that trials that missed it alike are told alike. */
function whyMissed({ fault, on }: BoundEntry, selected: readonly CallStory[], stories: readonly CallStory[]): string {
  if (selected.length > 0) {
    const unseen = 'a call was selected, and its client saw nothing of it'
    return fault.actsOn ? `${unseen}; it acts on ${fault.actsOn} alone` : unseen
  }
  if (fault.seat === 'guard') return 'no guard was asked about such a call in a way that it breaks'
  const near = stories.filter(({ call }) => fault.channels.includes(call.channel) && fits(on, call.target)).length
  if (near === 0) return 'there was no such call'
  return `its \`when\` selected none of ${near} such ${near === 1 ? 'call' : 'calls'}`
}

function byChance(when: When): boolean {
  return when !== 'always' && 'probability' in when
}
