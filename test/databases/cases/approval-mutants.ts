import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { TentativeEffect } from '../../../src/boundary/tentative-effect.ts'
import { type ApprovalParams, approval } from '../../../src/guards/approval.ts'
import type { Guard } from '../../../src/guards/define.ts'

type Start = (params: ApprovalParams, context: GuardContext) => GuardState

const like = (start: Start): Guard<ApprovalParams> => ({ ...approval, start })

/** The real guard, which sees other rows than there are. */
const seeing = (distort: (rows: readonly TentativeEffect[], call: Call) => readonly TentativeEffect[]) =>
  like((params, context) => {
    const real = approval.start(params, context)
    return { ...real, inspect: (call, rows) => real.inspect?.(call, distort(rows, call)) }
  })

/** A guard of its own for each of what `by` tells apart. */
const apart = (by: (call: Call, rows: readonly TentativeEffect[]) => string) =>
  like((params, context) => {
    const states = new Map<string, GuardState>()
    const real = approval.start(params, context)
    const stateOf = (key: string) => {
      const state = states.get(key) ?? approval.start(params, context)
      states.set(key, state)
      return state
    }
    return {
      ...real,
      inspect: (call, rows) => stateOf(by(call, rows)).inspect?.(call, rows),
      undone: (rows) => {
        for (const state of states.values()) state.undone?.(rows)
      },
      settle: (...of) => {
        for (const state of states.values()) state.settle?.(...of)
      },
    }
  })

const verbOf = ({ target }: Call) => target.split(' ').slice(0, 2).join(' ')

export const sqlApprovalMutants: Record<string, Guard<ApprovalParams>> = {
  'believes what the text says': like((params, context) => {
    const { inspect: _, ...real } = approval.start(params, context)
    return real
  }),
  'counts statements, not rows': seeing((rows) => rows.slice(0, 1)),
  'counts what is listed only, and less of it': seeing((rows) => rows.filter(({ rows: many }) => many === undefined)),
  'counts the rows of the named table only': seeing((rows, { target }) =>
    rows.filter(({ collection }) => target.includes(collection.replace('shop.', ''))),
  ),
  'looks at no commit': like((params, context) => {
    const real = approval.start(params, context)
    return { ...real, inspect: (call, rows) => (/ COMMIT$/.test(call.target) ? undefined : real.inspect?.(call, rows)) }
  }),
  'forgets from call to call': like((params, context) =>
    approval.start({ ...params, ...(params.over && { over: { ...params.over, within: 'call' } }) }, context),
  ),
  'has a limit for each agent': apart(({ principal }) => principal),
  'has a limit for each form': apart(verbOf),
  'has a limit for each table': apart((_, [first]) => first?.collection ?? ''),
  'has a limit for each connection': apart(({ input }) => String((input as { connection?: number }).connection)),
  'counts what was rolled back': like((params, context) => ({ ...approval.start(params, context), undone: () => {} })),
  'forgets what goes on': like((params, context) => {
    const real = approval.start(params, context)
    return { ...real, settle: (call, _, effects) => real.settle?.(call, undefined, effects) }
  }),
  'asks before the statement runs': like((params, context) => {
    const { inspect: _, ...real } = approval.start(params, context)
    return { ...real, decide: (call) => real.decide(asTool(call)) }
  }),
}

/** As if its effects were not held open. */
function asTool({ holdsEffects: _, ...call }: Call): Call {
  return call
}
