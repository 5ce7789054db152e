import type { Call } from '../../src/boundary/call.ts'
import type { Injector } from '../../src/boundary/interceptor.ts'
import { planInjector, type Schedule } from '../../src/faults/plan.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { bind, type Entry } from './lab.ts'

/** A call as the seam would ask an injector about. */
export function call(
  key: string,
  { attempt = 1, target = 'payments GET /v1/charges', channel = 'http' }: Partial<Call> = {},
): Call {
  const what = {
    input: {},
    access: 'read',
    principal: 'agent',
    items: 1,
    signal: new AbortController().signal,
  } as const
  return { id: 'c1', key, attempt, target, channel, ...what }
}

export function injector(plan: Entry[], seed: string | number = 1, schedule?: Schedule): Injector {
  return planInjector(plan.map(bind), { random: createRandom(seed), clock: manualClock(), schedule })
}
