import type { Call } from '../boundary/call.ts'
import type { Decision, GuardState, Hold } from '../boundary/decision.ts'
import { inputThatRan } from '../trace/deed.ts'
import type { CallRecord } from '../trace/events/call.ts'
import { type CallStory, type Evidence, eventsOf } from '../trace/evidence.ts'
import { defineGuard, type Violation } from './define.ts'
import { type Probe, targetOf } from './probe.ts'
import { inputLike } from './rehearsing/like.ts'
import { sandboxMutants as mutants } from './rehearsing/mutants.ts'
import { type SandboxFirstParams, type SandboxRule, sandboxFirstParams } from './rehearsing/params.ts'
import { createSandbox, rulesBroken, rulesFor } from './rehearsing/sandbox.ts'

export type { SandboxFirstParams } from './rehearsing/params.ts'

/** Lets an agent change what is protected only after the same change stood, and passed, in a sandbox. */
export const sandboxFirst = defineGuard({
  name: 'sandbox-first',
  summary: 'Denies an action on a protected target until the same change has passed in a sandbox.',
  params: sandboxFirstParams,
  start,
  violations,
  probe,
  mutants,
})

/** It learns of the sandbox from effects alone: what an agent says that it tried is not read. */
function start({ rules }: SandboxFirstParams): GuardState {
  const sandbox = createSandbox(rules)
  const judge = (call: Call, bound: readonly SandboxRule[]): Exclude<Decision, Hold> => {
    for (const rule of bound) {
      const reason = sandbox.refusal(call, rule)
      if (reason !== undefined) return { kind: 'deny', reason }
    }
    return { kind: 'allow', reason: 'the same change has passed in its sandbox' }
  }
  const decide = (call: Call): Exclude<Decision, Hold> =>
    call.malformed === undefined
      ? judge(call, rulesFor(call, rules))
      : { kind: 'deny', reason: `malformed input: ${call.malformed}` }
  return {
    concerns: (call) => call.malformed !== undefined || rulesFor(call, rules).length > 0,
    decide,
    // What had passed may have failed since, or be gone.
    confirm: decide,
    // A statement may turn out to act on what is protected.
    inspect: (call, effects) => {
      const known = rulesFor(call, rules)
      const more = rulesFor(call, rules, effects).filter((rule) => !known.includes(rule))
      return more.length > 0 ? judge(call, more) : undefined
    },
    witness: (effect) => sandbox.note(effect),
  }
}

/** Asks of each protected action that ran what stood in the sandbox when the last guard had spoken. */
function violations({ calls, events }: Pick<Evidence, 'calls' | 'events'>, { rules }: SandboxFirstParams): Violation[] {
  const effects = eventsOf(events, 'effect')
  return calls.flatMap((story) => {
    const call = { ...story.call, input: inputThatRan(story) }
    const broken = rulesBroken(call, rules, story.effects)
    if (broken.length === 0 || !ran(story)) return []
    const from = Math.max(story.proposed.seq, ...story.decisions.map(({ seq }) => seq))
    const sandbox = createSandbox(rules)
    for (const effect of effects) if (effect.seq < from) sandbox.note(effect)
    const refusals = broken.flatMap((rule) => sandbox.refusal(call, rule) ?? [])
    return refusals.slice(0, 1).map((message) => ({ calls: [call.id], message: `it ran: ${message}` }))
  })
}

function ran({ executed, effects }: CallStory): boolean {
  return effects.length > 0 || executed?.outcome === 'ok'
}

/** A protected action, and nothing in any sandbox. */
function probe({ rules }: SandboxFirstParams): Probe | undefined {
  const calls = rules.map(({ on, where }) => ({ target: targetOf(on), input: inputLike(where) }))
  const call = calls.find((one) => rulesFor({ access: 'write', ...one } as CallRecord, rules).length > 0)
  return call && { calls: [call] }
}
