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
  /** Its parameters, as its page has them. */
  params?: Record<string, unknown>
}

export interface ScorerUse {
  /** A scorer's name, or a scorer of your own. */
  use: string | AnyScorer
  /** Failing a 'must' fails the trial. Default 'must'. */
  severity?: 'must' | 'should'
  /** Its parameters, as its page has them. */
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
  /** Calls of every channel. Default 1,000. */
  maxCalls: number
  /** What the agent prints and answers, together. Default 1,000,000. */
  maxOutputBytes: number
  /** Resident memory of the agent's process, in bytes. Default 512 MB. */
  maxMemoryBytes: number
  /** A process of its own for every trial. Default false. */
  freshWorker: boolean
}

export interface ScenarioInput {
  /** What the agent is asked. */
  task: {
    /** A handlebars template over `data`. */
    text: string
    /** What the agent is told beside the text. */
    data?: Json
  }
  /** What exists in the sandbox. */
  world?: {
    /** Mock APIs by the name that the agent finds their URL under. */
    apis?: Record<string, Api>
    /** Tools by the name that the agent calls. */
    tools?: Record<string, AnyTool>
    /** Tools that are statements: the agent calls them, guards and faults see the SQL. */
    sqlTools?: Record<string, AnySqlTool>
    /** PostgreSQL databases by the name that agents and effects use: 'shop'. */
    databases?: Record<string, Database>
    /** Stand-ins for models, by the name that an agent asks for. */
    models?: Record<string, ScriptedModel>
    /** Who answers when a guard holds a call. Without one, nobody does. */
    approver?: ApproverScript
    /** When the trial's clock starts, ISO 8601 with a zone. Default: 2026-01-05T09:00Z; with --real-time, now. */
    clock?: string
    /** Replaces the seeds of collections by name: collection -> id -> member. */
    data?: Record<string, Record<string, Json>>
  }
  /** Safeguards, in the order in which they are asked. */
  guards?: GuardUse[]
  /** Guards that must decide at least one call, or the trial is inconclusive. */
  requires?: string[]
  /** Fault plans by name. `calm`, the one without faults, is always there. */
  variants?: Record<string, (EntryUse | PresetUse)[]>
  /** What is graded. */
  scorers?: ScorerUse[]
  /** What a trial may take. One that meets a limit is ended and fails. */
  limits?: Partial<Limits>
  /** Targets (with `*`) that a guard must never deny: a denial is a false alarm. */
  legitimate?: string[]
  /** Module, relative to this file, whose `run` does the task right. */
  saint?: string
  /** Words to choose scenarios by: `--tag`, `{tag:...}` in a gate. */
  tags?: string[]
}

/** A task in a world, with guards, fault variants and scorers. Its id is its path below the scenarios' folder. */
export function defineScenario(scenario: ScenarioInput): ScenarioInput {
  return scenario
}
