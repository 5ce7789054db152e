import type { Guard } from '../../src/guards/define.ts'

/** A book of its own beside a guard: what it let through and what that came to, in micro-dollars. */
export function watchTally<P>(guard: Guard<P>): { guard: Guard<P>; peak(): number; reserved(): number } {
  const amounts = new Map<string, number>()
  let peak = 0
  let reserved = 0
  const note = (id: string, amount: number) => {
    amounts.set(id, amount)
    peak = Math.max(
      peak,
      [...amounts.values()].reduce((sum, one) => sum + one, 0),
    )
  }
  const start: Guard<P>['start'] = (params, context) => {
    const state = guard.start(params, context)
    return {
      ...(state.concerns && { concerns: state.concerns }),
      decide: (call) => {
        const decision = state.decide(call)
        if (decision instanceof Promise) throw new Error('Failed to watch a guard that decides later.')
        if (decision.kind === 'allow') {
          reserved += call.cost?.micros ?? 0
          note(call.id, call.cost?.micros ?? 0)
        }
        return decision
      },
      settle: (call, executed, effects) => {
        const actual = executed && executed.kind !== 'broken' ? executed.metering?.actual?.micros : undefined
        if (!executed) amounts.delete(call.id)
        else if (actual !== undefined) note(call.id, actual)
        state.settle?.(call, executed, effects)
      },
    }
  }
  return { guard: { ...guard, start }, peak: () => peak, reserved: () => reserved }
}
