export { default as fc } from 'fast-check'
export type {
  Answer,
  ConformanceTarget,
  Guide,
  Kind,
  Means,
  Pending,
  People,
  Session,
  Turn,
} from '../conformance/target.ts'
export { type ChannelExample, channelContract } from './channel-contract.ts'
export { type ContractCheck, faultContract } from './fault-contract.ts'
export { type GuardExample, guardContract } from './guard-contract.ts'
export { done, type GuardStage, guardStage, replyWith, type Sketch } from './guard-stage.ts'
export { type CommandGuard, commandGuard, type GuardCommand } from './guards/command/command-guard.ts'
export type { Act, Action, GuardAdapter, GuardClock, GuardDeps, GuardProcess, GuardStore } from './guards/deps.ts'
export type { Step } from './guards/history.ts'
export { byEffects, type Counted, type Law } from './guards/law.ts'
export { laws } from './guards/laws.ts'
export { regressionTest } from './guards/regression.ts'
export type { Failure, SearchOptions } from './guards/search.ts'
export type { Deed, Put, Story } from './guards/story.ts'
export { historyTable } from './guards/table.ts'
export {
  GuardBroken,
  type GuardReport,
  replayGuard,
  searchGuard,
  type TestGuardOptions,
  testGuard,
} from './guards/test-guard.ts'
export { type HostExample, hostContract } from './host-contract.ts'
export { scorerContract } from './scorer-contract.ts'
