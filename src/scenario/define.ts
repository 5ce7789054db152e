import type { Fault } from '../faults/define.ts'
import type { faults } from '../faults/index.ts'
import type { safeguardFaults } from '../faults/safeguards/index.ts'
import type { Guard } from '../guards/define.ts'
import type { guards } from '../guards/index.ts'
import type { Json } from '../kernel/json.ts'
import type { When } from '../record/plan.ts'
import type { Tier } from '../record/tier.ts'
import type { Scorer } from '../scorers/define.ts'
import type { scorers } from '../scorers/index.ts'
import type { Api } from '../world/apis/define.ts'
import type { ApproverCode, ApproverWord } from '../world/approver.ts'
import type { Database } from '../world/databases/define.ts'
import type { DocumentSource } from '../world/documents.ts'
import type { HookedTool } from '../world/hooks.ts'
import type { McpServer } from '../world/mcp/define.ts'
import type { RealModel, ScriptedModel } from '../world/models/define.ts'
import type { ModelScript } from '../world/models/script.ts'
import type { Resource } from '../world/resource.ts'
import type { Service } from '../world/services/define.ts'
import type { SqlTool, Tool } from '../world/tool.ts'
import type { PresetName } from './presets.ts'
import type { CollectionOf, NamedWorld, Names, TargetOf, TypedNames } from './world-names.ts'

// Parts carry their own parameter types; a list of uses holds any of them.
// biome-ignore-start lint/suspicious/noExplicitAny: existential types
export type AnyFault = Fault<any, any>
export type AnyGuard = Guard<any, any>
export type AnyScorer = Scorer<any, any>
export type AnyTool = Tool<any> | SqlTool<any>
// biome-ignore-end lint/suspicious/noExplicitAny: existential types

interface Shipped {
  fault: typeof faults & typeof safeguardFaults
  guard: typeof guards
  scorer: typeof scorers
}

/** A fault's name, or a fault of your own. */
type FaultRef = keyof Shipped['fault'] | AnyFault
/** A guard's name, or a guard of your own. */
type GuardRef = keyof Shipped['guard'] | AnyGuard
/** A scorer's name, or a scorer of your own. */
type ScorerRef = keyof Shipped['scorer'] | AnyScorer

/** What a part takes as parameters, by its name or by itself, in a world of such names. */
type ParamsOf<Kind extends keyof Shipped, Use, N extends Names> = string extends Use
  ? Record<string, unknown>
  : TypedNames<InputOf<Use extends keyof Shipped[Kind] ? Shipped[Kind][Use] : Use>, N>

type InputOf<Part> = Part extends { params: { _zod: { input: infer Input } } } ? Input : never

export interface GuardUse<Use = string | AnyGuard, N extends Names = Names> {
  /** A guard's name, or a guard of your own. */
  use: Use
  /** 'enforce': the harness supplies the safeguard. 'observe': your own is under test. Default 'enforce'. */
  mode?: 'enforce' | 'observe'
  /** Its parameters, as its page has them. */
  params?: ParamsOf<'guard', Use, N>
}

export interface Allowed {
  /** Child processes, and `process.execve`. */
  childProcesses: boolean
  /** Worker threads. */
  workerThreads: boolean
  /** Native code: addons (`process.dlopen`, `require` of a `.node` file), and extensions of `node:sqlite`. */
  nativeCode: boolean
  /** Look-ups of names. */
  lookups: boolean
}

export interface ScorerUse<Use = string | AnyScorer, N extends Names = Names> {
  /** A scorer's name, or a scorer of your own. */
  use: Use
  /** Failing a 'must' fails the trial. Default 'must'. */
  severity?: 'must' | 'should'
  /** Its parameters, as its page has them. */
  params?: ParamsOf<'scorer', Use, N>
  /** The variants that it judges. Default: all. */
  only?: readonly string[]
  /** The variants that it does not judge. */
  except?: readonly string[]
}

export interface EntryUse<Use = string | AnyFault, N extends Names = Names> {
  /** A fault's name, or a fault of your own. */
  fault: Use
  /** Its parameters, as its page has them. */
  params?: ParamsOf<'fault', Use, N>
  /** A target, `*` for any run of characters: 'payments POST /v1/refunds'. Default: every target. */
  on?: N['target']
  /** When it acts, counted from 1. `nth`, `from` and `every` count by target, `attempt` by call. Default: always. */
  when?: When
  /** Whose guard a fault of safeguards breaks. Default: every guard that is enforced. */
  guard?: string | undefined
}

/** A preset as a line of a plan: it stands for its entries. */
export interface PresetUse<N extends Names = Names> {
  /** In place of a fault: a name for several entries. */
  preset: PresetName
  /** A target for each of its entries, `*` for any run of characters. Default: every target. */
  on?: N['target']
}

/** A name or a part that there is; a text that is not known to the compiler is looked up when the scenario is loaded. */
type Known<Use, Ref> = Use extends Ref ? true : string extends Use ? true : false

