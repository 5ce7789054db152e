import type { Decision, GuardContext, GuardState, Hold } from '../../boundary/decision.ts'

/** How far the guard's clock may stand from the seam's, in ms: what one of them takes to be read behind the other. */
const TOLERANCE_MS = 1_000

type Start<P> = (params: P, context: GuardContext) => GuardState

/**
 * A guard that goes by its clock, and holds that against the seam's whenever it is asked. Where the two differ one of them is wrong, and
 * nobody knows whether it is early or late: what the guard would have to decide on is denied.
 */
export function keepingTime<P>(start: Start<P>): Start<P> {
  return (params, context) => {
    const state = start(params, context)
    const { clock, seamTime } = context
    if (!seamTime) return state
    const isWrong = () => Math.abs(clock.now() - seamTime()) > TOLERANCE_MS
    const { confirm, inspect } = state
    return {
      ...state,
      decide: (call) => {
        if (isWrong()) return LOST
        const said = state.decide(call)
        return said instanceof Promise ? said.then((one) => resolving(one, isWrong)) : resolving(said, isWrong)
      },
      ...(confirm && { confirm: (call) => (isWrong() ? LOST : confirm.call(state, call)) }),
      ...(inspect && {
        inspect: (call, effects) => {
          const judge = (said: Decision | undefined) => (said && isWrong() ? LOST : said)
          const said = inspect.call(state, call, effects)
          return said instanceof Promise ? said.then(judge) : judge(said)
        },
      }),
    }
  }
}

const LOST = {
  kind: 'deny',
  reason: 'the clock of this guard is wrong: it cannot tell whether it is too early or too late',
} as const

/** A person's answer is read by the clock as well. */
function resolving(decision: Decision, isWrong: () => boolean): Decision {
  if (decision.kind !== 'hold') return decision
  const resolve: Hold['resolve'] = (answer) => (isWrong() ? LOST : decision.resolve(answer))
  return { ...decision, resolve }
}
