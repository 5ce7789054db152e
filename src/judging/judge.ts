import { join } from 'node:path'
import type { z } from 'zod'
import { faultRecords } from '../faults/plan.ts'
import { messageOf } from '../kernel/errors.ts'
import { shellWords } from '../kernel/shell-words.ts'
import { fitsCall } from '../record/call-pattern.ts'
import { addUsd } from '../record/model-costs.ts'
import { isProbe } from '../record/probe-variant.ts'
import type { PlannedTrial } from '../record/run.ts'
import { type ScoreRecord, scoreSchema } from '../record/score.ts'
import { type GuardRecord, type TrialRecord, type Usage, violationsSchema } from '../record/trial.ts'
import type { PlannedFault, Scenario } from '../scenario/compile.ts'
import { explainIssues } from '../scenario/explain.ts'
import { asPlanned } from '../scenario/planned.ts'
import { asProbed } from '../scenario/probed.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import { auditLines } from '../store/audit-log.ts'
import { isBounded } from '../trace/bounded.ts'
import { sealClosing } from '../trace/chain.ts'
import type { FindContents } from '../trace/contents.ts'
import { isTurn } from '../trace/deed.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { TrialEndedEvent } from '../trace/events/trial-ended.ts'
import { type Evidence, eventsOf, gatherEvidence } from '../trace/evidence.ts'
import { readTrace } from '../trace/read-trace.ts'
import { traceHash } from '../trace/trace-hash.ts'
import { judgeTrial } from '../verdict/trial.ts'
import { actionsOf, spent } from './actions.ts'
import { modelsUsed } from './models-used.ts'
import { FIRST_SCORER, type Judged, type JudgeOrder, type Struck } from './order.ts'
import { outsideOf } from './outside.ts'
import { brokenSince, underFaults } from './under-faults.ts'
import { unrepeatable } from './unrepeatable.ts'
import { unwatchedWays } from './unwatched.ts'
import { whatGuardsSaw } from './what-guards-saw.ts'

interface HarnessFault {
  where: string
  message: string
  call?: string
}

/** What judging is done with. */
export interface Bench {
  /** Of the run. */
  folder: string
  contents: FindContents
  /** Told before each step: whoever ends this process knows what it was at. */
  begin(step: number): void
}

/**
 * Judges a trial from its trace alone. What the worker said of it decides nothing but how it came to its end.
 * @param loaded The scenario, or why it is not to be had.
 */
export async function judge(order: JudgeOrder, loaded: Scenario | string, bench: Bench): Promise<Judged> {
  const { trial, restored } = order
  const { evidence, trace, closing, chain, broken } = readOut(order, bench)
  const scenario = typeof loaded === 'string' ? undefined : asPlanned(asProbed(loaded, trial.variant), trial.variant)
  const faults: HarnessFault[] = [...broken, ...eventsOf(evidence.events, 'harness-fault'), ...restored.problems]
  if (typeof loaded === 'string') faults.push({ where: 'scenario', message: loaded })
  if (order.outcome.refused) faults.unshift({ where: 'isolation', message: order.outcome.refused })
  const plan = scenario?.variants.get(trial.variant) ?? []
  const planned = faultRecords(plan, evidence.calls, eventsOf(evidence.events, 'program-broken'))
  const facts = { actions: actionsOf(evidence, planned), traceHash: traceHash(evidence), usage: usageOf(evidence) }
  const audit = auditLines(trial.id, evidence)
  const attempt = attempts(order, bench, faults)
  // A trial that never began shows nothing: neither that the agent did its task, nor that it did not.
  const begun = evidence.events.some(({ type }) => type === 'trial-started')
  const scores = scenario && begun ? await scoreAll(scenario, trial.variant, evidence, attempt) : []
  const guards = scenario ? await judgeGuards(scenario, plan, evidence, attempt) : []
  const ended = evidence.ended ?? ({ how: 'lost' } as const)
  const targets = eventsOf(evidence.events, 'egress').map(({ target }) => target)
  const egress = outsideOf(targets, scenario?.world)
  const unwatched = unwatchedWays(evidence.events, scenario?.allow ?? {})
  const verdict = judgeTrial({
    ...{ ended, harnessFaults: faults, egress, unwatched, scores, guards, faults: planned },
    ...(isProbe(trial.variant) && { probing: true as const }),
  })
  const { id, variant, agent, model, repeat, seed, tags, host } = trial
  const reasons = unrepeatable(evidence.events)
  const models = originsOf(evidence)
  const record: TrialRecord = {
    id,
    scenario: trial.scenario,
    ...(scenario?.within !== undefined && { within: scenario.within }),
    variant,
    agent,
    model,
    ...(models && { models }),
    repeat,
    seed,
    definition: order.definition,
    tags,
    host,
    tier: order.tier,
    reset: restored.reset,
    reproducible: reasons.length === 0,
    ...(reasons.length > 0 && { unrepeatable: reasons }),
    ...verdict,
    scores,
    guards,
    faults: planned,
    actions: facts.actions,
    effects: evidence.effects.length,
    usage: facts.usage,
    answer: evidence.answer ?? null,
    error: errorOf(evidence, faults),
    trace,
    closing,
    chain,
    traceHash: facts.traceHash,
    replay: order.again ?? replayCommand(trial, order, models),
  }
  return { record, audit }
}

