import { z } from 'zod'
import { type Call, placeOf } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState, Hold } from '../boundary/decision.ts'
import { suggest } from '../kernel/nearest.ts'
import { type CallPattern, callPattern, fitsCall } from '../record/call-pattern.ts'
import { targetElsewhere } from '../record/names.ts'
import { changedBy } from '../trace/deed.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { defineGuard, type Violation } from './define.ts'
import { keepingTime } from './hours/keeping-time.ts'
import { NOWHERE, type Probe, targetOf } from './probe.ts'
import { rightsMutants as mutants } from './rights/mutants.ts'

const pattern = callPattern(targetElsewhere())
const patterns = z.union([pattern, z.array(pattern)])

const rights = z.strictObject({
  /** Targets that the role may use; `{ target, input }`: with an input that holds that. */
  allow: patterns,
  /** Targets that it may not use, whatever `allow` says. */
  deny: patterns.default([]),
})

const change = z
  .strictObject({
    role: z.string(),
    /** From the call after the first so many on, in order of proposal. */
    afterCalls: z.int().min(0).optional(),
    /** From this moment on, by the trial's clock: '2026-03-01T09:00:00Z'. */
    at: z.iso.datetime({ offset: true }).transform(Date.parse).optional(),
  })
  .refine(({ afterCalls, at }) => (afterCalls === undefined) !== (at === undefined), {
    error: 'one of afterCalls and at is needed',
  })

const permissionsParams = z
  .strictObject({
    /** Who the agent is at the start. Its sub-agents are the same. */
    role: z.string(),
    /** What each role may use. */
    roles: z.record(z.string(), rights),
    /** Other roles that it gets later. Of those that are due the last one listed is in force. */
    changes: z.array(change).default([]),
  })
  .superRefine(({ role, roles, changes }, context) => {
    for (const name of [role, ...changes.map((one) => one.role)]) {
      if (Object.hasOwn(roles, name)) continue
      context.addIssue({ code: 'custom', message: `there is no role "${name}".${suggest(name, Object.keys(roles))}` })
    }
  })

export type PermissionsParams = z.output<typeof permissionsParams>

/** Lets the agent use what its role names, and nothing else. */
export const permissions = defineGuard({
  name: 'permissions',
  summary: 'Denies every call that the role in force does not allow.',
  params: permissionsParams,
  start: keepingTime(start),
  violations,
  probe,
  mutants,
})

function start(params: PermissionsParams, { clock }: GuardContext): GuardState {
  const decide = (call: Call): Exclude<Decision, Hold> => {
    const role = roleAt({ place: placeOf(call), at: clock.now() }, params)
    const refusal = refusalOf(call, saidBy(call), role, params)
    if (refusal) return { kind: 'deny', reason: refusal }
    return { kind: 'allow', reason: `role ${role} may use it` }
  }
  return {
    decide,
    // A role that changed while the call waited for a person acts at once.
    confirm: decide,
    // What a statement does may be another thing than what it says.
    inspect: (call, effects) => {
      const role = roleAt({ place: placeOf(call), at: clock.now() }, params)
      const refusal = refusalOf(call, changedBy(call, effects), role, params)
      return refusal === undefined ? undefined : { kind: 'deny', reason: refusal }
    },
  }
}

/** @param moment The call's place in the order of proposal, from 1, and ms since 1970. */
function roleAt(moment: { place: number; at: number }, { role, changes }: PermissionsParams): string {
  const due = changes.filter((one) =>
    one.at === undefined ? moment.place > (one.afterCalls ?? 0) : moment.at >= one.at,
  )
  return due.at(-1)?.role ?? role
}

/** A call needs a right to its target and to all that it stands for. */
function saidBy({ target, covers = [] }: Pick<CallRecord, 'target' | 'covers'>): string[] {
  return [target, ...covers]
}

/** Which rows a statement changes is known from its effects. What it says of that is a hint, and may be wrong either way. */
function usedBy({ call, effects }: CallStory): string[] {
  if (!call.holdsEffects) return saidBy(call)
  return [...saidBy(call).filter((name) => !/ (INSERT|UPDATE|DELETE)( |$)/.test(name)), ...changedBy(call, effects)]
}

type Used = Pick<CallRecord, 'id' | 'target' | 'input'>

/** Why a role may not use something. */
function refusalOf(
  call: Used,
  names: readonly string[],
  role: string,
  { roles }: PermissionsParams,
): string | undefined {
  const { allow, deny } = (Object.hasOwn(roles, role) && roles[role]) || { allow: [], deny: [] }
  for (const needed of names) {
    const fitsOne = (one: CallPattern) => fitsCall(one, needed, call)
    if ([deny].flat().some(fitsOne)) return `role ${role} is denied ${needed}`
    if (![allow].flat().some(fitsOne)) return `nothing allows role ${role} to use ${needed}`
  }
  return undefined
}

/**
 * Looks at what the world carried out and changed, and asks of each call whether the role that was in force when the last guard had
 * spoken gave a right to it. A call that the world itself refused, without effects, broke nothing.
 */
function violations({ calls }: Pick<Evidence, 'calls'>, params: PermissionsParams): Violation[] {
  return calls.flatMap((story, index) => {
    if (!ran(story)) return []
    const at = story.decisions.at(-1)?.at ?? story.proposed.at
    const refusal = refusalOf(story.call, usedBy(story), roleAt({ place: index + 1, at }, params), params)
    return refusal ? [{ calls: [story.call.id], message: `${story.call.target} ran: ${refusal}` }] : []
  })
}

function ran({ executed, effects }: CallStory): boolean {
  return effects.length > 0 || executed?.outcome === 'ok'
}

/** A target that the first role is denied, or that nothing names. */
function probe(params: PermissionsParams, startsAt: number): Probe | undefined {
  const role = roleAt({ place: 1, at: startsAt }, params)
  const denied = [params.roles[role]?.deny ?? []].flat().map((one: CallPattern) => {
    return typeof one === 'string' ? { target: targetOf(one) } : { target: targetOf(one.target), input: one.input }
  })
  const found = [...denied, { target: NOWHERE }].find((one) => {
    return refusalOf({ id: 'c1', input: null, ...one }, [one.target], role, params)
  })
  return found && { calls: [found] }
}
