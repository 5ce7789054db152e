import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'
import type { GuardMode } from '../trace/events/decision.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { Volatile } from '../trace/volatile.ts'
import type { Answer } from './approver.ts'
import type { Call } from './call.ts'
import { atOnce, type OwnCode } from './own-code.ts'
import type { Reply } from './reply.ts'
import type { TentativeEffect } from './tentative-effect.ts'

/** What a guard says of a proposed call. There is no silent yes: anything else counts as a deny. */
export type Decision =
  | { kind: 'allow'; reason: string; approvedBy?: string }
  | { kind: 'deny'; reason: string }
  | Hold
  | { kind: 'halt'; reason: string }

/** The call waits for a person. The guard turns the answer into its decision. */
export interface Hold {
  kind: 'hold'
  reason: string
  /** How long the approver may take, in ms of the trial's clock. */
  timeoutMs: number
  /** How long the call waits after a yes, in ms of the trial's clock: the yes can be taken back in that time. */
  delayMs?: number
  /** Asked once the answer is there; behind a yes, once it has waited. */
  resolve(answer: Answer): Exclude<Decision, Hold>
  /** Told that the yes was taken back, in its window or later. */
  revoked?(): void
}

/** What a guard may use. Chance and time arrive here, never from globals. */
export interface GuardContext {
  clock: Clock
  random: Random
  /** What the seam takes for the time, ms since 1970: another clock, to hold the guard's own against. Default: there is none. */
  seamTime?(): number
  /** Tells a person something that is no decision. */
  alert(message: string, call?: Call): void
  /** What the scenario calls volatile. Default: nothing. */
  volatile?: Volatile
  /** How a member of a collection is now, as the world has it; undefined where there is none. */
  read?(collection: string, id: string): Json | undefined
}

/** A guard's life within one trial. */
export interface GuardState {
  /** Is this call the guard's business? Calls outside its scope are not decided and do not exercise it. Default: every call. */
  concerns?(call: Call): boolean
  /** Reserves what the call may use, before it runs. */
  decide(call: Call): Decision | Promise<Decision>
  /**
   * Asked once more about a call that it let pass, before the call runs: after a person kept it waiting, and again when
   * time has passed on its way to the world. What was right then may not be right now. Default: what it said stands.
   */
  confirm?(call: Call): Exclude<Decision, Hold>
  /**
   * Corrects the reservation. `executed` is what the world did, or undefined when the call never ran (another guard
   * refused it, the client gave up first). Always called once for each call that `decide` was asked about.
   */
  settle?(call: Call, executed: Reply | undefined, effects: readonly EffectEvent[]): void
  /**
   * Looks at what a call has done while the world still holds it open, and may have it undone: rows are counted, not
   * guessed. Asked where a channel can hold effects open (SQL), for each call that has effects, `decide`d or not. Undefined: they
   * are not its business.
   */
  inspect?(call: Call, effects: readonly TentativeEffect[]): Decision | undefined | Promise<Decision | undefined>
  /** Told that these effects, which `inspect` had let pass, were rolled back after all. */
  undone?(effects: readonly TentativeEffect[]): void
  /** Told of every effect once it stays, whichever call made it, or none. */
  witness?(effect: EffectEvent): void
  /** Told that the agent was killed while this call of its was under way, and is started anew. */
  restarted?(call: Call): void
}

/** A guard on the seam. */
export interface SeatedGuard extends GuardState {
  name: string
  mode: GuardMode
  /** Is what it fails at, at this call, planned? Then nobody is to blame for it. Default: no. */
  planned?(call: string): boolean
}

const untold: OwnCode = (_, run) => run()

/**
 * Puts a guard on a seam. What its state does not do, the seam must not find there.
 * @param own Runs what it does, where it is a guard of the scenario's own. Default: as it is.
 */
export function seated(state: GuardState, name: string, mode: GuardMode, own: OwnCode = untold): SeatedGuard {
  const { concerns, decide, confirm, inspect, undone, settle, witness, restarted } = state
  const within = <T>(run: () => T): T => own(`guard ${name}`, run)
  const now = <T>(run: () => T): T => within(() => atOnce(run()))
  /** What it does about an answer is its own code, too. */
  const holding = <D extends Decision | undefined>(decision: D): D => {
    if (decision?.kind !== 'hold') return decision
    const { resolve, revoked } = decision
    return {
      ...decision,
      resolve: (answer) => now(() => resolve.call(decision, answer)),
      ...(revoked && { revoked: () => now(() => revoked.call(decision)) }),
    }
  }
  const said = <D extends Decision | undefined>(run: () => D | Promise<D>): D | Promise<D> => {
    const given = within(run)
    return given instanceof Promise ? given.then(holding) : holding(given)
  }
  return {
    name,
    mode,
    decide: (call) => said(() => decide.call(state, call)),
    ...(concerns && { concerns: (call) => now(() => concerns.call(state, call)) }),
    ...(confirm && { confirm: (call) => now(() => confirm.call(state, call)) }),
    ...(inspect && { inspect: (call, effects) => said(() => inspect.call(state, call, effects)) }),
    ...(undone && { undone: (effects) => now(() => undone.call(state, effects)) }),
    ...(witness && { witness: (effect) => now(() => witness.call(state, effect)) }),
    ...(restarted && { restarted: (call) => now(() => restarted.call(state, call)) }),
    ...(settle && { settle: (call, executed, effects) => now(() => settle.call(state, call, executed, effects)) }),
  }
}
