import { canonical, type Json } from '../kernel/json.ts'
import { type Catalogue, type Entry, entryOf, isSound, type Plan, usualOf } from './plan.ts'

/** Is a plan as good as the one that is made smaller? */
export type Holds = (plan: Plan) => Promise<boolean>

/**
 * Makes a plan smaller as long as it holds: single faults alone, fewer of them, one call in place of many, an earlier call, no
 * parameters, smaller ones. What comes out holds, if the plan did.
 */
export async function shrink(plan: Plan, { catalogue, holds }: { catalogue: Catalogue; holds: Holds }): Promise<Plan> {
  let best = plan
  const accept = async (smaller: Plan) => {
    if (smaller.length === 0 || !isSound(smaller, catalogue) || !(await holds(smaller))) return false
    best = smaller
    return true
  }
  const before = () => canonical(best as unknown as Json)
  for (let start = ''; start !== before(); ) {
    start = before()
    await fewer(best, accept)
    for (const index of best.keys()) await seldom(best, index, accept)
    for (const index of best.keys()) await plainer(best, index, { catalogue, accept })
  }
  return best
}

type Accept = (plan: Plan) => Promise<boolean>

/** Each fault alone; then ddmin: halves, quarters, and so on, each left out. */
async function fewer(plan: Plan, accept: Accept): Promise<void> {
  if (plan.length < 2) return
  for (const entry of plan) if (await accept([entry])) return
  let best = plan
  for (let parts = 2; best.length > 1; ) {
    const size = Math.ceil(best.length / parts)
    let found: Plan | undefined
    for (let from = 0; from < best.length && !found; from += size) {
      const rest = [...best.slice(0, from), ...best.slice(from + size)]
      if (rest.length > 1 && (await accept(rest))) found = rest
    }
    if (!found && parts >= best.length) return
    parts = found ? Math.max(2, parts - 1) : Math.min(best.length, parts * 2)
    best = found ?? best
  }
}

function replaced(plan: Plan, index: number, entry: Entry): Plan {
  return plan.map((one, place) => (place === index ? entry : one))
}

/** So many calls behind the first are tried alone, in place of all of them. */
const BEHIND = 3

/** One call in place of all from one on; an earlier one in place of a later one. */
async function seldom(plan: Plan, index: number, accept: Accept): Promise<void> {
  const entry = plan[index]
  if (!entry || typeof entry.when !== 'object') return
  const { when } = entry
  const first = 'from' in when ? when.from : 'nth' in when ? when.nth : 1
  const last = 'from' in when ? first + BEHIND : first - 1
  for (let nth = 1; nth <= last; nth++) if (await accept(replaced(plan, index, { ...entry, when: { nth } }))) return
}

/** Parameters left out; numbers, between what they usually are and what they are, as close to the usual as holds. */
async function plainer(
  plan: Plan,
  index: number,
  { catalogue, accept }: { catalogue: Catalogue; accept: Accept },
): Promise<void> {
  let entry = plan[index]
  const fault = entry && catalogue.get(entry.fault)
  if (!entry?.params || !fault) return
  const without = (params: Record<string, Json>) => entryOf(fault, entry?.on ?? '*', entry?.when ?? 'always', params)
  const attempt = async (params: Record<string, Json>) => {
    const next = without(params)
    if (!(await accept(replaced(plan, index, next)))) return false
    entry = next
    return true
  }
  if (await attempt({})) return
  for (const name of Object.keys(entry.params)) {
    const { [name]: value, ...others } = entry.params ?? {}
    if (await attempt(others)) continue
    const usual = usualOf(fault)[name] ?? 0
    if (typeof value === 'number' && typeof usual === 'number') {
      await bisect(usual, value, (number) => attempt({ ...others, [name]: number }))
    }
  }
}

/** Numbers that are no whole ones are told apart up to this. */
const FINE = 0.01

/** Of the numbers between one that does not hold and one that does, the first that does. */
async function bisect(fails: number, holds: number, attempt: (number: number) => Promise<boolean>): Promise<void> {
  const step = Number.isInteger(fails) && Number.isInteger(holds) ? 1 : FINE
  let [low, high] = [0, Math.round(Math.abs(holds - fails) / step)]
  const sign = Math.sign(holds - fails)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const number = Number((fails + sign * middle * step).toFixed(2))
    if (await attempt(number)) high = middle
    else low = middle
  }
}
