import type { GuardContext, SeatedGuard } from '../boundary/decision.ts'
import { seated } from '../boundary/seat.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { Scenario } from '../scenario/compile.ts'
import type { TraceEvent } from '../trace/event.ts'

interface Seat {
  clock: Clock
  random: Random
  write(event: TraceEvent): void
  read: NonNullable<GuardContext['read']>
  volatile: NonNullable<GuardContext['volatile']>
}

/** Starts a scenario's guards for one trial. */
export function seatGuards(uses: Scenario['guards'], { clock, random, write, read, volatile }: Seat): SeatedGuard[] {
  return uses.map(({ guard: { name, start }, mode, params }) => {
    const state = start(params, {
      clock,
      random: random.fork('guard', name),
      read,
      volatile,
      alert: (message, call) => write({ type: 'alert', guard: name, message, ...(call && { call: call.id }) }),
    })
    return seated(state, name, mode)
  })
}
