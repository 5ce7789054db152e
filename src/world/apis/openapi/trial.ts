import { currentMembers, currentTrial } from '../../../boundary/current.ts'
import { systemClock } from '../../../kernel/clock.ts'
import type { Json } from '../../../kernel/json.ts'
import { createRandom, type Random } from '../../../kernel/random.ts'

/** What an API keeps of one trial beside its members. */
export interface TrialState {
  /** What was answered to a request that can be repeated: by operation and key. */
  replies: Map<string, { asked: string; status: number; body: Json; type: string }>
  /** When requests came, on the trial's clock. */
  requests: number[]
  /** How many ids were made, by collection. */
  made: Map<string, number>
}

const states = new WeakMap<object, Map<string, TrialState>>()

/** The state of an API in the trial that runs. */
export function stateOf(api: string): TrialState {
  const trial = currentMembers.getStore()
  if (!trial) throw new Error(`Failed to answer for ${api}: no trial runs.`)
  const all = states.get(trial) ?? new Map<string, TrialState>()
  states.set(trial, all)
  const found = all.get(api) ?? { replies: new Map(), requests: [], made: new Map() }
  all.set(api, found)
  return found
}

const machine = systemClock()

/** ms since 1970, on the trial's clock. */
export function nowInTrial(): number {
  return (currentTrial.getStore()?.clock ?? machine).now()
}

/** Chance of the trial, by its seed. */
export function chanceInTrial(...names: (string | number)[]): Random {
  return (currentTrial.getStore()?.random ?? createRandom(0)).fork(...names)
}
