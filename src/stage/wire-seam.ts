import type { GuardContext, SeatedGuard } from '../boundary/decision.ts'
import { createSeam, type Seam, type SeamParts } from '../boundary/seam.ts'
import { channels } from '../channels/index.ts'
import type { Random } from '../kernel/random.ts'
import type { Scenario } from '../scenario/compile.ts'
import { readVolatile } from '../trace/volatile.ts'
import { seatGuards } from './seat-guards.ts'

interface Wiring extends Omit<SeamParts, 'channels' | 'guards' | 'maxCalls' | 'injector' | 'volatile'> {
  scenario: Pick<Scenario, 'guards' | 'limits' | 'volatile'>
  random: Random
  read: NonNullable<GuardContext['read']>
  /** What the guards are told of what nobody asked the seam for. */
  injector(guards: readonly SeatedGuard[]): SeamParts['injector']
}

/** The seam of a scenario with its guards on it: the one wiring, for trials and for the probes before them. */
export function wireSeam({ scenario, random, read, injector, ...parts }: Wiring): Seam {
  const { clock, write } = parts
  const volatile = readVolatile(scenario.volatile)
  const guards = seatGuards(scenario.guards, { clock, random, write, read, volatile })
  const { maxCalls } = scenario.limits
  return createSeam({ ...parts, channels, guards, injector: injector(guards), maxCalls, volatile })
}