// Each list is a tuple of what it uses, so that the parameters of every line are those of its own part.
type GuardUses<Uses extends readonly unknown[], N extends Names> = {
  [I in keyof Uses]: Known<Uses[I], GuardRef> extends true ? GuardUse<Uses[I], N> : GuardUse<GuardRef, N>
}
type ScorerUses<Uses extends readonly unknown[], N extends Names> = {
  [I in keyof Uses]: Known<Uses[I], ScorerRef> extends true ? ScorerUse<Uses[I], N> : ScorerUse<ScorerRef, N>
}
type Plan<Uses extends readonly unknown[], N extends Names> = {
  [I in keyof Uses]:
    | (Known<Uses[I], FaultRef> extends true ? EntryUse<Uses[I], N> : EntryUse<FaultRef, N>)
    | PresetUse<N>
}

type Plans<Uses extends Record<string, readonly unknown[]>, N extends Names> = {
  [Name in keyof Uses]: Plan<Uses[Name], N>
}

/** A module beside the scenario, and what it exports: './carla.ts', './people.ts#carla'. */
type ModulePath = `./${string}` | `../${string}`

export interface ApproverScript {
  /**
   * One answer for each request, in order; the last one repeats. 'revoke' approves and takes it back, 'stop' approves
   * and then stops the agent. Or code that is shown each request and answers with one of these words (`defineApprover`), or
   * its module.
   */
  answers: ApproverWord[] | ApproverCode | ModulePath
  /** Who answers. Default 'approver'. */
  by?: string
  /** How long an answer takes, in ms of the trial's clock. Default 0. */
  afterMs?: number
  /** How long after its yes a 'revoke' or a 'stop' comes, in ms of the trial's clock. Default 0. */
  revokeAfterMs?: number
  /** Other answers in some variants, by name: `{ 'nobody-there': ['silent'] }`. Such a variant may have no faults. */
  variants?: Record<string, ApproverScript['answers']>
}

/** Calls by their target and what their input holds. */
export interface LegitimateCall<N extends Names = Names> {
  /** A target, `*` for any run of characters. */
  target: N['target']
  /** What the input holds. It may have more, at any depth. */
  input: Json
}

