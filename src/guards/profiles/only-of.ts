import type { GuardState } from '../../boundary/decision.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import type { Guard } from '../define.ts'

/** The name of a guard that is one model's own. */
export function nameFor(guard: string, model: string): string {
  return `${guard}@${model}`
}

/**
 * A guard that watches what one model asks for, and its own turns. A call of which nobody knows who asked for it is watched as well:
 * what is in doubt is held to the tighter rule. Its oracle sees the same calls.
 */
export function onlyOf<P, Input>(guard: Guard<P, Input>, model: string): Guard<P, Input> {
  const isOf = ({ by }: CallRecord) => by === undefined || by === model
  const { unclear } = guard
  return {
    ...guard,
    name: nameFor(guard.name, model),
    start: (params, context) => onlyCalls(guard.start(params, context), isOf),
    violations: (evidence, params) =>
      guard.violations({ ...evidence, calls: evidence.calls.filter(({ call }) => isOf(call)) }, params),
    ...(unclear && {
      unclear: (evidence, params) =>
        unclear({ ...evidence, calls: evidence.calls.filter(({ call }) => isOf(call)) }, params),
    }),
  }
}

function onlyCalls(state: GuardState, isOf: (call: CallRecord) => boolean): GuardState {
  const { inspect, witness } = state
  const others = new Set<string>()
  const watched = (call: CallRecord) => {
    if (isOf(call)) return true
    others.add(call.id)
    return false
  }
  return {
    ...state,
    concerns: (call) => watched(call) && (state.concerns?.(call) ?? true),
    ...(inspect && { inspect: (call, effects) => (watched(call) ? inspect.call(state, call, effects) : undefined) }),
    ...(witness && {
      witness: (effect) => {
        if (!effect.calls.some((id) => others.has(id))) witness.call(state, effect)
      },
    }),
  }
}
