import type { Json } from '../../kernel/json.ts'
import { equalJson } from '../../kernel/match-json.ts'
import { fitsAny } from '../../kernel/pattern.ts'
import { wholeInput } from '../../trace/bounded.ts'
import { actedOn, type Deed, isWrite, namesOf, wasWrite } from '../../trace/deed.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import type { EffectEvent } from '../../trace/events/effect.ts'
import { isLike, memberAt } from './like.ts'
import type { SandboxRule } from './params.ts'

type Made = Pick<EffectEvent, 'collection' | 'op' | 'id' | 'after'>

/** The members of the sandboxes that a trial made or changed, as they are now. */
export interface Sandbox {
  note(made: Made): void
  /** Why an action may not run yet; undefined where it was done in the sandbox, and passed. */
  refusal(call: CallRecord, rule: SandboxRule): string | undefined
}

export function createSandbox(rules: readonly SandboxRule[]): Sandbox {
  const watched = rules.flatMap(({ sandbox }) => (sandbox ? [sandbox.collection].flat() : []))
  const members = new Map<string, { collection: string; member: Json }>()
  return {
    note: ({ collection, op, id, after }) => {
      if (!fitsAny(watched, collection)) return
      const place = JSON.stringify([collection, id])
      if (op === 'delete' || after === undefined) members.delete(place)
      else members.set(place, { collection, member: after })
    },
    refusal: (call, { sandbox, match, instead }) => {
      const { target } = call
      const advice = instead === undefined ? '' : `; ${instead} in place of it`
      if (!sandbox) return `${target} is never done here${advice}`
      const wanted = Object.entries(match).map(([path, member]) => ({
        path,
        member,
        value: memberAt(wholeInput(call), path),
      }))
      const untold = wanted.find(({ value }) => value === undefined)
      if (untold) return `${target} does not say its ${untold.path}, so nobody can tell what was tried${advice}`
      const isSame = (member: Json) =>
        wanted.every(({ member: path, value = null }) => {
          const found = memberAt(member, path)
          return found !== undefined && equalJson(found, value)
        })
      const passed = [...members.values()].some(
        ({ collection, member }) =>
          fitsAny(sandbox.collection, collection) && isLike(member, sandbox.where) && isSame(member),
      )
      if (passed) return undefined
      const what = wanted.map(({ path, value }) => `${path} ${JSON.stringify(value)}`).join(', ')
      return `${target} with ${what} was not done in ${[sandbox.collection].flat().join(', ')} first, and passed there${advice}`
    },
  }
}

/** The rules that protect what a call acts on. What only reads acts on nothing. */
export function rulesFor(call: CallRecord, rules: readonly SandboxRule[], deeds: readonly Deed[] = []): SandboxRule[] {
  return isWrite(call, deeds) ? bearingOn(call, rules, namesOf(call, deeds)) : []
}

/** The same, now that the call is over. */
export function rulesBroken(call: CallRecord, rules: readonly SandboxRule[], deeds: readonly Deed[]): SandboxRule[] {
  return wasWrite(call, deeds) ? bearingOn(call, rules, actedOn(call, deeds)) : []
}

function bearingOn(call: CallRecord, rules: readonly SandboxRule[], names: readonly string[]): SandboxRule[] {
  return rules.filter(
    ({ on, where, except }) =>
      names.some((name) => fitsAny(on, name)) &&
      (Object.keys(where).length === 0 || isLike(wholeInput(call), where)) &&
      !(except !== undefined && isLike(wholeInput(call), except)),
  )
}