/** Where the turns came from of the models that were asked. */
function originsOf({ events, calls }: Evidence): TrialRecord['models'] {
  const asked = new Set(calls.map(({ call }) => call.model))
  const { models = {} } = eventsOf(events, 'trial-started')[0] ?? {}
  const found = Object.entries(models).filter(([name]) => asked.has(name))
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

function replayCommand(
  { scenario, variant, agent, model, repeat }: PlannedTrial,
  { rootSeed, askedTier }: JudgeOrder,
  models: TrialRecord['models'] = {},
): string {
  const [origin] = Object.values(models)
  const mode = origin ? ['--models', origin.mode] : []
  const who = model === null ? agent : `${agent}@${model}`
  const only = repeat === 1 ? [] : ['--trials', String(repeat), '--grep', `~r${repeat}\\b`]
  const words = [
    'npx',
    'mettle',
    'run',
    scenario,
    '--variant',
    variant,
    '--agent',
    who,
    '--seed',
    rootSeed,
    ...mode,
    ...(askedTier ? ['--tier', askedTier] : []),
    ...only,
  ]
  return shellWords(words)
}

interface ReadOut extends Pick<TrialRecord, 'trace' | 'closing' | 'chain'> {
  evidence: Evidence
  broken: HarnessFault[]
}

/** A trace that cannot be read is the harness's failure, and this trial's alone. */
function readOut(order: JudgeOrder, { folder, contents, begin }: Bench): ReadOut {
  try {
    begin(1)
    refuse(order.struck, 1)
    return closeTrace(order, folder, contents)
  } catch (thrown) {
    const chain = { nonce: order.nonce, head: '', count: 0 }
    const trace = { ...order.outcome.trace, length: 0, events: 0 }
    const broken = [{ where: 'trace', message: messageOf(thrown) }]
    return { evidence: gatherEvidence([]), trace, closing: [], chain, broken }
  }
}

/**
 * Reads what the worker left, as far as it fits its chain, and closes it: its file may hold the next trial's lines by now,
 * so that the last events stand in the record.
 */
function closeTrace({ nonce, outcome, restored }: JudgeOrder, folder: string, contents: FindContents): ReadOut {
  const place = outcome.trace
  const { events, check, length } = readTrace({ ...place, path: join(folder, place.file), nonce })
  const broken: HarnessFault[] = []
  if (check.brokenAt !== undefined) {
    broken.push({ where: 'trace', message: `line ${check.brokenAt} does not fit the chain: the trace was changed` })
  } else if (events.length === 0 && !outcome.cut) {
    broken.push({ where: 'trace', message: 'nothing is left of it: the trace was changed' })
  }
  // After a break nobody knows how it went on.
  const closing = broken.length > 0 ? [] : closingOf(events, outcome, restored)
  const all = [...events, ...closing]
  return {
    evidence: gatherEvidence(all, contents),
    trace: { ...place, length, events: all.length },
    closing: closing as unknown as TrialRecord['closing'],
    chain: { nonce, ...sealClosing(nonce, check, closing) },
    broken,
  }
}

/** What the databases know and the worker did not live to tell, and how the trial came to its end. */
function closingOf(events: Recorded[], outcome: Outcome, restored: Restored): Recorded[] {
  const calls = underWay(events)
  const at = events.at(-1)?.at ?? 0
  const wallMs = Math.round(outcome.wallMs)
  const closing: TraceEvent[] = [
    ...restored.unreported.map((change) => ({ type: 'effect' as const, calls, ...change })),
    { type: 'trial-ended', ...endOf(events, outcome, restored), wallMs },
  ]
  return closing.map((event, index) => ({ seq: events.length + 1 + index, at, ...event }))
}

/** The statements that a process was cut within: what they did was theirs. None where the agent went another way. */
function underWay(events: Evidence['events']): string[] {
  const over = new Set(eventsOf(events, 'executed').map(({ call }) => call))
  return eventsOf(events, 'call').flatMap(({ call: { id, holdsEffects } }) =>
    holdsEffects && !over.has(id) ? [id] : [],
  )
}

function endOf(
  events: Evidence['events'],
  { cut }: Outcome,
  { ended: databases }: Restored,
): Pick<TrialEndedEvent, 'how' | 'detail'> {
  // What the worker wrote before it was cut explains the cut.
  const stopping = events.findLast((event) => event.type === 'stopping')
  if (stopping) return { how: stopping.how, detail: stopping.detail }
  if (cut) return cut
  if (databases) return databases
  const ended = events.findLast((event) => event.type === 'agent-ended')
  if (ended) return ended.how === 'threw' ? { how: 'threw', detail: ended.error ?? '' } : { how: 'returned' }
  return { how: 'lost', detail: 'the trace ends before the agent did' }
}

/** Runs a step of somebody else's code. What it throws, and what it gives that is not of its kind, is the harness's failure. */
type Attempt = <T>(step: number, where: string, kind: z.ZodType<T>, work: () => unknown) => Promise<T | undefined>

function attempts({ struck }: JudgeOrder, { begin }: Bench, faults: HarnessFault[]): Attempt {
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
function refuse(struck: readonly Struck[] = [], step: number): void {
  const found = struck.find((one) => one.step === step)
  if (found) throw new Error(found.why)
}

async function scoreAll({ scorers }: Scenario, variant: string, evidence: Evidence, attempt: Attempt) {
  const scores: ScoreRecord[] = []
  for (const [index, { scorer, severity, params, appliesTo }] of scorers.entries()) {
    if (!appliesTo(variant)) continue
    const work = () => scorer.score(evidence, params)
    const score = await attempt(FIRST_SCORER + index, `scorer ${scorer.name}`, scoreSchema, work)
    if (score) scores.push({ scorer: scorer.name, severity, ...score })
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

function usageOf({ calls, events }: Evidence): Usage {
  const executed = calls.flatMap((story) => (story.executed ? [{ story, executed: story.executed }] : []))
  const sum = (figure: (one: (typeof executed)[number]) => number) =>
    executed.reduce((total, one) => total + figure(one), 0)
  const micros = calls.reduce((total, story) => total + spent(story), 0)
  const models = modelsUsed(calls)
  const ended = events.at(-1)
  return {
    calls: calls.length,
    modelCalls: calls.filter(({ call }) => isTurn(call)).length,
    inputTokens: sum(({ executed: { usage } }) => usage?.inputTokens ?? 0),
    outputTokens: sum(({ executed: { usage } }) => usage?.outputTokens ?? 0),
    usd: micros / 1_000_000,
    modelUsd: addUsd(...models.map(({ usd }) => usd)),
    models,
    wallMs: ended?.type === 'trial-ended' ? ended.wallMs : 0,
    virtualMs: (ended?.at ?? 0) - (events[0]?.at ?? 0),
  }
}

function errorOf({ events }: Evidence, faults: readonly HarnessFault[]): string | null {
  const [first] = faults
  if (first) return `${first.where}: ${first.message}`
  return events.findLast((event) => event.type === 'agent-ended')?.error ?? null
}
