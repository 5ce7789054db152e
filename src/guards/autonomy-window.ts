import { z } from 'zod'
import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState, Hold } from '../boundary/decision.ts'
import { fitsAny } from '../kernel/pattern.ts'
import { targetNames } from '../record/names.ts'
import { actedOn, type Deed, isWrite, namesOf, wasWrite } from '../trace/deed.ts'
import type { CallRecord } from '../trace/events/call.ts'
import { begunAt, type CallStory, type Evidence, eventsOf } from '../trace/evidence.ts'
import { asksItself } from './asking/asks-itself.ts'
import { defineGuard, type Violation } from './define.ts'
import { keepingTime } from './hours/keeping-time.ts'
import { windowMutants as mutants } from './hours/mutants.ts'
import { isOpenAt } from './hours/open-at.ts'
import { wallClock } from './hours/wall-clock.ts'
import { isWithin, timeText, window, windowText } from './hours/window.ts'
import { type Probe, targetOf } from './probe.ts'

// Real timers wrap around beyond this many ms and would fire at once.
const LONGEST_MS = 2 ** 31 - 1

const autonomyWindowParams = z.strictObject({
  /** When writes may run: from a time of day to another, on some days of the week. */
  windows: z.array(window).min(1),
  /** By whose clocks: 'Europe/Berlin'. */
  zone: z.string().refine((zone) => wallClock(zone) !== undefined, { error: 'there is no such time zone' }),
  /** Targets whose writes are bound to the windows. */
  on: targetNames().default('*'),
  /** How long the agent may run before a person must authorize it again, in ms of the trial's clock. */
  maxRuntimeMs: z.int().min(1).optional(),
  /** How long the agent waits for that, in ms of the trial's clock. */
  timeoutMs: z.int().min(1).max(LONGEST_MS).default(3_600_000),
  /** May a write that began inside a window have effects after its end? */
  onCross: z.enum(['finish', 'cut']).default('finish'),
})

export type AutonomyWindowParams = z.output<typeof autonomyWindowParams>

/** Lets an agent act by itself at certain hours, and for so long. */
export const autonomyWindow = defineGuard({
  name: 'autonomy-window',
  summary: 'Denies writes outside certain hours, and everything after a runtime that nobody renewed.',
  params: autonomyWindowParams,
  start: keepingTime(start),
  violations,
  probe,
  mutants,
  // It only tells of what is over.
  harmless: () => ['ignores-outcomes'],
})

type Final = Exclude<Decision, Hold>

/** All time is the trial's clock: what a call says of the time is not read. */
function start(params: AutonomyWindowParams, { clock, alert }: GuardContext): GuardState {
  const hours = hoursOf(params)
  const runtimeMs = params.maxRuntimeMs ?? Number.POSITIVE_INFINITY
  let runsUntil = clock.now() + runtimeMs
  // Writes that were let in, so that one that ends outside is told of.
  const inside = new Set<string>()

  // Once over, it stays over until somebody renews it, even if the clock goes back.
  let over = false
  const isOver = () => {
    over ||= clock.now() >= runsUntil
    return over
  }
  const outsideHours = (call: Call) => (isBound(call, params) ? hours.refusal(clock.now()) : undefined)
  const judge = (call: Call): Final => {
    const refusal = outsideHours(call)
    if (refusal) return deny(`${call.target} ${refusal}`)
    if (isOver()) return deny(`the runtime of ${runtimeMs} ms is over and nobody renewed it`)
    inside.add(call.id)
    return { kind: 'allow', reason: 'inside its hours' }
  }
  const renewing = (call: Call): Hold => ({
    kind: 'hold',
    reason: `the agent has run for its ${runtimeMs} ms; may it run for as long again?`,
    timeoutMs: params.timeoutMs,
    resolve: (answer) => {
      if (answer.kind === 'silent') return deny('the runtime is over, and nobody renewed it in time')
      if (answer.kind === 'denied') return deny(`the runtime is over, and ${answer.by} did not renew it`)
      if (asksItself(answer.by, call.principal)) return deny(`${answer.by} cannot renew its own runtime`)
      runsUntil = clock.now() + runtimeMs
      over = false
      const decision = judge(call)
      return decision.kind === 'allow' ? { ...decision, approvedBy: answer.by } : decision
    },
  })
  return {
    // After its runtime nothing of the agent runs, so every call is asked about.
    concerns: (call) => call.malformed !== undefined || isBound(call, params) || params.maxRuntimeMs !== undefined,
    decide: (call) => {
      if (call.malformed !== undefined) return deny(`malformed input: ${call.malformed}`)
      return isOver() && !outsideHours(call) ? renewing(call) : judge(call)
    },
    confirm: judge,
    // A statement that turns out to be a write of the bound ones.
    inspect: (call, effects) => {
      if (isBound(call, params) || !isBound(call, params, effects)) return undefined
      const refusal = hours.refusal(clock.now())
      return refusal ? deny(`what ${call.target} changes ${refusal}`) : { kind: 'allow', reason: 'inside its hours' }
    },
    settle: (call, executed) => {
      const wasInside = inside.delete(call.id)
      if (wasInside && executed && outsideHours(call)) alert(crossing(call, params), call)
    },
  }
}

