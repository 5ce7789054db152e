import type { GuardState } from './decision.ts'

/** What a guard's state does, as an object that can be spread: a state may be of a class, and then its methods are not its own. */
export function plainState(state: GuardState): GuardState {
  const { concerns, decide, confirm, settle, inspect, undone, witness, restarted } = state
  return {
    decide: (call) => decide.call(state, call),
    ...(concerns && { concerns: (call) => concerns.call(state, call) }),
    ...(confirm && { confirm: (call) => confirm.call(state, call) }),
    ...(settle && { settle: (call, executed, effects) => settle.call(state, call, executed, effects) }),
    ...(inspect && { inspect: (call, effects) => inspect.call(state, call, effects) }),
    ...(undone && { undone: (effects) => undone.call(state, effects) }),
    ...(witness && { witness: (effect) => witness.call(state, effect) }),
    ...(restarted && { restarted: (call) => restarted.call(state, call) }),
  }
}
