import { besideSound } from '../boundary/beside-sound.ts'
import type { Breaker, BrokenSeat, SoundNotes } from '../boundary/breakage.ts'
import { type GuardContext, type GuardState, type SeatedGuard, seated } from '../boundary/decision.ts'
import { atOnce, type OwnCode } from '../boundary/own-code.ts'
import { createSeam, type Seam, type SeamParts } from '../boundary/seam.ts'
import { channels } from '../channels/index.ts'
import { guards as shipped } from '../guards/index.ts'
import type { Mutant } from '../guards/mutant.ts'
import type { Clock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Random } from '../kernel/random.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { TraceEvent } from '../trace/event.ts'
import { readVolatile } from '../trace/volatile.ts'

interface Wiring extends Omit<SeamParts, 'channels' | 'guards' | 'maxCalls' | 'injector' | 'volatile'> {
  scenario: Pick<Scenario, 'limits' | 'volatile'> & { guards: readonly Use[] }
  random: Random
  read: NonNullable<GuardContext['read']>
  /** Runs code of the scenario's own. Default: as it is. */
  own?: OwnCode
  /** Breaks guards, where the plan says so. */
  breaker?: Breaker | undefined
  /** What the guards are told of what nobody asked the seam for. */
  injector(guards: readonly SeatedGuard[]): SeamParts['injector']
}

/** The seam of a scenario with its guards on it: the one wiring, for trials and for the probes before them. */
export function wireSeam({ scenario, random, read, own, breaker, injector, ...parts }: Wiring): Seam {
  const { clock, write, signal } = parts
  const volatile = readVolatile(scenario.volatile)
  const guards = seatGuards(scenario.guards, {
    ...{ clock, random, write, read, volatile, signal, breaker },
    ...(own && { own }),
  })
  const { maxCalls } = scenario.limits
  const approver = breaker ? breaker.approver(parts.approver) : parts.approver
  return createSeam({ ...parts, approver, channels, guards, injector: injector(guards), maxCalls, volatile })
}

/** `around` stands between a guard and the seam, where one is loosened there. */
type Use = Scenario['guards'][number] & { around?: Mutant['around'] }

interface Seat {
  clock: Clock
  random: Random
  write(event: TraceEvent): void
  read: NonNullable<GuardContext['read']>
  volatile: NonNullable<GuardContext['volatile']>
  /** Aborts when the trial ends. */
  signal: AbortSignal
  breaker: Breaker | undefined
  own?: OwnCode
}

/** Starts a scenario's guards for one trial. @throws {Error} one does not start. */
function seatGuards(uses: readonly Use[], { own: told, ...seat }: Seat): SeatedGuard[] {
  return uses.map(({ guard, mode, params, around = (state) => state }) => {
    const { name } = guard
    // What ships here does not hang: nobody need be told that it runs.
    const own = Object.values<unknown>(shipped).includes(guard) ? undefined : told
    const startIn = (context: GuardContext) => atOnce(guard.start(params, context))
    // What only looks on has nothing to break.
    const broken = mode === 'enforce' ? seat.breaker?.on(name) : undefined
    const start = () => (broken ? startBroken(name, startIn, broken, seat) : startIn(contextOf(name, seat)))
    try {
      const state = own ? own(`guard ${name}`, start) : start()
      return { ...seated(around(state), name, mode, own), ...(broken && { planned: broken.planned }) }
    } catch (thrown) {
      throw new Error(`Failed to start guard ${name}: ${messageOf(thrown)}`, { cause: thrown })
    }
  })
}

/** The guard that the plan breaks, and beside it the same one, sound. */
function startBroken(
  name: string,
  start: (context: GuardContext) => GuardState,
  broken: BrokenSeat,
  seat: Omit<Seat, 'own'>,
): GuardState {
  const notes = soundNotes(name, seat)
  const sound = start({
    ...contextOf(name, seat),
    alert: (message, call) => call && notes.said(call, 'alert', message),
  })
  const spoiled = broken.state(start(broken.context(contextOf(name, seat))))
  return besideSound(spoiled, sound, { ...notes, hearsAnswers: !broken.spoilsAnswers })
}

/** What a sound guard fails at, the guard fails at, whatever the plan breaks. */
function soundNotes(guard: string, { signal, write }: Pick<Seat, 'signal' | 'write'>): SoundNotes {
  return {
    said: ({ id: call }, decision, reason) => {
      if (!signal.aborted) write({ type: 'sound', call, guard, decision, reason })
    },
    failed: ({ id: call }, thrown) => {
      if (signal.aborted) return
      write({ type: 'harness-fault', where: `guard ${guard}`, message: messageOf(thrown), call })
    },
  }
}

function contextOf(name: string, { clock, random, write, read, volatile }: Omit<Seat, 'own'>): GuardContext {
  return {
    ...{ clock, read, volatile, random: random.fork('guard', name), seamTime: () => clock.now() },
    alert: (message, call) => write({ type: 'alert', guard: name, message, ...(call && { call: call.id }) }),
  }
}
