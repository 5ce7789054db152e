import { aborted } from '../boundary/aborted.ts'
import type { Approver } from '../boundary/approver.ts'
import type { Breakage, Breaker, BrokenSeat, ProgramAsked, Strikes } from '../boundary/breakage.ts'
import type { Call } from '../boundary/call.ts'
import type { GuardContext, GuardState } from '../boundary/decision.ts'
import { plainState } from '../boundary/plain-state.ts'
import type { Clock } from '../kernel/clock.ts'
import { fits } from '../kernel/pattern.ts'
import type { Random } from '../kernel/random.ts'
import type { FaultEvent } from '../trace/events/fault.ts'
import type { ProgramBrokenEvent } from '../trace/events/program-broken.ts'
import { type BoundEntry, chance, followed, pickOf, type Schedule, selects } from './plan.ts'

interface BreakingParts {
  random: Random
  /** Stands at the trial's start. */
  clock: Clock
  schedule?: Schedule | undefined
  /** Guards that stand for safeguards of the agent's own. Default: none. */
  observing?: readonly string[]
  write(event: FaultEvent | ProgramBrokenEvent): void
}

type Planned = BoundEntry & { entry: number; breakage: Breakage }

/** Has the safeguard faults of a plan strike at the guards of one trial; undefined where it has none. */
export function planBreaker(entries: readonly BoundEntry[], parts: BreakingParts): Breaker | undefined {
  const planned = entries.flatMap((bound, entry): Planned[] => {
    const { fault, params } = bound
    return fault.seat === 'guard' ? [{ ...bound, entry, breakage: fault.breaks?.(params) ?? {} }] : []
  })
  if (planned.length === 0) return undefined
  const striking = createStriking({ ...parts, picks: parts.schedule && followed(entries, parts.schedule) })
  const seats = new Map<string, Seat>()
  const seatOf = (guard: string): Seat | undefined => {
    const ours = planned.filter((one) => one.guard === undefined || one.guard === guard)
    if (ours.length === 0) return undefined
    const seat = seats.get(guard) ?? seatAt(guard, ours, striking)
    seats.set(guard, seat)
    return seat
  }
  return {
    program: breakPrograms(planned, parts),
    on: seatOf,
    approver: (approver) =>
      planned.some(({ breakage }) => breakage.approver) ? brokenApprover(approver, seatOf) : approver,
  }
}

interface Seat extends BrokenSeat {
  approver(approver: Approver): Approver
}

/** The guard's breakages, around one another in plan order, the first one outermost. */
function seatAt(guard: string, planned: readonly Planned[], striking: Striking): Seat {
  /** What the guard looks at right now. */
  let now: string | undefined
  const each = planned.map((one) => ({ ...one.breakage, strikes: striking.of(one, guard, () => now) })).reverse()
  const looking = <T>(call: Call, look: () => T): T => {
    striking.sight(call)
    now = call.id
    return look()
  }
  return {
    context: (context) =>
      each.reduce((given: GuardContext, { context: spoil, strikes }) => spoil?.(given, strikes) ?? given, context),
    state: (sound) => {
      const broken = each.reduce(
        (state: GuardState, { state: spoil, strikes }) => spoil?.(state, strikes) ?? state,
        plainState(sound),
      )
      return sighted(broken, looking)
    },
    approver: (approver) =>
      each.reduce((given: Approver, { approver: spoil, strikes }) => spoil?.(given, strikes) ?? given, approver),
    spoilsAnswers: planned.some(({ breakage }) => breakage.approver !== undefined),
    planned: () => striking.hasStruck(guard),
  }
}

/** Notes which call a guard is asked about, before it is asked. */
function sighted(state: GuardState, looking: <T>(call: Call, look: () => T) => T): GuardState {
  const { confirm, inspect, settle } = state
  return {
    ...state,
    decide: (call) => looking(call, () => state.decide(call)),
    ...(confirm && { confirm: (call) => looking(call, () => confirm.call(state, call)) }),
    ...(inspect && { inspect: (call, effects) => looking(call, () => inspect.call(state, call, effects)) }),
    ...(settle && {
      settle: (call, executed, effects) => looking(call, () => settle.call(state, call, executed, effects)),
    }),
  }
}

