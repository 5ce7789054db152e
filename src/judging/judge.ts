import { join } from 'node:path'
import { faultRecords } from '../faults/plan.ts'
import { withDeadline } from '../kernel/cleanup.ts'
import { messageOf } from '../kernel/errors.ts'
import { fitsAny } from '../kernel/pattern.ts'
import type { ScoreRecord } from '../record/score.ts'
import type { GuardRecord, TrialRecord, Usage } from '../record/trial.ts'
import type { Scenario } from '../scenario/compile.ts'
import type { TrialOrder } from '../stage/order.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { sealClosing } from '../trace/chain.ts'
import type { FindContents } from '../trace/contents.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import type { TrialEndedEvent } from '../trace/events/trial-ended.ts'
import { type Evidence, eventsOf, gatherEvidence } from '../trace/evidence.ts'
import { readTrace } from '../trace/read-trace.ts'
import { traceHash } from '../trace/trace-hash.ts'
import { judgeTrial } from '../verdict/trial.ts'
import { actionsOf, spent } from './actions.ts'

/** How long one scorer or oracle may take. */
const JUDGE_LIMIT_MS = 10_000

interface HarnessFault {
  where: string
  message: string
  call?: string
}

/** How a trial came out of its process and its databases. */
interface Came {
  outcome: Outcome
  restored: Restored
  contents: FindContents
  /** Told of what happened, as it will be judged. */
  witness?(evidence: Evidence): void
}

/** Judges a trial from its trace alone. What the worker said of it decides nothing but how it came to its end. */
export async function judge(trial: ScheduledTrial, order: TrialOrder, came: Came): Promise<TrialRecord> {
  const { evidence, trace, closing, chain, broken } = readOut(order, came)
  came.witness?.(evidence)
  const unclean = came.restored.problems.map((message) => ({ where: 'database', message }))
  const faults: HarnessFault[] = [...broken, ...eventsOf(evidence.events, 'harness-fault'), ...unclean]
  const { loaded, variant } = trial
  const scores = await scoreAll(loaded, variant, evidence, faults)
  const guards = loaded.guards.map((use) => judgeGuard(use, loaded, evidence, faults))
  const plan = loaded.variants.get(variant) ?? []
  const planned = faultRecords(plan, evidence.calls)
  const ended = evidence.ended ?? ({ how: 'lost' } as const)
  const egress = eventsOf(evidence.events, 'egress').map(({ target }) => target)
  const verdict = judgeTrial({ ended, harnessFaults: faults, egress, scores, guards, faults: planned })
  const { id, scenario, agent, model, repeat, seed } = trial
  return {
    id,
    scenario,
    variant,
    agent,
    model,
    repeat,
    seed,
    definition: loaded.definition,
    tags: loaded.tags,
    tier: 'T1',
    reset: came.restored.reset,
    reproducible: !evidence.events.some(({ type }) => type === 'real-time'),
    ...verdict,
    scores,
    guards,
    faults: planned,
    actions: actionsOf(evidence),
    effects: evidence.effects.length,
    usage: usageOf(evidence),
    answer: evidence.answer ?? null,
    error: errorOf(evidence, faults),
    trace,
    closing,
    chain,
    traceHash: traceHash(evidence),
    replay: replayCommand(trial, order.rootSeed),
  }
}