/** Why a write may not run at a moment; undefined where it may. */
function hoursOf({ windows, zone }: AutonomyWindowParams): { refusal(now: number): string | undefined } {
  const wall = wallClock(zone)
  const rule = `may run at ${windows.map(windowText).join(', ')} (${zone})`
  return {
    refusal: (now) => {
      if (!wall) return `cannot run: there is no time zone "${zone}" to tell its hours by`
      const time = wall(now)
      return windows.some((one) => isWithin(one, time)) ? undefined : `${rule}; it is ${timeText(time)} there`
    },
  }
}

function isBound(call: CallRecord, { on }: AutonomyWindowParams, deeds: readonly Deed[] = []): boolean {
  return isWrite(call, deeds) && namesOf(call, deeds).some((name) => fitsAny(on, name))
}

/** Was it one of the bound ones, now that it is over? */
function wasBound(call: CallRecord, { on }: AutonomyWindowParams, deeds: readonly Deed[]): boolean {
  return wasWrite(call, deeds) && actedOn(call, deeds).some((name) => fitsAny(on, name))
}

function crossing({ target }: Call, { onCross }: AutonomyWindowParams): string {
  const what = `${target} began inside its hours and ended outside them`
  return onCross === 'finish' ? `${what}; it was let finish` : `${what}; what the world has begun cannot be cut`
}

/**
 * Looks at when the world began with what it carried out, and under 'cut' at when each effect was made: all of it inside
 * a window. And whether somebody had granted the runtime in which a call began.
 */
function violations({ calls, events }: Pick<Evidence, 'calls' | 'events'>, params: AutonomyWindowParams): Violation[] {
  const ran = calls.filter(({ executed, effects }) => effects.length > 0 || executed?.outcome === 'ok')
  const isOpen = (at: number | undefined) => at !== undefined && isOpenAt(params.windows, params.zone, at)
  const writes = ran.filter(({ call, effects }) => wasBound(call, params, effects))
  const outside = writes.filter((story) => !isOpen(begunAt(story)))
  const uncut = writes.filter((story) => params.onCross === 'cut' && isOpen(begunAt(story)) && !isOpen(endedAt(story)))
  const granted = grantsOf({ calls, events }, params)
  const beyond = ran.filter((story) => !granted(begunAt(story) ?? Number.NaN))
  return [
    ...report(outside, begunAt, 'ran outside the windows'),
    ...report(uncut, endedAt, 'began inside a window and had effects outside'),
    ...report(beyond, begunAt, `ran after ${params.maxRuntimeMs} ms without a person's renewal`),
  ]
}

/** When the last effect was made; the end of a call that left none. */
function endedAt({ executed, effects }: CallStory): number | undefined {
  return effects.at(-1)?.at ?? executed?.at
}

/** Was a moment within a runtime: the first one, or one that a person granted? */
function grantsOf({ calls, events }: Pick<Evidence, 'calls' | 'events'>, { maxRuntimeMs }: AutonomyWindowParams) {
  if (maxRuntimeMs === undefined) return () => true
  const principals = new Map(calls.map(({ call }) => [call.id, call.principal]))
  const renewals = eventsOf(events, 'approval').filter(({ guard, answer, by, call, misdirected }) => {
    return (
      guard === autonomyWindow.name &&
      answer === 'approved' &&
      !misdirected &&
      !asksItself(by, principals.get(call) ?? '')
    )
  })
  const starts = [...events.slice(0, 1), ...renewals].map(({ at }) => at)
  return (at: number) => starts.some((start) => start <= at && at < start + maxRuntimeMs)
}

function report(found: CallStory[], when: (story: CallStory) => number | undefined, how: string): Violation[] {
  const [first] = found
  if (!first) return []
  const calls = found.map(({ call }) => call.id)
  const at = new Date(when(first) ?? Number.NaN).toISOString()
  return [
    {
      calls,
      message: `${calls.length === 1 ? 'a call' : `${calls.length} calls`} ${how}, the first ${first.call.target} at ${at}`,
    },
  ]
}

function deny(reason: string): Final {
  return { kind: 'deny', reason }
}

const MINUTE_MS = 60_000

/** A write at the first quarter of an hour of the week that lies outside, else after the runtime. */
function probe(params: AutonomyWindowParams, startsAt: number): Probe | undefined {
  const calls = [{ target: targetOf(params.on) }]
  const hours = hoursOf(params)
  for (let at = startsAt; at < startsAt + 7 * 24 * 60 * MINUTE_MS; at += 15 * MINUTE_MS) {
    if (hours.refusal(at) !== undefined) return { calls, at }
  }
  return params.maxRuntimeMs === undefined ? undefined : { calls, at: startsAt + params.maxRuntimeMs }
}
