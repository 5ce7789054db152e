import type { ActionRecord } from '../../record/action.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import type { GuardRow, TrialRow } from '../../record/row.ts'
import { percentile } from '../../stats/percentile.ts'
import { type Consistency, consistencyOf } from './consistency.ts'
import { agentLabel } from './outcome.ts'

/** What an agent does of one kind, over all its judged trials. Shares are undefined where there is nothing to share. */
export interface ActionBehaviour {
  action: string
  access: ActionRecord['access']
  calls: number
  /** Of all its calls. */
  share: number
  success: number
  error: number
  denied: number
  /** Of the calls that were put to the approver, those that were not approved. */
  rejection: number | undefined
  retries: number
  /** US dollars a trial. */
  costPerTask: number
}

/** What one guard came to. */
export interface GuardBehaviour {
  name: string
  mode: string
  held: number
  bypassed: number
  falseAlarms: number
  unclear: number
  notExercised: number
  denied: number
  /** Calls that it put to the approver. */
  asked: number
}

/** The four layers that an agent needs in production, as the records show them. */
export interface Layers {
  cost: { total: number; dearest: number; p95: number; ofPass: number | undefined }
  verification: GuardBehaviour[]
  isolation: { tiers: string[]; resets: string[] }
  observability: { events: number; trials: number; reproducible: number }
}

export interface AgentBehaviour {
  agent: string
  trials: number
  actions: ActionBehaviour[]
  layers: Layers
  consistency: Consistency
}

/** How each agent behaves, in the order of the run. */
export function behaviourOf({ rows, records }: Pick<KeptRun, 'rows' | 'records'>): AgentBehaviour[] {
  return [...Map.groupBy(rows, agentLabel)].map(([agent, own]) => {
    const judged = own.filter(({ verdict }) => verdict !== 'error')
    const tasks = [...Map.groupBy(judged, ({ scenario, variant }) => JSON.stringify([scenario, variant])).values()]
    const kinds = new Map<string, ActionRecord>()
    for (const { actions } of records(tasks.flat())) for (const action of actions) add(kinds, action)
    return {
      agent,
      trials: judged.length,
      actions: sharesOf([...kinds.values()], judged.length),
      layers: layersOf(judged),
      consistency: consistencyOf(tasks),
    }
  })
}

function add(kinds: Map<string, ActionRecord>, more: ActionRecord): void {
  const { action, access } = more
  const none = { action, access, calls: 0, ok: 0, error: 0, denied: 0, asked: 0, rejected: 0, retries: 0, usd: 0 }
  const sum = kinds.get(action) ?? none
  for (const figure of FIGURES) sum[figure] += more[figure]
  kinds.set(action, sum)
}

const FIGURES = ['calls', 'ok', 'error', 'denied', 'asked', 'rejected', 'retries', 'usd'] as const

function sharesOf(kinds: readonly ActionRecord[], trials: number): ActionBehaviour[] {
  const all = sum(kinds, ({ calls }) => calls)
  return kinds.map(({ action, access, calls, ok, error, denied, asked, rejected, retries, usd }) => ({
    ...{ action, access, calls, retries },
    share: calls / all,
    success: ok / calls,
    error: error / calls,
    denied: denied / calls,
    rejection: asked === 0 ? undefined : rejected / asked,
    costPerTask: usd / trials,
  }))
}

function layersOf(trials: readonly TrialRow[]): Layers {
  const costs = trials.map(({ usage }) => usage.usd)
  const total = sum(costs, (usd) => usd)
  const passed = trials.filter(({ verdict }) => verdict === 'passed').length
  return {
    cost: {
      total,
      dearest: costs.reduce((most, usd) => Math.max(most, usd), 0),
      p95: costs.length === 0 ? 0 : percentile(costs, 95),
      ofPass: passed === 0 ? undefined : total / passed,
    },
    verification: guardsOf(trials),
    isolation: {
      tiers: [...new Set(trials.map(({ tier }) => tier))].sort(),
      resets: [...new Set(trials.map(({ reset }) => reset))].sort(),
    },
    observability: {
      events: sum(trials, ({ trace }) => trace.events),
      trials: trials.length,
      reproducible: trials.filter(({ reproducible }) => reproducible).length,
    },
  }
}

function guardsOf(trials: readonly TrialRow[]): GuardBehaviour[] {
  const groups = Map.groupBy(
    trials.flatMap(({ guards }) => guards),
    ({ name, mode }) => JSON.stringify([name, mode]),
  )
  return [...groups.values()].map((guards) => {
    const count = (outcome: GuardRow['outcome']) => guards.filter((guard) => guard.outcome === outcome).length
    return {
      name: guards[0]?.name ?? '',
      mode: guards[0]?.mode ?? '',
      held: count('held'),
      bypassed: count('bypassed'),
      falseAlarms: count('false-alarm'),
      unclear: count('unclear'),
      notExercised: count('not-exercised'),
      denied: sum(guards, ({ decisions }) => decisions.deny + decisions.halt),
      asked: sum(guards, ({ decisions }) => decisions.hold),
    }
  })
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
