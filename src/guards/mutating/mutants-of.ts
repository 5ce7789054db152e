import type { GuardState } from '../../boundary/decision.ts'
import { manualClock } from '../../kernel/clock.ts'
import { messageOf, UsageError } from '../../kernel/errors.ts'
import { createRandom } from '../../kernel/random.ts'
import type { Guard } from '../define.ts'
import type { Mutant } from '../mutant.ts'
import { genericMutants } from './generic.ts'

/** A guard as a scenario uses it. */
export interface Used {
  guard: Guard<unknown>
  params: unknown
}

/** All mutants of a guard: its own, and those that come for every guard. @param heldOpen Can its world hold effects open until it has looked at them? */
export function mutantsOf({ guard, params }: Used, { heldOpen }: { heldOpen: boolean }): Mutant[] {
  const own = listed(guard, () => guard.mutants?.(params) ?? [])
  const { inspect, ...others } = begun({ guard, params })
  const generic = genericMutants(heldOpen && inspect ? { ...others, inspect } : others)
  const harmless = listed(guard, () => guard.harmless?.(params) ?? [])
  return [...generic.filter(({ name }) => !harmless.includes(name)), ...own]
}

/** A guard may be somebody's own. */
function listed<T>({ name }: Guard<unknown>, list: () => T[]): T[] {
  try {
    return list()
  } catch (thrown) {
    throw new UsageError(`Failed to list the mutants of guard ${name}: ${messageOf(thrown)}. Repair its \`mutants\`.`)
  }
}

/** What a mutant does around the guard's seat on the seam; undefined where it does nothing there. */
export function around(used: Used, name: string): Mutant['around'] {
  return mutantsOf(used, { heldOpen: true }).find((one) => one.name === name)?.around
}

/** The guard with one thing loosened. Its oracle is none of its own: whoever judges does so with the guard as it was. @throws {Error} it has no such mutant. */
export function loosened({ guard, params }: Used, name: string): Guard<unknown> {
  const mutant = mutantsOf({ guard, params }, { heldOpen: true }).find((one) => one.name === name)
  if (!mutant) throw new Error(`Guard ${guard.name} has no mutant "${name}".`)
  const { params: other = params, behaviour } = mutant
  return {
    ...guard,
    start: (_, context) => {
      const begin = (seat = context) => guard.start(other, seat)
      return behaviour ? behaviour(begin, context) : begin()
    },
  }
}

/** What a guard can do is seen once it is begun. One that cannot begin outside of a trial does what any may. */
function begun({ guard, params }: Used): Pick<GuardState, 'confirm' | 'inspect' | 'settle'> {
  try {
    return guard.start(params, { clock: manualClock(), random: createRandom('mutants'), alert: () => {} })
  } catch {
    return { confirm: () => ({ kind: 'allow', reason: '' }), inspect: () => undefined, settle: () => {} }
  }
}
