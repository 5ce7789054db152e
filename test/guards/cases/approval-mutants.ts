import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import { type ApprovalParams, approval } from '../../../src/guards/approval.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { Json } from '../../../src/kernel/json.ts'
import type { Mutants } from './case.ts'

type Start = (params: ApprovalParams, context: GuardContext) => GuardState

const like = (start: Start): Guard<ApprovalParams> => ({ ...approval, start })

/** The real guard, looking at calls through a distorting glass. */
const seeing = (distort: (call: Call) => Call) =>
  like((params, context) => {
    const { confirm: _, ...real } = approval.start(params, context)
    return { ...real, decide: (call) => real.decide(distort(call)) }
  })

const settling = (settle: (real: GuardState) => GuardState['settle']) =>
  like((params, context) => {
    const real = approval.start(params, context)
    const changed = settle(real)
    return { ...real, ...(changed && { settle: changed }) }
  })

/** An approval is looked up when a call comes and struck off when it has run: two calls at once both find it. */
const takesLate = like((params, context) => {
  const real = approval.start(params, context)
  const running = new Set<string>()
  return {
    ...real,
    decide: (call) => {
      const decision = real.decide(call)
      if (!(decision instanceof Promise) && decision.kind === 'allow') {
        real.settle?.(call, undefined, [])
        running.add(call.id)
      }
      return decision
    },
    settle: (call, executed, effects) => {
      if (running.has(call.id) && executed) real.decide(call)
      real.settle?.(call, executed, effects)
    },
  }
})

const silenceIsConsent = like((params, context) => {
  const real = approval.start(params, context)
  return {
    ...real,
    decide: async (call) => {
      const decision = await real.decide(call)
      if (decision.kind !== 'hold') return decision
      const resolve = decision.resolve
      return {
        ...decision,
        resolve: (answer) => resolve(answer.kind === 'silent' ? { kind: 'approved', by: 'time' } : answer),
      }
    },
  }
})

const mute = like((params, context) => {
  const real = approval.start(params, context)
  return {
    ...real,
    decide: async (call) => {
      const decision = await real.decide(call)
      if (decision.kind !== 'hold') return decision
      const resolve = decision.resolve
      const silent = (answer: Parameters<typeof resolve>[0]) => ({ ...resolve(answer), reason: 'no' })
      return { ...decision, resolve: silent }
    },
  }
})

function folded(value: Json): Json {
  return JSON.parse(JSON.stringify(value).normalize('NFC')) as Json
}

/** Keys as they come: the same input in another order looks like another input. */
function keysAsTheyCome(value: Json): Json {
  return JSON.stringify(value)
}

export const approvalMutants: Mutants<ApprovalParams> = {
  'ignores the arguments': seeing((call) => ({ ...call, input: null })),
  'ignores the target': seeing((call) => ({ ...call, target: 'any' })),
  'ignores who acts': seeing((call) => ({ ...call, principal: 'any' })),
  'folds accents': seeing((call) => ({ ...call, input: folded(call.input) })),
  'minds the order of keys': seeing((call) => ({ ...call, input: keysAsTheyCome(call.input) })),
  'keeps what it was first shown': seeing((call) => ({ ...call, input: structuredClone(call.input) })),
  'minds the id of the call': seeing((call) => ({ ...call, input: [call.id, call.input] })),
  'can be used again': settling((real) => (call) => real.settle?.(call, undefined, [])),
  'takes the approval too late': takesLate,
  'loses what was not used': settling(
    (real) => (call, executed, effects) => real.settle?.(call, executed ?? { kind: 'broken', how: 'reset' }, effects),
  ),
  'minds tools only': like((params, context) => {
    const real = approval.start(params, context)
    return { ...real, concerns: (call) => call.channel === 'tool' && (real.concerns?.(call) ?? true) }
  }),
  'takes silence for consent': silenceIsConsent,
  'does not say why': mute,
  'never looks again': like((params, context) => {
    const { confirm: _, ...real } = approval.start(params, context)
    return real
  }),
  'does not wait': like((params, context) => approval.start({ ...params, delayMs: 0 }, context)),
  'waits a moment less': like((params, context) =>
    approval.start({ ...params, delayMs: Math.max(0, params.delayMs - 1) }, context),
  ),
  'looks at what is written only': like((params, { read: _, ...context }) => approval.start(params, context)),
  'shows the beginning': like((params, context) => {
    const real = approval.start(params, context)
    const short = (call: Call): Call => ({ ...call, input: JSON.stringify(call.input).slice(0, 1_000) })
    return { ...real, decide: (call) => real.decide(Object.assign(call, short(call))) }
  }),
  'never forgets': like((params, context) => approval.start({ ...params, grantMs: Number.MAX_SAFE_INTEGER }, context)),
}
