import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type SandboxFirstParams, sandboxFirst } from '../../../src/guards/sandbox-first.ts'
import type { EffectEvent } from '../../../src/trace/events/effect.ts'
import type { Mutants } from './case.ts'

type Params = SandboxFirstParams
type Rule = Params['rules'][number]

const like = (change: (real: GuardState, params: Params, context: GuardContext) => Partial<GuardState>) =>
  ({
    ...sandboxFirst,
    start: (params, context) => {
      const real = sandboxFirst.start(params, context)
      return { ...real, ...change(real, params, context) }
    },
  }) satisfies Guard<Params>

const rules = (change: (rule: Rule) => Rule): Guard<Params> => ({
  ...sandboxFirst,
  start: (params, context) => sandboxFirst.start({ rules: params.rules.map(change) }, context),
})

const anySandbox = (change: Partial<NonNullable<Rule['sandbox']>>) =>
  rules((rule) => (rule.sandbox ? { ...rule, sandbox: { ...rule.sandbox, ...change } } : rule))

const witnessing = (see: (effect: EffectEvent) => EffectEvent | undefined) =>
  like((real) => ({
    witness: (effect) => {
      const seen = see(effect)
      if (seen) real.witness?.(seen)
    },
  }))

/** Believes the agent: what was sent to staging has passed there. */
const believes = like((real) => {
  const note = ({ id, input }: Call) => {
    const { body } = (input ?? {}) as { body?: { environment?: string; version?: string } }
    if (body?.environment !== 'staging') return
    const after = { environment: 'staging', version: body.version ?? '', status: 'passed' }
    real.witness?.({ type: 'effect', calls: [id], collection: 'deploy.deployments', op: 'create', id, after })
  }
  return {
    concerns: (call) => {
      note(call)
      return real.concerns?.(call) ?? true
    },
  }
})

export const sandboxFirstMutants: Mutants<Params> = {
  'takes any version': rules((rule) => ({ ...rule, match: {} })),
  'takes what has not passed': anySandbox({ where: { environment: 'staging' } }),
  'takes what passed anywhere': anySandbox({ where: { status: 'passed' }, collection: '*' }),
  'guards what calls itself production': rules(({ except, ...rule }) =>
    except ? { ...rule, where: { 'body.environment': 'production' } } : rule,
  ),
  'sees what is made only': witnessing((effect) => (effect.op === 'create' ? effect : undefined)),
  'never forgets': witnessing((effect) => (effect.op === 'delete' ? undefined : effect)),
  'believes the agent': believes,
  'sees nothing': witnessing(() => undefined),
  'says no more than no': rules(({ instead: _, ...rule }) => rule),
  'asks no second time': like(() => ({ confirm: () => ({ kind: 'allow', reason: 'yes' }) })),
  'denies every push': rules((rule) => (rule.sandbox ? rule : { ...rule, where: {} })),
}
