import type { AgentEndedEvent } from './events/agent-ended.ts'
import type { AgentRestartedEvent } from './events/agent-restarted.ts'
import type { AlertEvent } from './events/alert.ts'
import type { ApprovalEvent } from './events/approval.ts'
import type { CallEvent } from './events/call.ts'
import type { ClockLeakEvent } from './events/clock-leak.ts'
import type { DecisionEvent } from './events/decision.ts'
import type { DeliveredEvent } from './events/delivered.ts'
import type { EffectEvent } from './events/effect.ts'
import type { EgressEvent } from './events/egress.ts'
import type { ExecutedEvent } from './events/executed.ts'
import type { FaultEvent } from './events/fault.ts'
import type { GuardFailedEvent } from './events/guard-failed.ts'
import type { HarnessFaultEvent } from './events/harness-fault.ts'
import type { OutputEvent } from './events/output.ts'
import type { ProgramBrokenEvent } from './events/program-broken.ts'
import type { RealTimeEvent } from './events/real-time.ts'
import type { SoundEvent } from './events/sound.ts'
import type { StoppingEvent } from './events/stopping.ts'
import type { TrialEndedEvent } from './events/trial-ended.ts'
import type { TrialStartedEvent } from './events/trial-started.ts'
import type { UncoveredEvent } from './events/uncovered.ts'
import type { UnrepeatableEvent } from './events/unrepeatable.ts'

/** Everything that can happen in a trial. The union is closed: a reader handles each word. */
export type TraceEvent =
  | TrialStartedEvent
  | CallEvent
  | DecisionEvent
  | ApprovalEvent
  | FaultEvent
  | SoundEvent
  | GuardFailedEvent
  | ProgramBrokenEvent
  | ExecutedEvent
  | EffectEvent
  | DeliveredEvent
  | EgressEvent
  | UncoveredEvent
  | UnrepeatableEvent
  | RealTimeEvent
  | OutputEvent
  | AlertEvent
  | ClockLeakEvent
  | HarnessFaultEvent
  | AgentRestartedEvent
  | AgentEndedEvent
  | StoppingEvent
  | TrialEndedEvent

/** An event as it stands in the trace. */
export type Recorded<E extends TraceEvent = TraceEvent> = E & {
  /** Place in the trace, from 1. `e12` refers to the event with seq 12. */
  seq: number
  /** The trial's clock, ms since 1970. */
  at: number
}

export type EventOf<T extends TraceEvent['type']> = Recorded<Extract<TraceEvent, { type: T }>>