/** One of several tasks in one world. */
export interface TaskInput<N extends Names = Names> {
  /** Letters, digits, '_', '-' and '.': behind the scenario's id, 'retail/orders/T12'. */
  id: string
  /** In place of the scenario's text. */
  text?: string
  /** What the text is filled with and the agent is told, beside what all tasks have. */
  data?: Json
  /** Collections that it finds otherwise. */
  world?: { data?: Partial<Record<N['collection'], Record<string, Json>>> }
  /** What is graded in this task alone. */
  scorers?: readonly (
    | { [Use in keyof Shipped['scorer']]: ScorerUse<Use> }[keyof Shipped['scorer']]
    | ScorerUse<AnyScorer>
  )[]
  /** Guards that must decide a call in this task. */
  requires?: readonly string[]
  /** What no guard may deny in this task. */
  legitimate?: readonly (N['target'] | LegitimateCall<N>)[]
  /** Beside those of the scenario. */
  tags?: readonly string[]
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

/** What holds for one model beside what holds for all. */
export interface ModelProfile {
  /** Safeguards, asked behind those of the scenario. */
  guards?: readonly ({ [Use in keyof Shipped['guard']]: GuardUse<Use> }[keyof Shipped['guard']] | GuardUse<AnyGuard>)[]
  /** In place of the scenario's. */
  limits?: Partial<Limits>
}

/** The parts of a world whose names the rest of a scenario says. */
interface WorldParts extends NamedWorld {
  apis: Record<string, Api>
  tools: Record<string, AnyTool>
  databases: Record<string, Database>
  services?: Record<string, Service>
  mcp?: Record<string, McpServer>
  hooks?: Record<string, HookedTool>
}

/** What a scenario uses, part by part, as it is written: what is no part is told where it stands, and nothing else is. */
interface Uses {
  guards: readonly unknown[]
  scorers: readonly unknown[]
  variants: Record<string, readonly unknown[]>
}

/** Uses that nothing is known of. */
interface AnyUses {
  guards: readonly (string | AnyGuard)[]
  scorers: readonly (string | AnyScorer)[]
  variants: Record<string, readonly (string | AnyFault)[]>
}

/** Alone, one of which any text may be a name: plans that code makes are checked when it is loaded. */
export interface ScenarioInput<
  W extends WorldParts = WorldParts,
  U extends Uses = AnyUses,
  // What a list says does not say what the world has.
  N extends Names = { target: NoInfer<TargetOf<W>>; collection: NoInfer<CollectionOf<W>> },
> {
  /** What the agent is asked. */
  task: {
    /** A handlebars template over `data`. */
    text: string
    /** What the agent is told beside the text. */
    data?: Json
  }
  /**
   * Many tasks in one world: a file (JSON, JSON lines or CSV, a path from the scenario's folder), or a list. Each is a scenario of its
   * own, ID/TASK, filled into the text above.
   */
  tasks?: string | readonly TaskInput<N>[]
  /** What exists in the sandbox. */
  world?: {
    /** Mock APIs by the name that the agent finds their URL under. */
    apis?: W['apis']
    /** Tools by the name that the agent calls. Of one that is a statement (`defineSqlTool`), guards and faults see the SQL. */
    tools?: W['tools']
    /** What there is to read, by name, for clients of MCP. */
    resources?: Record<string, Resource>
    /** Real MCP servers by name: their tools are the world's, guarded, broken and recorded like any. */
    mcp?: W['mcp']
    /** Tools of the agent's own, for which it asks a permission hook for leave: `Bash` of Claude Code. */
    hooks?: { readonly [Name in keyof W['hooks']]: HookedTool }
    /** PostgreSQL databases by the name that agents and effects use: 'shop'. */
    databases?: W['databases']
    /** Services in containers by the name that agents and effects use, such as Redis: `defineService`. */
    services?: W['services']
    /** Models by the name that an agent asks for: code (`defineModel`), the turns that it says, or who serves the real one. */
    models?: Record<string, ScriptedModel | ModelScript | (RealModel & Pick<ScriptedModel, 'price'>)>
    /** Who answers when a guard holds a call. Without one, nobody does. Code alone, or its module, stands for `{ answers }`. */
    approver?: ApproverScript | ApproverCode | ModulePath
    /** When the trial's clock starts, ISO 8601 with a zone. Default: 2026-01-05T09:00Z; with --real-time, now. */
    clock?: string
    /** What the agent's process takes for the time zone of its machine, by IANA's name: 'Asia/Tokyo'. Default: 'UTC'. */
    timeZone?: string
    /** What it takes for the language of its user: 'de-DE'. Default: 'en-US'. */
    locale?: string
    /**
     * Replaces the seeds of collections by name: collection -> id -> member. A collection may lie in a file (JSON, JSON lines, CSV):
     * './orders.csv', './shop.json#orders', { file: './orders.csv', key: 'number' }. So may all of them: './shop.json'.
     */
    data?: DocumentSource | Partial<Record<N['collection'], DocumentSource | Record<string, Json>>>
  }
  /** Safeguards, in the order in which they are asked. */
  guards?: GuardUses<U['guards'], N>
  /**
   * Safeguards and limits that are one model's own, by its name in `world.models`. The guards watch what that model asks for, and calls of
   * which nobody knows who asked for them; their outcomes go by 'budget@bold'. The limits hold in the trials that are for that model.
   */
  models?: Record<string, ModelProfile>
  /** Guards that must decide at least one call, or the trial is inconclusive. */
  requires?: readonly string[]
  /** Fault plans by name. `calm`, the one without faults, is always there. */
  variants?: Plans<U['variants'], N>
  /** What is graded. */
  scorers?: ScorerUses<U['scorers'], N>
  /** What a trial may take. One that meets a limit is ended and fails. */
  limits?: Partial<Limits>
  /**
   * What a guard must never deny: a target (with `*`), or `{ target, input }` for calls whose input holds that. A denial is a
   * false alarm.
   */
  legitimate?: readonly (N['target'] | LegitimateCall<N>)[]
  /**
   * Ways out that nobody watches and that the agent may use all the same. A trial that uses another one is inconclusive:
   * what it did there is not known.
   */
  allow?: Partial<Allowed>
  /**
   * Members that change from one try of the same thing to the next, beside headers such as Idempotency-Key: a name, anywhere,
   * or where it stands and its name: 'payments POST /v1/refunds body.reference', 'payments.refunds created_at'.
   */
  volatile?: readonly string[]
  /** Module, relative to this file, whose `run` does the task right. */
  saint?: string
  /** The weakest isolation that its agents may have. A machine that does not give it makes the trial an error. */
  tier?: Tier
  /** Words to choose scenarios by: `--tag`, `{tag:...}` in a gate. */
  tags?: readonly string[]
}

/** A task in a world, with guards, fault variants and scorers. Its id is its path below the scenarios' folder. */
export function defineScenario<
  const Apis extends Record<string, Api> = Record<never, never>,
  const Tools extends Record<string, AnyTool> = Record<never, never>,
  const Databases extends Record<string, Database> = Record<never, never>,
  const Servers extends Record<string, McpServer> = Record<never, never>,
  const Hooks extends Record<string, HookedTool> = Record<never, never>,
  const Services extends Record<string, Service> = Record<never, never>,
  const Guards extends readonly unknown[] = readonly GuardRef[],
  const Scorers extends readonly unknown[] = readonly ScorerRef[],
  const Variants extends Record<string, readonly unknown[]> = Record<string, readonly FaultRef[]>,
>(
  scenario: ScenarioInput<
    { apis: Apis; tools: Tools; databases: Databases; mcp: Servers; hooks: Hooks; services: Services },
    { guards: Guards; scorers: Scorers; variants: Variants }
  >,
): typeof scenario {
  return scenario
}
