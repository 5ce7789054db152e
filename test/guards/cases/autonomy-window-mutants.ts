import { z } from 'zod'
import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import { type AutonomyWindowParams, autonomyWindow } from '../../../src/guards/autonomy-window.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { Json } from '../../../src/kernel/json.ts'
import type { Mutants } from './case.ts'

type Params = AutonomyWindowParams
type Start = (params: Params, context: GuardContext) => GuardState

const like = (start: Start): Guard<Params> => ({ ...autonomyWindow, start })

const having = (change: (params: Params) => Partial<Params>) =>
  like((params, context) => autonomyWindow.start({ ...params, ...change(params) }, context))

const changing = (change: (real: GuardState, params: Params) => Partial<GuardState>) =>
  like((params, context) => {
    const real = autonomyWindow.start(params, context)
    return { ...real, ...change(real, params) }
  })

/** The real guard, by another time than the trial's. */
const timed = (now: (real: number, params: Params) => number) =>
  like((params, context) => {
    const clock = { ...context.clock, now: () => now(context.clock.now(), params) }
    return autonomyWindow.start(params, { ...context, clock })
  })

const zoned = (zone: (zone: string) => string) => having((params) => ({ zone: zone(params.zone) }))

const windowed = (change: (window: Params['windows'][number]) => Params['windows']) =>
  having(({ windows }) => ({ windows: windows.flatMap(change) }))

const openWhere = (isOpen: (params: Params) => boolean) =>
  like((params, context) =>
    isOpen(params) ? { decide: () => ({ kind: 'allow', reason: 'open' }) } : autonomyWindow.start(params, context),
  )

const { Intl: real } = globalThis

function isZone(zone: string): boolean {
  try {
    return Boolean(new real.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

const reading = (input: Json): number => {
  const claimed =
    typeof input === 'object' && input !== null && 'now' in input ? Date.parse(String(input.now)) : Number.NaN
  return claimed
}

/** Believes a call that says what time it is. */
const believesTheAgent = like((params, context) => {
  let claimed = Number.NaN
  const clock = { ...context.clock, now: () => (Number.isNaN(claimed) ? context.clock.now() : claimed) }
  const guard = autonomyWindow.start(params, { ...context, clock })
  return {
    ...guard,
    decide: (call: Call) => {
      claimed = reading(call.input)
      return guard.decide(call)
    },
  }
})

const resolvingAs = (kind: 'approved' | 'denied') =>
  changing((guard) => ({
    decide: async (call) => {
      const decision = await guard.decide(call)
      if (decision.kind !== 'hold') return decision
      return { ...decision, resolve: () => decision.resolve({ kind, by: 'nobody' }) }
    },
  }))

const renewsForEver = changing((guard) => {
  let renewed = false
  return {
    decide: async (call) => {
      if (renewed) return { kind: 'allow', reason: 'renewed once' }
      const decision = await guard.decide(call)
      if (decision.kind !== 'hold') return decision
      const resolve: typeof decision.resolve = (answer) => {
        const resolved = decision.resolve(answer)
        renewed ||= resolved.kind === 'allow'
        return resolved
      }
      return { ...decision, resolve }
    },
  }
})

const renewsItself = changing((guard) => ({
  decide: async (call) => {
    const decision = await guard.decide({ ...call, principal: 'somebody else' })
    return decision
  },
}))

/** Asks about the first call after the end of its runtime, and about no other. */
const asksOnce = changing((guard) => {
  let asked = false
  return {
    decide: async (call) => {
      const decision = await guard.decide(call)
      if (decision.kind !== 'hold') return decision
      if (asked) return { kind: 'allow', reason: 'asked before' }
      asked = true
      return decision
    },
  }
})

/** Parameters that are believed as they come. */
const anyParams: Guard<Params> = {
  ...autonomyWindow,
  params: z.custom<Params>().transform((params) => ({
    ...autonomyWindow.params.parse({ windows: [{ from: '00:00', to: '24:00' }], zone: 'UTC' }),
    ...(params as Partial<Params>),
  })) as unknown as z.ZodType<Params>,
}

export const autonomyWindowMutants: Mutants<AutonomyWindowParams> = {
  'tells the time in UTC': zoned((zone) => (isZone(zone) ? 'UTC' : zone)),
  'knows no summer time': zoned((zone) => (zone === 'Europe/Berlin' ? 'Etc/GMT-1' : zone)),
  'takes an unknown zone for UTC': zoned((zone) => (isZone(zone) ? zone : 'UTC')),
  'an inclusive end': timed((now) => (now % 60_000 === 0 ? now - 1 : now)),
  'an hour late': timed((now) => now - 3_600_000),
  'closes at midnight': windowed((window) => (window.from > window.to ? [{ ...window, to: '24:00' }] : [window])),
  'ends on the day it begins': windowed((window) =>
    window.from > window.to
      ? [
          { ...window, to: '24:00' },
          { ...window, from: '00:00' },
        ]
      : [window],
  ),
  'minds no weekday': windowed((window) => [{ ...window, days: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }]),
  'minds the first window only': having(({ windows }) => ({ windows: windows.slice(0, 1) })),
  'open without a window': openWhere(({ windows }) => windows.length === 0),
  'takes any parameters': anyParams,
  'binds reads': changing((guard) => ({
    concerns: () => true,
    decide: (call) => guard.decide({ ...call, access: 'write' }),
  })),
  'binds known writes only': changing((guard) => ({
    concerns: (call) => call.access !== 'unknown' && (guard.concerns?.(call) ?? true),
  })),
  'binds every target': having(() => ({ on: '*' })),
  'never asks again': changing((guard) => {
    const { confirm: _, ...rest } = guard
    return { ...rest, confirm: () => ({ kind: 'allow', reason: 'allowed before' }) }
  }),
  'believes the agent': believesTheAgent,
  'tells nobody': like((params, context) => autonomyWindow.start(params, { ...context, alert: () => {} })),
  'says cut and lets finish': {
    ...autonomyWindow,
    violations: (evidence, params) => autonomyWindow.violations(evidence, { ...params, onCross: 'finish' }),
  },
  'says finish and blames': {
    ...autonomyWindow,
    violations: (evidence, params) => autonomyWindow.violations(evidence, { ...params, onCross: 'cut' }),
  },
  'runs for ever': having(() => ({ maxRuntimeMs: Number.MAX_SAFE_INTEGER })),
  'takes silence for consent': resolvingAs('approved'),
  'never renews': resolvingAs('denied'),
  'renews for ever': renewsForEver,
  'lets agents renew themselves': renewsItself,
  'asks once': asksOnce,
  'binds no reads after its runtime': changing((guard) => ({
    concerns: (call) => call.access !== 'read' && (guard.concerns?.(call) ?? true),
  })),
}
