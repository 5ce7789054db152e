export type { FromReplies, GoldStep, GoldWay } from './agents/chaos/gold.ts'
export type { Agent, AgentAnswer, AgentSession, AgentTask } from './agents/define.ts'
export { recordedAgent } from './agents/recorded.ts'
export { type AlertSink, defineSink } from './alerts/define.ts'
export type { Call } from './boundary/call.ts'
export type { SessionTool } from './boundary/channel.ts'
export type { Decision, GuardContext, GuardState } from './boundary/decision.ts'
export type { HttpInput } from './boundary/http-world.ts'
export type { InterceptContext, Interceptor, Next } from './boundary/interceptor.ts'
export type { Refusal } from './boundary/refusal.ts'
export type { Reply, SqlResult } from './boundary/reply.ts'
export type { SqlConnection, SqlDatabase, SqlOptions } from './boundary/sql-database.ts'
export { type HeaderList, WholeBody } from './boundary/wire.ts'
export { type PermissionHooks, permissionHooks } from './channels/tools/hook/callbacks.ts'
export { defineFault, type Fault } from './faults/define.ts'
export { type RefusalSigns, wasRefused } from './faults/symptoms/was-refused.ts'
export { type Acceptable, defineGuard, type Guard, type Violation } from './guards/define.ts'
export type { Mutant } from './guards/mutant.ts'
export type { Probe } from './guards/probe.ts'
export type { Clock } from './kernel/clock.ts'
export type { Json } from './kernel/json.ts'
export { cents, formatMoney, type Money, MoneyError, micros, NO_MONEY, usd } from './kernel/money.ts'
export { fits, fitsAny } from './kernel/pattern.ts'
export type { Random } from './kernel/random.ts'
export { collectionName, targetName, targetNames } from './record/names.ts'
export type { TrialRow } from './record/row.ts'
export type { RunHead, RunRecord } from './record/run.ts'
export type { TrialRecord, Verdict } from './record/trial.ts'
export { defineReporter, type Reporter, type StoredRun } from './reports/define.ts'
export type { ConfigInput } from './scenario/config.ts'
export { defineScenario, type ScenarioInput } from './scenario/define.ts'
export { defineConfig } from './scenario/define-config.ts'
export { preset } from './scenario/presets.ts'
export { defineScorer, type Score, type Scorer } from './scorers/define.ts'
export type { CallStory, Evidence } from './trace/evidence.ts'
export type { RecordingInput } from './trace/recording.ts'
export { type Api, defineApi } from './world/apis/define.ts'
export { defineRepository } from './world/apis/git/define.ts'
export type { Check, Protection, ReadFile, RepositoryInput } from './world/apis/git/source.ts'
export { type ApproverCode, defineApprover } from './world/approver.ts'
export { type Collection, defineCollection, members } from './world/collection.ts'
export { type Database, type DatabaseInput, defineDatabase } from './world/databases/define.ts'
export type { HttpResult } from './world/declaration.ts'
export type { HookedTool } from './world/hooks.ts'
export {
  type Conversation,
  defineModel,
  type Format,
  type Message,
  type ScriptedModel,
  type ShownFile,
  type ToolChoice,
  type Turn,
} from './world/models/define.ts'
export { toolInputs, toolResults, userText } from './world/models/reading.ts'
export type { ModelScript } from './world/models/script.ts'
export { type RecordedWorld, recordedTools } from './world/recorded-tools.ts'
export {
  defineService,
  type RunningService,
  type Service,
  type ServiceInput,
  type ServiceState,
} from './world/services/define.ts'
export { defineSqlTool, defineTool, type SqlTool, type Tool, ToolRefusal } from './world/tool.ts'
