import type { Action } from '../deps.ts'
import type { Law } from '../law.ts'
import type { Put, Story } from '../story.ts'
import { isSpan, kept } from './kept.ts'

/** A person's yes, or the agent's try to do it. */
export interface ApprovalAction extends Action {
  do: 'approve' | 'run'
  what: string
  by: string
}

export interface ApprovalLaw {
  /** Who asks. Its own yes is none. Default: 'agent'. */
  agent?: string
  /** How long a yes is good, in ms. Default: for ever. */
  expiresMs?: number
}

type Told = Story<ApprovalAction>

/** Each thing that is done has a yes of its own: for exactly this, by another, not used before, not expired. Such a yes is honoured. @throws {UsageError} `expiresMs` is none. */
export function approval({
  agent = 'agent',
  expiresMs = Number.POSITIVE_INFINITY,
}: ApprovalLaw = {}): Law<ApprovalAction> {
  kept('approval', 'expiresMs', expiresMs, isSpan, '1 ms or more')
  const isYes = ({ action }: Put<ApprovalAction>) => action.do === 'approve' && action.by !== agent
  const isGood = (yes: Put<ApprovalAction>, times: readonly number[]) =>
    times.some((time) => yes.times.some((said) => time - said < expiresMs))
  const broken = ({ puts, deeds }: Told) => {
    const unused = new Set(puts.filter(isYes))
    for (const { did, at, times } of deeds) {
      // The oldest one that fits: a later one may be all that a later deed has.
      const yes = [...unused].find((one) => one.action.what === did.what && one.begun < at && isGood(one, times))
      if (!yes) return `${did.what} was done without a yes that is its own`
      unused.delete(yes)
    }
    return undefined
  }
  const owed = ({ puts, crashes }: Told, put: Put<ApprovalAction>) => {
    const { action, begun, ended = 0 } = put
    if (action.do !== 'run') return undefined
    const yes = puts.findLast(
      (one) => isYes(one) && one.action.what === action.what && one.ended !== undefined && one.ended < begun,
    )
    if (!yes || !put.times.every((time) => yes.times.every((said) => time - said < expiresMs))) return undefined
    // A yes that a crash forgot is asked for again: that is safe.
    if (crashes.some((at) => at > yes.begun && at < ended)) return undefined
    // Another one may have used it up.
    const others = puts.filter((one) => one !== put && one.action.do === 'run' && one.action.what === action.what)
    const mayHave = others.some((one) => (one.ended ?? ended) > yes.begun && one.begun < ended)
    return mayHave ? undefined : 'was refused though it was approved'
  }
  const actions: ApprovalAction[] = [
    { do: 'approve', what: 'pay 5', by: 'ann' },
    { do: 'run', what: 'pay 5', by: agent },
    { do: 'run', what: 'pay 50', by: agent },
    { do: 'approve', what: 'pay 5', by: agent },
  ]
  return {
    name: 'approval',
    source: `laws.approval({ agent: ${JSON.stringify(agent)}${Number.isFinite(expiresMs) ? `, expiresMs: ${expiresMs}` : ''} })`,
    actions,
    waits: () => (Number.isFinite(expiresMs) ? [expiresMs, expiresMs - 1] : []),
    oddities: (action) => (action.do === 'approve' && action.by === agent ? ['its own yes'] : []),
    describe: (action) => (action.do === 'run' ? `run ${action.what}` : `${action.by} approves ${action.what}`),
    broken,
    owed,
    sum: ({ puts, deeds }) => `${puts.filter(isYes).length} approved, ${deeds.length} done`,
  }
}
