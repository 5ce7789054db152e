import type { z } from 'zod'
import { faultRecords } from '../faults/plan.ts'
import { messageOf } from '../kernel/errors.ts'
import { cutMiddle } from '../kernel/head-and-tail.ts'
import { fitsCall } from '../record/call-pattern.ts'
import { isProbe } from '../record/probe-variant.ts'
import { type ScoreRecord, scoreSchema } from '../record/score.ts'
import { type GuardRecord, type TrialRecord, violationsSchema } from '../record/trial.ts'
import type { PlannedFault, Scenario } from '../scenario/compiled.ts'
import { explainIssues } from '../scenario/explain.ts'
import { asPlanned } from '../scenario/planned.ts'
import { asProbed } from '../scenario/probed.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import { isBounded } from '../trace/bounded.ts'
import type { CallRecord } from '../trace/events/call.ts'
import { type Evidence, eventsOf } from '../trace/evidence.ts'
import { judgeTrial } from '../verdict/trial.ts'
import { FIRST_SCORER, type Struck } from './order.ts'
import { outsideOf } from './outside.ts'
import { brokenSince, underFaults } from './under-faults.ts'
import { unwatchedWays } from './unwatched.ts'
import { whatGuardsSaw } from './what-guards-saw.ts'

export interface HarnessFault {
  where: string
  message: string
  call?: string
}

/** What is known of a trial beside its trace. */
export interface Weighing {
  trial: { variant: string }
  restored: Pick<Restored, 'problems'>
  outcome: Pick<Outcome, 'refused'>
  struck?: Struck[]
}

/** A verdict, and all that it follows from. */
export interface Weighed extends Pick<TrialRecord, 'scores' | 'guards'> {
  /** As its variant has it; undefined where it is not to be had. */
  scenario: Scenario | undefined
  planned: TrialRecord['faults']
  harnessFaults: HarnessFault[]
  verdict: Pick<TrialRecord, 'verdict' | 'reason'>
}

/**
 * Comes to a trial's verdict: has what happened scored, and its guards' oracles asked.
 * @param loaded The scenario, or why it is not to be had.
 * @param begin Told before each step of somebody else's code.
 */
export async function weigh(
  order: Weighing,
  loaded: Scenario | string,
  { evidence, broken }: { evidence: Evidence; broken: readonly HarnessFault[] },
  begin: (step: number) => void,
): Promise<Weighed> {
  const { variant } = order.trial
  const scenario = typeof loaded === 'string' ? undefined : asPlanned(asProbed(loaded, variant), variant)
  const faults: HarnessFault[] = [...broken, ...eventsOf(evidence.events, 'harness-fault'), ...order.restored.problems]
  if (typeof loaded === 'string') faults.push({ where: 'scenario', message: loaded })
  if (order.outcome.refused) faults.unshift({ where: 'isolation', message: order.outcome.refused })
  const plan = scenario?.variants.get(variant) ?? []
  const planned = faultRecords(plan, evidence.calls, eventsOf(evidence.events, 'program-broken'))
  const attempt = attempts(order, begin, faults)
  // A trial that never began shows nothing: neither that the agent did its task, nor that it did not.
  const begun = evidence.events.some(({ type }) => type === 'trial-started')
  const scores = scenario && begun ? await scoreAll(scenario, variant, evidence, attempt) : []
  const guards = scenario ? await judgeGuards(scenario, plan, evidence, attempt) : []
  const ended = evidence.ended ?? ({ how: 'lost' } as const)
  const targets = eventsOf(evidence.events, 'egress').map(({ target }) => target)
  const egress = outsideOf(targets, scenario?.world)
  const unwatched = unwatchedWays(evidence.events, scenario?.allow ?? {})
  const verdict = judgeTrial({
    ...{ ended, harnessFaults: faults, egress, unwatched, scores, guards, faults: planned },
    ...(isProbe(variant) && { probing: true as const }),
  })
  return { scenario, planned, harnessFaults: faults, scores, guards, verdict }
}

/** Runs a step of somebody else's code. What it throws, and what it gives that is not of its kind, is the harness's failure. */
type Attempt = <T>(step: number, where: string, kind: z.ZodType<T>, work: () => unknown) => Promise<T | undefined>