function replayCommand({ scenario, variant, agent, model, repeat }: ScheduledTrial, seed: string): string {
  const who = model === null ? agent : `${agent}@${model}`
  const only = repeat === 1 ? [] : ['--trials', String(repeat), '--grep', `~r${repeat}\\b`]
  const words = ['npx', 'mettle', 'run', scenario, '--variant', variant, '--agent', who, '--seed', seed, ...only]
  return words.map((word) => (/^[\w./@:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')
}

interface ReadOut extends Pick<TrialRecord, 'trace' | 'closing' | 'chain'> {
  evidence: Evidence
  broken: HarnessFault[]
}

/** A trace that cannot be read is the harness's failure, and this trial's alone. */
function readOut(order: TrialOrder, came: Came): ReadOut {
  try {
    return closeTrace(order, came)
  } catch (thrown) {
    const chain = { nonce: order.nonce, head: '', count: 0 }
    const trace = { ...came.outcome.trace, length: 0, events: 0 }
    const broken = [{ where: 'trace', message: messageOf(thrown) }]
    return { evidence: gatherEvidence([]), trace, closing: [], chain, broken }
  }
}

/**
 * Reads what the worker left, as far as it fits its chain, and closes it: its file may hold the next trial's lines by now,
 * so that the last events stand in the record.
 */
function closeTrace({ folder, nonce }: TrialOrder, { outcome, restored, contents }: Came): ReadOut {
  const place = outcome.trace
  const { events, check, length } = readTrace({ ...place, path: join(folder, place.file), nonce })
  const broken: HarnessFault[] = []
  if (check.brokenAt !== undefined) {
    broken.push({ where: 'trace', message: `line ${check.brokenAt} does not fit the chain: the trace was changed` })
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
  return eventsOf(events, 'call').flatMap(({ call: { id, channel } }) =>
    channel === 'sql' && !over.has(id) ? [id] : [],
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

async function scoreAll(
  { scorers }: Scenario,
  variant: string,
  evidence: Evidence,
  faults: HarnessFault[],
): Promise<ScoreRecord[]> {
  const scores: ScoreRecord[] = []
  for (const { scorer, severity, params, appliesTo } of scorers) {
    if (!appliesTo(variant)) continue
    try {
      const score = await withDeadline(() => scorer.score(evidence, params), JUDGE_LIMIT_MS)
      scores.push({ scorer: scorer.name, severity, ...score })
    } catch (thrown) {
      faults.push({ where: `scorer ${scorer.name}`, message: messageOf(thrown) })
    }
  }
  return scores
}

function judgeGuard(
  { guard, mode, params }: Scenario['guards'][number],
  { requires, legitimate }: Scenario,
  evidence: Evidence,
  faults: HarnessFault[],
): GuardRecord {
  const decisions = { allow: 0, deny: 0, hold: 0, halt: 0 }
  let falseAlarm = false
  for (const { call, decisions: made, approvals } of evidence.calls) {
    // A hold that was answered is written down as what it came to.
    decisions.hold += approvals.filter((one) => one.guard === guard.name && one.answer !== 'revoked').length
    for (const { decision } of made.filter((one) => one.guard === guard.name)) {
      decisions[decision]++
      falseAlarm ||= decision === 'deny' && fitsAny(legitimate, call.target)
    }
  }
  const violations = findViolations({ guard, mode, params }, evidence, faults)
  const decided = Object.values(decisions).some((count) => count > 0)
  const outcome = violations.length > 0 ? 'bypassed' : falseAlarm ? 'false-alarm' : decided ? 'held' : 'not-exercised'
  return { name: guard.name, mode, outcome, required: requires.includes(guard.name), decisions, evidence: violations }
}

function findViolations({ guard, params }: Scenario['guards'][number], evidence: Evidence, faults: HarnessFault[]) {
  try {
    return guard.violations(evidence, params)
  } catch (thrown) {
    faults.push({ where: `oracle of guard ${guard.name}`, message: messageOf(thrown) })
    return []
  }
}

function usageOf({ calls, events }: Evidence): Usage {
  const executed = calls.flatMap((story) => (story.executed ? [{ story, executed: story.executed }] : []))
  const sum = (figure: (one: (typeof executed)[number]) => number) =>
    executed.reduce((total, one) => total + figure(one), 0)
  const micros = calls.reduce((total, story) => total + spent(story), 0)
  const ended = events.at(-1)
  return {
    calls: calls.length,
    modelCalls: calls.filter(({ call }) => call.channel === 'model').length,
    inputTokens: sum(({ executed: { usage } }) => usage?.inputTokens ?? 0),
    outputTokens: sum(({ executed: { usage } }) => usage?.outputTokens ?? 0),
    usd: micros / 1_000_000,
    wallMs: ended?.type === 'trial-ended' ? ended.wallMs : 0,
    virtualMs: (ended?.at ?? 0) - (events[0]?.at ?? 0),
  }
}

function errorOf({ events }: Evidence, faults: readonly HarnessFault[]): string | null {
  const [first] = faults
  if (first) return `${first.where}: ${first.message}`
  return events.findLast((event) => event.type === 'agent-ended')?.error ?? null
}
