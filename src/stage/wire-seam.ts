import { type GuardContext, type SeatedGuard, seated } from '../boundary/decision.ts'
import { atOnce, type OwnCode } from '../boundary/own-code.ts'
import { createSeam, type Seam, type SeamParts } from '../boundary/seam.ts'
import { channels } from '../channels/index.ts'
import { guards as shipped } from '../guards/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Random } from '../kernel/random.ts'
import type { Scenario } from '../scenario/compile.ts'
import type { TraceEvent } from '../trace/event.ts'
import { readVolatile } from '../trace/volatile.ts'

interface Wiring extends Omit<SeamParts, 'channels' | 'guards' | 'maxCalls' | 'injector' | 'volatile'> {
  scenario: Pick<Scenario, 'guards' | 'limits' | 'volatile'>
  random: Random
  read: NonNullable<GuardContext['read']>
  /** Runs code of the scenario's own. Default: as it is. */
  own?: OwnCode
  /** What the guards are told of what nobody asked the seam for. */
  injector(guards: readonly SeatedGuard[]): SeamParts['injector']
}

/** The seam of a scenario with its guards on it: the one wiring, for trials and for the probes before them. */
export function wireSeam({ scenario, random, read, own, injector, ...parts }: Wiring): Seam {
  const { clock, write } = parts
  const volatile = readVolatile(scenario.volatile)
  const guards = seatGuards(scenario.guards, { clock, random, write, read, volatile, ...(own && { own }) })
  const { maxCalls } = scenario.limits
  return createSeam({ ...parts, channels, guards, injector: injector(guards), maxCalls, volatile })
}

interface Seat {
  clock: Clock
  random: Random
  write(event: TraceEvent): void
  read: NonNullable<GuardContext['read']>
  volatile: NonNullable<GuardContext['volatile']>
  own?: OwnCode
}

/** Starts a scenario's guards for one trial. @throws {Error} one does not start. */
function seatGuards(uses: Scenario['guards'], { own: told, ...seat }: Seat): SeatedGuard[] {
  return uses.map(({ guard, mode, params }) => {
    const { name } = guard
    // What ships here does not hang: nobody need be told that it runs.
    const own = Object.values<unknown>(shipped).includes(guard) ? undefined : told
    const start = () => atOnce(guard.start(params, contextOf(name, seat)))
    try {
      return seated(own ? own(`guard ${name}`, start) : start(), name, mode, own)
    } catch (thrown) {
      throw new Error(`Failed to start guard ${name}: ${messageOf(thrown)}`, { cause: thrown })
    }
  })
}

function contextOf(name: string, { clock, random, write, read, volatile }: Omit<Seat, 'own'>): GuardContext {
  return {
    ...{ clock, read, volatile, random: random.fork('guard', name) },
    alert: (message, call) => write({ type: 'alert', guard: name, message, ...(call && { call: call.id }) }),
  }
}
