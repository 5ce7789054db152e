import type { GuardMode } from '../trace/events/decision.ts'
import type { GuardState, SeatedGuard } from './decision.ts'

/** Puts a guard on a seam. What its state does not do, the seam must not find there. */
export function seated(state: GuardState, name: string, mode: GuardMode): SeatedGuard {
  const { concerns, decide, confirm, inspect, undone, settle, witness } = state
  return {
    name,
    mode,
    decide: (call) => decide.call(state, call),
    ...(concerns && { concerns: (call) => concerns.call(state, call) }),
    ...(confirm && { confirm: (call) => confirm.call(state, call) }),
    ...(inspect && { inspect: (call, effects) => inspect.call(state, call, effects) }),
    ...(undone && { undone: (effects) => undone.call(state, effects) }),
    ...(witness && { witness: (effect) => witness.call(state, effect) }),
    ...(settle && { settle: (call, executed, effects) => settle.call(state, call, executed, effects) }),
  }
}