interface Striking {
  /** A call is known by then. */
  sight(call: Call): void
  of(planned: Planned, guard: string, now: () => string | undefined): Strikes
  hasStruck(guard: string): boolean
}

function createStriking({
  random,
  clock,
  write,
  picks,
}: BreakingParts & { picks?: Set<string>[] | undefined }): Striking {
  const startedAt = clock.now()
  const calls = new Map<string, Call>()
  const struck = new Set<string>()
  return {
    sight: (call) => void calls.set(call.id, call),
    hasStruck: (guard) => struck.has(guard),
    of: ({ entry, fault, on, when }, guard, now) => {
      const chosen = new Map<string, boolean>()
      const seen = new Map<string, number>()
      const choose = (call: Call): boolean => {
        if (!fits(on, call.target)) return false
        const count = (seen.get(call.target) ?? 0) + 1
        seen.set(call.target, count)
        const elapsedMs = clock.now() - startedAt
        return selects(when, { call, seen: count, elapsedMs, draw: () => chance(random.seed, entry, call) })
      }
      const told = new Set<string>()
      const at = (id: string): boolean => {
        const call = calls.get(id)
        if (!call) return false
        const known = chosen.get(id) ?? (picks ? (picks[entry]?.has(pickOf(call)) ?? false) : choose(call))
        chosen.set(id, known)
        if (known && !told.has(id)) {
          told.add(id)
          struck.add(guard)
          write({ type: 'fault', call: id, entry, fault: fault.name, guard })
        }
        return known
      }
      return {
        clock,
        at,
        now: () => {
          const id = now()
          return id !== undefined && at(id)
        },
      }
    },
  }
}

/** Asks, for each request, whoever answers to the guard that makes it. */
function brokenApprover(sound: Approver = NOBODY, seatOf: (guard: string) => Seat | undefined): Approver {
  const known = new Map<string, Approver>()
  const of = (guard: string) => {
    const found = known.get(guard) ?? seatOf(guard)?.approver(sound) ?? sound
    known.set(guard, found)
    return found
  }
  return {
    ask: (request, signal, think) => of(request.guard).ask(request, signal, think),
    revoked: (request, signal) => of(request.guard).revoked?.(request, signal) ?? new Promise<never>(() => {}),
  }
}

const NOBODY: Approver = { ask: (_, signal) => aborted(signal) }

/** Programs are asked by the agent, ahead of any call: what is counted is how often each was asked. */
function breakPrograms(planned: readonly Planned[], parts: BreakingParts): Breaker['program'] {
  const { clock, random, observing = [], write } = parts
  const startedAt = clock.now()
  const counts = new Map<string, number>()
  const isStruck = ({ entry, on, when }: Planned, guard: string, tool: string | undefined): boolean => {
    const target = `tool ${tool ?? ''}`.trim()
    if (!fits(on, target)) return false
    const seen = (counts.get(`${entry} ${target}`) ?? 0) + 1
    counts.set(`${entry} ${target}`, seen)
    const call = { key: `program ${guard} ${target}`, attempt: seen }
    const elapsedMs = clock.now() - startedAt
    return selects(when, { call, seen, elapsedMs, draw: () => chance(random.seed, entry, call) })
  }
  return ({ guard: named, tool, sound }: ProgramAsked) => {
    for (const one of planned) {
      const { breakage, entry, fault } = one
      const guard = named ?? one.guard ?? observing[0] ?? ''
      if (!breakage.program || (one.guard ?? guard) !== guard || !isStruck(one, guard, tool)) continue
      write({ type: 'program-broken', guard, entry, fault: fault.name, ...(tool !== undefined && { tool }), sound })
      return breakage.program
    }
    return undefined
  }
}
