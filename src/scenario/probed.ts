import { z } from 'zod'
import { defineFault } from '../faults/define.ts'
import { safeguardFaults } from '../faults/safeguards/index.ts'
import { isProbe, PROBE } from '../record/probe-variant.ts'
import { canBreak } from './broken-guards.ts'
import type { PlannedFault, Scenario } from './compiled.ts'
import type { AnyFault } from './define.ts'

// A probe puts one guard alone on the seam: whole, looking on only, or under one fault. Each is a variant of its own.

/** The control of a safeguard that is a program: as if it were not asked. It is no fault. */
const SAYS_YES = defineFault({
  name: 'no-safeguard',
  summary: 'The program says yes.',
  seat: 'guard',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.record({}),
  breaks: () => ({ program: { how: 'removed' } }),
  struck: () => 'nobody was asked',
})

/** One way to try a guard. */
export interface ProbeVariant {
  variant: string
  guard: string
  /** 'sound': nothing is broken. 'removed': the guard looks on and binds nothing. Both are controls. */
  kind: 'sound' | 'removed' | 'fault'
  fault?: string
  /** Which of a fault's cases, where it has several. */
  as?: string
  plan: readonly PlannedFault[]
}

/** Every way to try each guard of a scenario, by the faults of safeguards that can break it. */
export function probesOf({ guards }: Pick<Scenario, 'guards'>): ProbeVariant[] {
  return guards.flatMap((use): ProbeVariant[] => {
    const { name } = use.guard
    const control = (kind: 'sound' | 'removed', plan: PlannedFault[] = []): ProbeVariant => {
      return { variant: `${PROBE}${name}.${kind}`, guard: name, kind, plan }
    }
    // A safeguard of the agent's own is taken away where it runs.
    const absent: PlannedFault[] = [{ fault: SAYS_YES, params: {}, on: '*', when: 'always', guard: name }]
    const removed = control('removed', use.mode === 'observe' ? absent : [])
    const faults = Object.values<AnyFault>(safeguardFaults).flatMap((fault) => casesOf(fault, name, use))
    return [control('sound'), removed, ...faults]
  })
}

function casesOf(fault: AnyFault, guard: string, use: Scenario['guards'][number]): ProbeVariant[] {
  const cases: [string, unknown][] = Object.entries(fault.cases ?? { '': {} })
  return cases.flatMap(([as, given]): ProbeVariant[] => {
    const params = fault.params.parse(given)
    if (!canBreak(fault, params, use)) return []
    const variant = [`${PROBE}${guard}`, fault.name, ...(as ? [as] : [])].join('.')
    const plan: PlannedFault[] = [{ fault, params, on: '*', when: 'always', guard }]
    return [{ variant, guard, kind: 'fault', fault: fault.name, ...(as && { as }), plan }]
  })
}

/** A guard is waited for as long as it waits for people. In ms of the trial's clock. */
const LONG_MS = 400 * 86_400_000
/** A guard is probed with a thousand calls at the most, twice. */
const MANY_CALLS = 2_100

/** The scenario with the variants in which its guards are probed, and no others. */
export function withProbes(scenario: Scenario): Scenario {
  const variants = new Map(probesOf(scenario).map(({ variant, plan }) => [variant, [...plan]]))
  return { ...scenario, variants, limits: patient(scenario.limits) }
}

/** A scenario as a trial in such a variant has it: its world, one guard, nothing else that judges. As it is in any other variant. */
export function asProbed(scenario: Scenario, variant: string): Scenario {
  if (!isProbe(variant)) return scenario
  const found = probesOf(scenario).find((one) => one.variant === variant)
  const guards = scenario.guards.flatMap((use): Scenario['guards'] => {
    if (use.guard.name !== found?.guard) return []
    return [found.kind === 'removed' ? removed(use) : use]
  })
  const plan = found ? [...found.plan] : []
  const guardNames = scenario.guards.map(({ guard }) => guard.name)
  const alone = { guardNames, requires: [], scorers: [], legitimate: [], limits: patient(scenario.limits) }
  return { ...scenario, ...alone, guards, variants: new Map([[variant, plan]]) }
}

/** Its oracle is there, and nothing of the guard. */
function removed({ guard, params }: Scenario['guards'][number]): Scenario['guards'][number] {
  const start = () => ({ concerns: () => false, decide: () => ({ kind: 'allow', reason: 'it is not there' }) as const })
  return { guard: { ...guard, start }, mode: 'observe', params }
}

function patient(limits: Scenario['limits']): Scenario['limits'] {
  const { virtualDeadlineMs, maxCalls } = limits
  return {
    ...limits,
    virtualDeadlineMs: Math.max(virtualDeadlineMs, LONG_MS),
    maxCalls: Math.max(maxCalls, MANY_CALLS),
  }
}
