import type { Fault } from '../../src/faults/define.ts'
import { faults } from '../../src/faults/index.ts'
import { type Catalogue, type Entry, keyOf, type Plan } from '../../src/search/plan.ts'
import { type SearchOptions, search } from '../../src/search/search.ts'
import { concerns } from '../../src/search/sweep.ts'
import type { Cause, Perform, Seen, Told } from '../../src/search/told.ts'

/** The faults of these names; all that search tries where none is named. */
export function catalogueOf(...names: string[]): Catalogue {
  const all = Object.values(faults as Record<string, Fault>).filter(({ control }) => !control)
  return new Map(all.filter(({ name }) => names.length === 0 || names.includes(name)).map((one) => [one.name, one]))
}

export function call(target: string, access: Seen['access'] = 'read'): Seen {
  return { channel: 'http', target, access, opens: false, executed: true, outcome: 'ok' }
}

export function cause(kind: string): Cause {
  return { scorer: 'effects', target: 'shop.orders', kind }
}

/** An agent that is nothing but a table: which calls it makes, and why it fails under the faults that struck. */
export interface Simulated {
  /** What it calls under the faults that struck; most call the same. */
  calls(struck: readonly Entry[]): readonly Seen[]
  /** Why it fails, the worst first. */
  fails(struck: readonly Entry[], repeat: number): readonly Cause[]
  /** The same for a saint. Default: it never fails. */
  saint?(struck: readonly Entry[]): boolean
}

function strikes({ fault, on, when }: Entry, calls: readonly Seen[], catalogue: Catalogue): boolean {
  const found = catalogue.get(fault)
  const own = calls.filter((one) => found && one.target === on && concerns(found, one)).length
  if (typeof when !== 'object') return own > 0
  return 'nth' in when ? own >= when.nth : 'from' in when && own >= when.from
}

/** Runs plans on a simulated agent. `ran` are the plans, in order. */
export function simulate(agent: Simulated, catalogue: Catalogue): { perform: Perform; ran: Plan[] } {
  const ran: Plan[] = []
  const perform: Perform = async (plan, who, repeat) => {
    ran.push(plan)
    // What one fault brings about, another one may strike.
    let struck: Entry[] = []
    for (let before = -1; before < struck.length; ) {
      before = struck.length
      const calls = agent.calls(struck)
      struck = plan.filter((entry) => strikes(entry, calls, catalogue))
    }
    const causes = who === 'saint' ? (agent.saint?.(struck) ? [cause('saint')] : []) : agent.fails(struck, repeat)
    const told: Told = {
      ...{ id: `${who} ${repeat} ${keyOf(plan)}`, replay: `run ${keyOf(plan)}`, causes, calls: agent.calls(struck) },
      verdict: causes.length > 0 ? 'failed' : struck.length < plan.length ? 'inconclusive' : 'passed',
      reason: causes[0]?.kind ?? '',
      delivered: plan.map((entry) => struck.includes(entry)),
    }
    return told
  }
  return { perform, ran }
}

/** Searches a simulated agent. */
export function searched(agent: Simulated, options: Partial<SearchOptions> & { budget?: number } = {}) {
  const { catalogue = catalogueOf(), budget = 2_000 } = options
  const { perform } = simulate(agent, catalogue)
  return search({
    ...{ perform, catalogue, saint: true, maxFaults: 3, seed: 1, mayRun: (begun) => begun < budget },
    ...options,
  })
}

export function isStruckBy(struck: readonly Entry[], fault: string, on: string, nth?: number): boolean {
  return struck.some((one) => {
    const { when } = one
    const first = typeof when === 'object' && 'from' in when ? when.from : 0
    const only = typeof when === 'object' && 'nth' in when ? when.nth : 0
    const hits = nth === undefined || only === nth || (first > 0 && first <= nth)
    return one.fault === fault && one.on === on && hits
  })
}
