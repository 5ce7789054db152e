import type { ActionRecord } from '../../record/action.ts'
import type { RunRecord } from '../../record/run.ts'
import type { GuardRecord, TrialRecord } from '../../record/trial.ts'
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
export function behaviourOf({ trials }: Pick<RunRecord, 'trials'>): AgentBehaviour[] {
  return [...Map.groupBy(trials, agentLabel)].map(([agent, own]) => {
    const judged = own.filter(({ verdict }) => verdict !== 'error')
    return {
      agent,
      trials: judged.length,
      actions: actionsOf(judged),
      layers: layersOf(judged),
      consistency: consistencyOf(judged),
    }
  })
}

function actionsOf(trials: readonly TrialRecord[]): ActionBehaviour[] {
  const kinds = Map.groupBy(
    trials.flatMap(({ actions }) => actions),
    ({ action }) => action,
  )
  const all = sum([...kinds.values()].flat(), ({ calls }) => calls)
  return [...kinds].map(([action, records]) => {
    const calls = sum(records, (record) => record.calls)
    const asked = sum(records, (record) => record.asked)
    return {
      action,
      access: records[0]?.access ?? 'unknown',
      calls,
      share: calls / all,
      success: sum(records, ({ ok }) => ok) / calls,
      error: sum(records, ({ error }) => error) / calls,
      denied: sum(records, ({ denied }) => denied) / calls,
      rejection: asked === 0 ? undefined : sum(records, ({ rejected }) => rejected) / asked,
      retries: sum(records, ({ retries }) => retries),
      costPerTask: sum(records, ({ usd }) => usd) / trials.length,
    }
  })
}

function layersOf(trials: readonly TrialRecord[]): Layers {
  const costs = trials.map(({ usage }) => usage.usd)
  const total = sum(costs, (usd) => usd)
  const passed = trials.filter(({ verdict }) => verdict === 'passed').length
  return {
    cost: {
      total,
      dearest: Math.max(0, ...costs),
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

function guardsOf(trials: readonly TrialRecord[]): GuardBehaviour[] {
  const groups = Map.groupBy(
    trials.flatMap(({ guards }) => guards),
    ({ name, mode }) => JSON.stringify([name, mode]),
  )
  return [...groups.values()].map((guards) => {
    const count = (outcome: GuardRecord['outcome']) => guards.filter((guard) => guard.outcome === outcome).length
    return {
      name: guards[0]?.name ?? '',
      mode: guards[0]?.mode ?? '',
      held: count('held'),
      bypassed: count('bypassed'),
      falseAlarms: count('false-alarm'),
      notExercised: count('not-exercised'),
      denied: sum(guards, ({ decisions }) => decisions.deny + decisions.halt),
      asked: sum(guards, ({ decisions }) => decisions.hold),
    }
  })
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
