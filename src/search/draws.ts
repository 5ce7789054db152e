import fc, { type Arbitrary } from 'fast-check'
import type { Fault } from '../faults/define.ts'
import { canonical, type Json } from '../kernel/json.ts'
import type { When } from '../record/plan.ts'
import { type Catalogue, type Entry, entryOf, isSound, keyOf, type Plan } from './plan.ts'
import type { Place } from './sweep.ts'

/** How often parameters are drawn to find those that stand for all. */
const DRAWS = 40
/** How many of them stand for a fault at the most. */
const MOST = 6

/**
 * Parameters that stand for all that a fault's arbitrary draws: each word once, the smallest and the largest of numbers.
 * Those that a fault has anyway are left out.
 */
export function paramsOf(fault: Fault, seed: number): Record<string, Json>[] {
  const drawn = fc.sample(fault.arbitrary(fc) as Arbitrary<Record<string, Json>>, { seed, numRuns: DRAWS })
  const bounds = boundsOf(drawn)
  const seen = new Set([canonical({})])
  const words = new Set<string>()
  return drawn
    .filter((params) => {
      const own = (entryOf(fault, '*', 'always', params).params ?? {}) as Json
      const isNew = Object.entries(params).some(([name, value]) => {
        if (typeof value === 'number') return bounds.has(`${name} ${value}`) && !words.has(`${name} ${value}`)
        return !words.has(`${name} ${canonical(value)}`)
      })
      if (!isNew || seen.has(canonical(own))) return false
      seen.add(canonical(own))
      for (const [name, value] of Object.entries(params)) words.add(`${name} ${canonical(value)}`)
      return true
    })
    .slice(0, MOST)
}

function boundsOf(drawn: readonly Record<string, Json>[]): Set<string> {
  const numbers = drawn.flatMap((params) =>
    Object.entries(params).flatMap(([name, value]) => (typeof value === 'number' ? [{ name, value }] : [])),
  )
  const bounds = [...Map.groupBy(numbers, ({ name }) => name)].flatMap(([name, own]) => {
    const values = own.map(({ value }) => value)
    return [`${name} ${Math.min(...values)}`, `${name} ${Math.max(...values)}`]
  })
  return new Set(bounds)
}

/** Plans of one to `most` faults on calls that were seen, without end. No plan comes twice. */
export function* drawnPlans(
  places: readonly Place[],
  { catalogue, most, seed }: { catalogue: Catalogue; most: number; seed: number },
): Generator<Plan> {
  if (places.length === 0) return
  const plans = fc.array(entries(places), { minLength: 1, maxLength: most })
  const known = new Set<string>()
  let dry = 0
  for (let round = 0; dry < 20; round++) {
    const drawn = fc.sample(plans, { seed: seed + round, numRuns: 50 }).filter((plan) => isSound(plan, catalogue))
    const fresh = drawn.filter((plan) => !known.has(keyOf(plan)))
    dry = fresh.length === 0 ? dry + 1 : 0
    for (const plan of fresh) {
      if (known.has(keyOf(plan))) continue
      known.add(keyOf(plan))
      yield plan
    }
  }
}

function entries(places: readonly Place[]): Arbitrary<Entry> {
  return fc.constantFrom(...places).chain(({ fault, on, calls }) => {
    // One call more than was seen: an agent that tries again makes it.
    const call = fc.integer({ min: 1, max: calls + 1 })
    const when: Arbitrary<When> = fc.oneof(
      { weight: 3, arbitrary: call.map((nth) => ({ nth })) },
      { weight: 1, arbitrary: call.map((from) => ({ from })) },
    )
    const params = fc.oneof(fc.constant({}), fault.arbitrary(fc))
    return fc.tuple(when, params).map(([one, given]) => entryOf(fault, on, one, given))
  })
}
