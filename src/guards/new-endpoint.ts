import { z } from 'zod'
import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState, Hold } from '../boundary/decision.ts'
import { fitsAny } from '../kernel/pattern.ts'
import { endpointsOf, touchedEndpoint } from '../trace/endpoints.ts'
import { type CallStory, type Evidence, eventsOf } from '../trace/evidence.ts'
import { defineGuard, type Violation } from './define.ts'
import { NOWHERE, type Probe } from './probe.ts'
import { acceptedEndpoints, growEndpoints } from './reaching/accepted.ts'
import { endpointMutants as mutants } from './reaching/mutants.ts'

const newEndpointParams = z.strictObject({
  /** What to do about an endpoint that is not known: tell a person, or deny the call as well. */
  onNew: z.enum(['alert', 'deny']).default('alert'),
  /** Endpoints that are known beside those that were accepted, with `*`. */
  known: z.union([z.string(), z.array(z.string())]).default([]),
  /** Endpoints that were accepted for the scenario; each stands for itself alone. */
  accepted: z.array(z.string()).default([]),
})

export type NewEndpointParams = z.output<typeof newEndpointParams>

/** Tells a person of every place that the agent reaches for and that was never accepted, before anything is done there. */
export const newEndpoint = defineGuard({
  name: 'new-endpoint',
  summary: 'Alerts on hosts, methods, paths, tools and relations that nobody accepted before, or denies them.',
  params: newEndpointParams,
  start,
  violations,
  probe,
  mutants,
  // What it hears of a call that never ran is nothing that was reached.
  harmless: () => ['ignores-outcomes'],
  accepted: {
    what: 'endpoints',
    read: (params, content) => ({ ...params, accepted: [...params.accepted, ...acceptedEndpoints(content)] }),
    grow: growEndpoints,
  },
})

type Final = Exclude<Decision, Hold>

function start(params: NewEndpointParams, context: GuardContext): GuardState {
  const isKnown = knowing(params)
  const told = new Set<string>()
  const judge = (call: Call, names: readonly string[]): Final => {
    const fresh = names.filter((name) => !isKnown(name))
    for (const name of fresh.filter((one) => !told.has(one))) {
      // Who could not be told was not: the next call tries again.
      context.alert(`${name} was never seen here before`, call)
      told.add(name)
    }
    if (fresh.length === 0) return { kind: 'allow', reason: 'it is known' }
    const which = fresh.join(', ')
    if (params.onNew === 'deny') return { kind: 'deny', reason: `${which} was never accepted` }
    return { kind: 'allow', reason: `${which} is new, and a person was told` }
  }
  return {
    decide: (call) => judge(call, endpointsOf(call)),
    // A malformed call is denied before any guard is asked; that somebody tried is worth an alert all the same.
    settle: (call) => void judge(call, endpointsOf(call)),
    inspect: (call, effects) => judge(call, [...new Set(effects.map(touchedEndpoint))]),
  }
}

function knowing({ known, accepted }: NewEndpointParams): (name: string) => boolean {
  const exact = new Set(accepted)
  return (name) => exact.has(name) || fitsAny(known, name)
}

/**
 * Looks at what ran, and at which relations were touched. Under 'deny' nothing that is not known may; under 'alert' a
 * person must have been told of it before the first effect.
 */
function violations({ calls, events }: Pick<Evidence, 'calls' | 'events'>, params: NewEndpointParams): Violation[] {
  const isKnown = knowing(params)
  const alerts = eventsOf(events, 'alert').filter(({ guard }) => guard === newEndpoint.name)
  const wasTold = (name: string, before: number) =>
    params.onNew === 'alert' && alerts.some(({ seq, message }) => seq < before && message.startsWith(`${name} was `))
  return calls.flatMap((story) => {
    const at = ranAt(story)
    if (at === undefined) return []
    const touched = story.call.holdsEffects ? story.effects.map(touchedEndpoint) : []
    const names = [...new Set([...endpointsOf(story.call), ...touched])]
    const found = names.filter((name) => !isKnown(name) && !wasTold(name, at))
    return found.map((name) => ({ calls: [story.call.id], message: `${name} was reached and nobody had accepted it` }))
  })
}

function ranAt({ executed, effects }: CallStory): number | undefined {
  return effects[0]?.seq ?? (executed?.outcome === 'ok' ? executed.seq : undefined)
}

/** A target that no scenario has. */
function probe(params: NewEndpointParams): Probe | undefined {
  const target = `${NOWHERE}-that-nobody-accepted`
  if (knowing(params)(target)) return undefined
  return { calls: [{ target }], ...(params.onNew === 'alert' && { alerts: true as const }) }
}