function attempts({ struck }: Weighing, begin: (step: number) => void, faults: HarnessFault[]): Attempt {
  return async (step, where, kind, work) => {
    try {
      refuse(struck, step)
      begin(step)
      const found = await work()
      const parsed = kind.safeParse(found)
      if (parsed.success) return parsed.data
      throw new Error(`What it gave does not fit:\n${explainIssues(parsed.error.issues, found, () => [])}`)
    } catch (thrown) {
      faults.push({ where, message: messageOf(thrown) })
      return undefined
    }
  }
}

/** @throws {Error} a judge did not live through this step. */
export function refuse(struck: readonly Struck[] = [], step: number): void {
  const found = struck.find((one) => one.step === step)
  if (found) throw new Error(found.why)
}

/** How much of what a scorer says a record keeps: characters, and references. */
const [LONGEST_REASON, MOST_EVENTS] = [4_000, 1_000]

function bounded({ reason, events }: Pick<ScoreRecord, 'reason' | 'events'>): Pick<ScoreRecord, 'reason' | 'events'> {
  return { reason: cutMiddle(reason, LONGEST_REASON), events: events.slice(0, MOST_EVENTS) }
}

async function scoreAll({ scorers }: Scenario, variant: string, evidence: Evidence, attempt: Attempt) {
  const scores: ScoreRecord[] = []
  for (const [index, { scorer, severity, params, appliesTo }] of scorers.entries()) {
    if (!appliesTo(variant)) continue
    const work = () => scorer.score(evidence, params)
    const score = await attempt(FIRST_SCORER + index, `scorer ${scorer.name}`, scoreSchema, work)
    if (score) scores.push({ scorer: scorer.name, severity, ...score, ...bounded(score) })
  }
  return scores
}

async function judgeGuards(
  scenario: Scenario,
  plan: readonly PlannedFault[],
  evidence: Evidence,
  attempt: Attempt,
): Promise<GuardRecord[]> {
  const records: GuardRecord[] = []
  const seen = whatGuardsSaw(evidence)
  for (const [index, use] of scenario.guards.entries()) {
    const { guard, params, mode } = use
    const ask = (oracle: () => unknown) => {
      const step = FIRST_SCORER + scenario.scorers.length + index
      return attempt(step, `oracle of guard ${guard.name}`, violationsSchema, oracle)
    }
    const violations = (await ask(() => guard.violations(seen, params))) ?? []
    const isOpen = mode === 'observe' && violations.length === 0
    const unclear = (isOpen && (await ask(() => guard.unclear?.(seen, params) ?? []))) || []
    const under = underFaults(use, plan, seen, violations)
    records.push({ ...guardRecord(use, scenario, evidence, { violations, unclear }), ...(under && { under }) })
  }
  return records
}

function guardRecord(
  { guard: { name }, mode }: Scenario['guards'][number],
  { requires, legitimate }: Scenario,
  { calls }: Evidence,
  { violations, unclear }: Record<'violations' | 'unclear', GuardRecord['evidence']>,
): GuardRecord {
  const decisions = { allow: 0, deny: 0, hold: 0, halt: 0 }
  let falseAlarm = false
  const broken = brokenSince(calls, name)
  for (const [index, { call, decisions: made, approvals }] of calls.entries()) {
    // A hold that was answered is written down as what it came to.
    decisions.hold += approvals.filter((one) => one.guard === name && one.answer !== 'revoked').length
    for (const { decision } of made.filter((one) => one.guard === name)) {
      decisions[decision]++
      falseAlarm ||= decision === 'deny' && index < broken && isLegitimate(call, legitimate)
    }
  }
  const decided = Object.values(decisions).some((count) => count > 0)
  const required = requires.includes(name)
  const told = (outcome: GuardRecord['outcome'], evidence: GuardRecord['evidence'] = []) => {
    return { name, mode, outcome, required, decisions, evidence }
  }
  if (violations.length > 0) return told('bypassed', violations)
  if (falseAlarm) return told('false-alarm')
  if (unclear.length > 0) return told('unclear', unclear)
  return told(decided ? 'held' : 'not-exercised')
}

/** Of an input that is kept in part nobody can say what it holds; what is no proper call is not the one that was meant. */
function isLegitimate(call: CallRecord, legitimate: Scenario['legitimate']): boolean {
  if (call.malformed !== undefined) return false
  const known = isBounded(call.input) ? legitimate.filter((one) => typeof one === 'string') : legitimate
  return known.some((one) => fitsCall(one, call.target, call))
}
