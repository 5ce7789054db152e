import type { Fault } from '../faults/define.ts'
import type { Guard } from '../guards/define.ts'
import type { Json } from '../kernel/json.ts'
import type { PlanEntryInput } from '../record/plan.ts'
import type { Scorer } from '../scorers/define.ts'
import type { Api } from '../world/apis/define.ts'
import type { Database } from '../world/databases/define.ts'
import type { ScriptedModel } from '../world/models/define.ts'
import type { SqlTool, Tool } from '../world/tool.ts'
import type { PresetUse } from './presets.ts'

// Parts carry their own parameter types; a list of uses holds any of them.
// biome-ignore-start lint/suspicious/noExplicitAny: existential types
export type AnyFault = Fault<any>
export type AnyGuard = Guard<any>
export type AnyScorer = Scorer<any>
export type AnyTool = Tool<any>
export type AnySqlTool = SqlTool<any>
// biome-ignore-end lint/suspicious/noExplicitAny: existential types

export interface GuardUse {
  /** A guard's name, or a guard of your own. */
  use: string | AnyGuard
  /** 'enforce': the harness supplies the safeguard. 'observe': your own is under test. Default 'enforce'. */
  mode?: 'enforce' | 'observe'
  params?: Record<string, unknown>
}

export interface ScorerUse {
  use: string | AnyScorer
  /** Failing a 'must' fails the trial. Default 'must'. */
  severity?: 'must' | 'should'
  params?: Record<string, unknown>
  /** The variants that it judges. Default: all. */
  only?: string[]
  /** The variants that it does not judge. */
  except?: string[]
}

export type EntryUse = Omit<PlanEntryInput, 'fault'> & {
  /** A fault's name, or a fault of your own. */
  fault: string | AnyFault
}

export interface ApproverScript {
  /**
   * One answer for each request, in order; the last one repeats. 'revoke' approves and takes it back, 'stop' approves
   * and then stops the agent.
   */
  answers: ('approve' | 'deny' | 'silent' | 'revoke' | 'stop')[]
  /** Who answers. Default 'approver'. */
  by?: string
  /** How long an answer takes, in ms of the trial's clock. Default 0. */
  afterMs?: number
  /** How long after its yes a 'revoke' or a 'stop' comes, in ms of the trial's clock. Default 0. */
  revokeAfterMs?: number
  /** Other answers in some variants, by name: `{ 'nobody-there': ['silent'] }`. Such a variant may have no faults. */
  variants?: Record<string, ApproverScript['answers']>
}

export interface Limits {
  /** Real time from the agent's start. Default 60,000. */
  deadlineMs: number
  /** On the trial's clock, from the agent's start. Default 86,400,000: a day. */
  virtualDeadlineMs: number
  /** Default 1,000. */
  maxCalls: number
  /** What the agent prints and answers, together. Default 1,000,000. */
  maxOutputBytes: number
  /** Resident memory of the agent's process. Default 512 MB, in bytes. */
  maxMemoryBytes: number
  /** A process of its own for every trial. Default false. */
  freshWorker: boolean
}

export interface ScenarioInput {
  /** `text` is a handlebars template over `data`. */
  task: { text: string; data?: Json }
  world?: {
    apis?: Record<string, Api>
    tools?: Record<string, AnyTool>
    /** Tools that are statements: the agent calls them, guards and faults see the SQL. */
    sqlTools?: Record<string, AnySqlTool>
    /** PostgreSQL databases by the name that agents and effects use: 'shop'. */
    databases?: Record<string, Database>
    /** By the name that an agent asks for. */
    models?: Record<string, ScriptedModel>
    approver?: ApproverScript
    /** When the trial's clock starts, ISO 8601 with a zone. Default: 2026-01-05T09:00Z; with --real-time, now. */
    clock?: string
    /** Replaces the seeds of collections by name: collection -> id -> member. */
    data?: Record<string, Record<string, Json>>
  }
  guards?: GuardUse[]
  /** Guards that must decide at least one call, or the trial is inconclusive. */
  requires?: string[]
  /** Fault plans by name. `calm`, the one without faults, is always there. */
  variants?: Record<string, (EntryUse | PresetUse)[]>
  scorers?: ScorerUse[]
  limits?: Partial<Limits>
  /** Targets (with `*`) that a guard must never deny: a denial is a false alarm. */
  legitimate?: string[]
  /** Module, relative to this file, whose `run` does the task right. */
  saint?: string
  tags?: string[]
}

/** A task in a world, with guards, fault variants and scorers. Its id is its path below the scenarios' folder. */
export function defineScenario(scenario: ScenarioInput): ScenarioInput {
  return scenario
}
