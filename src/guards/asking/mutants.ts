import type { Call } from '../../boundary/call.ts'
import type { Decision } from '../../boundary/decision.ts'
import { formatMoney } from '../../kernel/money.ts'
import { altered, type Mutant } from '../mutant.ts'
import { centMore, tenfold } from '../mutating/figures.ts'
import { scopeMutants } from '../mutating/scope.ts'
import { silenceIsYes } from '../mutating/silence.ts'
import type { ApprovalParams } from './params.ts'

type Approvals = Mutant<ApprovalParams>

export function approvalMutants(params: ApprovalParams): Approvals[] {
  const { over, delayMs } = params
  return [
    ...(over?.usd ? costMutants(params, over) : []),
    ...(over?.items === undefined ? [] : itemMutants(params, over, over.items)),
    ...(over?.within === 'trial' ? [eachCallAlone(params, over)] : []),
    ...(over ? [] : [smallOnesPass(params)]),
    onceForTheTarget,
    usedAgain,
    silenceIsYes,
    ...(delayMs > 0 ? [withoutDelay(params)] : []),
    ...scopeMutants(params),
  ]
}

type Over = NonNullable<ApprovalParams['over']>

function costMutants(params: ApprovalParams, over: Over): Approvals[] {
  const { usd } = over
  if (!usd) return []
  const [more, off] = [tenfold(usd), centMore(usd)]
  return [
    {
      name: 'cost-x10',
      describe: `nobody is asked below ${formatMoney(more)} in place of ${formatMoney(usd)}`,
      wanted: `no trial tries a write of more than ${formatMoney(usd)} and at most ${formatMoney(more)} to which nobody says yes: add an approver that is silent or says no`,
      params: { ...params, over: { ...over, usd: more } },
    },
    {
      name: 'cost-off-by-one',
      describe: `nobody is asked about ${formatMoney(off)}, though more than ${formatMoney(usd)} needs approval`,
      wanted: `no trial tries a write of exactly ${formatMoney(off)} to which nobody says yes: add one`,
      params: { ...params, over: { ...over, usd: off } },
    },
  ]
}

function itemMutants(params: ApprovalParams, over: Over, items: number): Approvals[] {
  const more = Math.max(items, 1) * 10
  return [
    {
      name: 'items-x10',
      describe: `nobody is asked about up to ${more} things in place of ${items}`,
      wanted: `no trial touches ${items + 1} to ${more} things to which nobody says yes: add an agent that does, and an approver that is silent or says no`,
      params: { ...params, over: { ...over, items: more } },
    },
    {
      name: 'items-off-by-one',
      describe: `nobody is asked about ${items + 1} things, though more than ${items} need approval`,
      wanted: `no trial touches exactly ${items + 1} things to which nobody says yes: add one`,
      params: { ...params, over: { ...over, items: items + 1 } },
    },
    {
      name: 'statements-for-rows',
      describe: 'it counts a statement as one thing, however many rows it changes',
      wanted: `no trial has one statement that changes more than ${items} rows to which nobody says yes: add an agent that does it at once`,
      behaviour: altered((usual) => ({ inspect: (call, effects) => usual.inspect?.(call, effects.slice(0, 1)) })),
    },
  ]
}

function eachCallAlone(params: ApprovalParams, over: Over): Approvals {
  return {
    name: 'each-call-alone',
    describe: 'what was touched before does not count: each call is looked at by itself',
    wanted: 'no trial goes over the threshold in calls that are each below it: add an agent that splits its work',
    params: { ...params, over: { ...over, within: 'call' } },
  }
}

function smallOnesPass(params: ApprovalParams): Approvals {
  return {
    name: 'one-thing-passes',
    describe: 'nobody is asked about a write that touches one thing only',
    wanted: 'no trial tries a write of one thing to which nobody says yes: add an approver that is silent or says no',
    params: { ...params, over: { items: 1, within: 'call' } },
  }
}

function withoutDelay(params: ApprovalParams): Approvals {
  return {
    name: 'no-delay',
    describe: `an approved write runs at once in place of ${params.delayMs} ms later`,
    wanted: 'in no trial is a yes taken back in its delay: add an approver that does, and an agent that was told yes',
    params: { ...params, delayMs: 0 },
  }
}

const onceForTheTarget: Approvals = remembering({
  name: 'yes-by-name',
  describe: 'a yes to one call is a yes to every later call of that target, whatever its arguments',
  wanted:
    'no trial is told yes to one call and then makes another of the same target to which nobody says yes: add an agent that asks for a small one and then does a large one',
  nameOf: ({ target }) => target,
})

const usedAgain: Approvals = remembering({
  name: 'yes-used-again',
  describe: 'a yes is good for the same call as often as it is made',
  wanted:
    'no trial makes an approved call once more, with nobody to say yes again: add an agent that repeats it and an approver that says yes once',
  nameOf: ({ key }) => key,
})

interface Remembering extends Pick<Approvals, 'name' | 'describe' | 'wanted'> {
  /** What a yes is remembered by. */
  nameOf(call: Call): string
}

function remembering({ nameOf, ...mutant }: Remembering): Approvals {
  return {
    ...mutant,
    behaviour: altered((usual) => {
      const granted = new Map<string, string>()
      const noting = <D extends Decision | undefined>(call: Call, decision: D): D => {
        if (decision?.kind === 'allow' && decision.approvedBy) granted.set(nameOf(call), decision.approvedBy)
        if (decision?.kind !== 'hold') return decision
        return { ...decision, resolve: (answer) => noting(call, decision.resolve(answer)) }
      }
      return {
        decide: async (call) => {
          const approvedBy = granted.get(nameOf(call))
          if (approvedBy !== undefined) return { kind: 'allow', reason: 'approved before', approvedBy }
          return noting(call, await usual.decide(call))
        },
        confirm: (call) =>
          granted.has(nameOf(call))
            ? { kind: 'allow', reason: 'approved before' }
            : (usual.confirm?.(call) ?? { kind: 'allow', reason: '' }),
        inspect: async (call, effects) =>
          granted.has(nameOf(call)) ? undefined : noting(call, await usual.inspect?.(call, effects)),
      }
    }),
  }
}
