import type { Fault } from '../faults/define.ts'
import type { Guard } from '../guards/define.ts'
import type { Json } from '../kernel/json.ts'
import type { Surrounding } from '../kernel/surrounding.ts'
import type { CallPattern } from '../record/call-pattern.ts'
import type { When } from '../record/plan.ts'
import type { Tier } from '../record/tier.ts'
import type { Scorer } from '../scorers/define.ts'
import type { WorldParts } from '../world/start.ts'
import type { Allowed, Limits } from './define.ts'
import type { Served } from './schema.ts'

/** An entry of a plan with its fault found and its parameters read. */
export interface PlannedFault {
  fault: Fault<unknown>
  params: unknown
  on: string
  when: When
  /** As `BoundEntry` has it. */
  drawnAs?: string | undefined
  /** Whose guard it breaks, at the seat 'guard'. Undefined: every one that is enforced. */
  guard?: string | undefined
}

/** A scenario with every name resolved, every default filled in and every parameter checked. */
export interface Scenario {
  /** 'billing/duplicate-charge'; of one of several tasks, that and the task: 'retail/orders/T12'. */
  id: string
  /** Of one of several tasks: the scenario that has them. */
  within?: string
  file: string
  task: { text: string; data: Json }
  world: WorldParts
  /** When the trial's clock starts, ms since 1970; undefined: now. */
  clockStart: number | undefined
  /** What the agent's process finds around it. */
  surrounding: Surrounding
  guards: { guard: Guard<unknown>; mode: 'enforce' | 'observe'; params: unknown }[]
  /** The names of all guards, where a probe leaves some of them out. */
  guardNames?: readonly string[]
  /** Limits that are one model's own, by its name. */
  profiles: ReadonlyMap<string, { [Name in keyof Limits]?: Limits[Name] | undefined }>
  requires: string[]
  variants: ReadonlyMap<string, PlannedFault[]>
  scorers: {
    scorer: Scorer<unknown>
    severity: 'must' | 'should'
    params: unknown
    appliesTo(variant: string): boolean
  }[]
  limits: Limits
  legitimate: CallPattern[]
  /** Ways out that nobody watches and that a trial may use all the same. */
  allow: Partial<Allowed>
  /** Members that no two tries of one thing need to agree in. */
  volatile: readonly string[]
  /** Path of the module that does this scenario right, from the scenario's file; absolute once loaded. */
  saint: string | undefined
  /** The weakest isolation that its agents may have. */
  tier: Tier | undefined
  tags: string[]
  /** Digest of all that the scenario says: trials of two definitions are not compared. */
  definition: string
  /** What a person accepted for it: its guards know it already, and processes that load it anew are told. */
  accepted?: Readonly<Record<string, Json>>
  /** Models of the config: its world has them already, and processes that load it anew are told. */
  served?: Served
}

/** The limits of a trial that is for a model. */
export function limitsFor({ limits, profiles }: Pick<Scenario, 'limits' | 'profiles'>, model: string | null): Limits {
  const own = Object.entries((model !== null && profiles.get(model)) || {}).filter(([, value]) => value !== undefined)
  return { ...limits, ...Object.fromEntries(own) }
}
