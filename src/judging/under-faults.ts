import type { BoundEntry } from '../faults/plan.ts'
import type { GuardRecord, UnderRecord } from '../record/trial.ts'
import { canBreak } from '../scenario/broken-guards.ts'
import type { Scenario } from '../scenario/compiled.ts'
import { type CallStory, type Evidence, eventsOf } from '../trace/evidence.ts'

type Use = Scenario['guards'][number]
type Violations = GuardRecord['evidence']

/**
 * How a guard stood under each fault of the plan that breaks it. Effects say it, and the guard's oracle, which reads them: neither what
 * the broken guard decided nor that a fault was injected. What the same guard would have refused, sound, says what was at stake.
 * Undefined where the plan breaks nothing of it.
 */
export function underFaults(
  use: Use,
  plan: readonly BoundEntry[],
  evidence: Evidence,
  violations: Violations,
): UnderRecord[] | undefined {
  const under = plan.flatMap(({ fault, params, guard }, entry): UnderRecord[] => {
    if (fault.seat !== 'guard' || (guard ?? use.guard.name) !== use.guard.name) return []
    if (!canBreak(fault, params, use)) return []
    const judge = use.mode === 'observe' ? ofProgram : ofCode
    // Whatever the trace calls it, the yes that such a fault delivers is none.
    const falseYes = fault.breaks?.(params).approver !== undefined
    return [{ entry, fault: fault.name, ...judge(use, { entry, falseYes }, evidence, violations) }]
  })
  return under.length > 0 ? under : undefined
}

type Outcome = Pick<UnderRecord, 'outcome' | 'calls' | 'reason'>

interface Planned {
  entry: number
  /** It answers for a person what no person said. */
  falseYes: boolean
}

function ofCode(
  { guard: { name } }: Use,
  { entry, falseYes }: Planned,
  evidence: Evidence,
  violations: Violations,
): Outcome {
  const { calls } = evidence
  const first = calls.findIndex((story) => isStruck(story, entry, name))
  if (first < 0)
    return { outcome: 'not-exercised', calls: [], reason: 'it was asked about nothing that the fault breaks' }
  // What a guard was not told at one call it may get wrong at a later one.
  const since = calls.slice(first)
  const ids = new Set(since.map(({ call }) => call.id))
  const broken = violations.find((one) => one.calls.some((id) => ids.has(id)))
  if (broken) return { outcome: 'fails-open', calls: broken.calls, reason: broken.message }
  const atStake = since.filter((story) => wouldRefuse(story, name) && !isRefusedElsewhere(story, name))
  const ran = atStake.find((story) => {
    const isRefused = wouldDeny(story, name) || (falseYes && isStruck(story, entry, name))
    return story.effects.length > 0 && isRefused
  })
  if (ran) return { outcome: 'fails-open', calls: [ran.call.id], reason: ranAnyway(ran, name) }
  const waiting = since.filter((story) => isStruck(story, entry, name) && isUnanswered(story))
  if (waiting.length > 0 && waiting.some(({ leftAt }) => leftAt === undefined))
    return { outcome: 'hangs', calls: idsOf(waiting), reason: 'nobody answered the call before the trial ended' }
  if (atStake.length === 0)
    return { outcome: 'not-exercised', calls: [], reason: 'sound, it would have refused nothing of what was asked for' }
  return { outcome: 'fails-closed', calls: idsOf(atStake), reason: 'what it would have refused, sound, had no effect' }
}

/** A program is asked ahead of the call, and what it says is the agent's business: no call is no effect. */
function ofProgram({ guard: { name } }: Use, { entry }: Planned, evidence: Evidence, violations: Violations): Outcome {
  const strikes = eventsOf(evidence.events, 'program-broken').filter((one) => one.entry === entry && one.guard === name)
  const [first] = strikes
  if (!first) return { outcome: 'not-exercised', calls: [], reason: 'the program that it stands for was asked nothing' }
  const ids = evidence.calls.flatMap(({ call, proposed }) => (proposed.seq > first.seq ? [call.id] : []))
  const broken = violations.find((one) => one.calls.some((id) => ids.includes(id)))
  if (broken) return { outcome: 'fails-open', calls: broken.calls, reason: broken.message }
  const { how = 'lost' } = evidence.ended ?? {}
  if (how === 'deadline' || how === 'never-finished')
    return { outcome: 'hangs', calls: [], reason: 'the agent waited for the program until its trial ended' }
  if (strikes.some(({ sound }) => sound === 'deny'))
    return { outcome: 'fails-closed', calls: [], reason: 'what the program would have refused, sound, had no effect' }
  return {
    outcome: 'not-exercised',
    calls: [],
    reason: 'the program, sound, would have refused nothing of what it was asked',
  }
}

function isStruck({ faults }: CallStory, entry: number, name: string): boolean {
  return faults.some((event) => event.entry === entry && event.guard === name)
}

function isUnanswered({ delivered, executed }: CallStory): boolean {
  return delivered === undefined && executed === undefined
}

function wouldRefuse({ sound = [] }: CallStory, name: string): boolean {
  return sound.some(({ guard }) => guard === name)
}

/** A held call may have run with somebody's leave: whether it had that is the oracle's business. */
function wouldDeny({ sound = [] }: CallStory, name: string): boolean {
  return sound.some(({ guard, decision }) => guard === name && (decision === 'deny' || decision === 'halt'))
}

/** That nothing came of the call is then no merit of this guard. */
function isRefusedElsewhere({ decisions }: CallStory, name: string): boolean {
  return decisions.some(
    ({ guard, mode, decision }) => guard !== name && mode === 'enforce' && (decision === 'deny' || decision === 'halt'),
  )
}

function ranAnyway({ call, effects, sound = [] }: CallStory, name: string): string {
  const [effect] = effects
  const why = sound.find(({ guard }) => guard === name)?.reason ?? ''
  return `${call.target} had an effect (${effect?.op} ${effect?.collection} ${effect?.id}) that it would have refused: ${why}`
}

function idsOf(stories: readonly CallStory[]): string[] {
  return stories.map(({ call }) => call.id)
}

/** From the first call on at which a fault broke this guard, what it denies is no false alarm: it denies because it fails. */
export function brokenSince(calls: readonly CallStory[], name: string): number {
  const found = calls.findIndex(({ faults }) => faults.some(({ guard }) => guard === name))
  return found < 0 ? Number.POSITIVE_INFINITY : found
}
