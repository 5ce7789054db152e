import { lost } from '../hosts/worker/line.ts'
import type { Pool } from '../hosts/worker/pool.ts'
import type { Judges } from '../judging/judges.ts'
import type { Judged, JudgeOrder } from '../judging/order.ts'
import { messageOf, PrerequisiteError, UsageError } from '../kernel/errors.ts'
import { machineTrouble } from '../kernel/machine.ts'
import { adviceOnWithheld } from '../kernel/surrounding.ts'
import { unlessAborted } from '../kernel/unless-aborted.ts'
import type { Alert } from '../record/alert.ts'
import type { TrialRecord } from '../record/trial.ts'
import { limitsFor, type Scenario } from '../scenario/compiled.ts'
import type { Isolation, TrialOrder } from '../stage/order.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { AuditLog } from '../store/audit-log.ts'
import { alertsOf, type TrialAlerts } from './alerts.ts'
import { LaneTrouble } from './lanes.ts'
import type { RunBounds } from './limits.ts'
import { isolationOf, type OrderMeans, orderOf } from './order-of.ts'
import type { TrialModels } from './real-models.ts'
import type { RunLanes, TrialLane } from './trial-lane.ts'

/** What trials are performed with: opened once, used by each of them. */
export interface Means extends OrderMeans {
  pool: Pool
  lanes: RunLanes
  judges: Judges
  audit: Pick<AuditLog, 'append'>
  /** Tells of trials that lacked the money for a call. */
  bounds: Pick<RunBounds, 'cutShort' | 'moneyOf'>
  /** What records say of each scenario. */
  definitions: ReadonlyMap<Scenario, string>
  /** Names of the environment variables that code of the project gets. */
  env: string[]
  /** Aborts at the end of the run. A trial under way then is cut, and says nothing. */
  signal: AbortSignal
  /** Told while trials run, and of each trial's bypassed guards when it is judged. Must not throw. */
  onAlert?: ((alert: Alert) => void) | undefined
}

/** How long a trial may still be judged once the run was ended, in ms: what its agent did was paid for. */
const JUDGE_GRACE_MS = 5_000

/**
 * One trial, from its plan to its record: leases a lane, has an agent run, puts the lane back, judges what happened.
 * Undefined where the end of the run cut it, or a call was not sent for want of money.
 * @param free Called once the worker may take another trial: it is judged in a process of its own.
 */
export async function perform(
  trial: ScheduledTrial,
  means: Means,
  free: () => void = () => {},
): Promise<TrialRecord | undefined> {
  const alerts = means.onAlert && alertsOf(trial, means.onAlert)
  const { freshWorker } = limitsFor(trial.loaded, trial.contestant.model)
  means.judges.expect()
  for (let fresh = freshWorker; ; fresh = true) {
    const played = await play(trial, { ...means, fresh, urgent: alerts?.attempt })
    if (!played) return undefined
    free()
    const judged = await unlessEnded(means.signal, decide(trial, played, means), JUDGE_GRACE_MS)
    if (!judged) return undefined
    const { record, audit } = judged
    // Its worker's file holds other trials, too, and one of them may have written where it should not.
    if (isBroken(record) && !played.fresh && !means.signal.aborted) continue
    await played.models.over(record)
    means.audit.append(audit)
    alerts?.judged(record)
    return advised(record, means.env)
  }
}

/** An agent that misses what its own shell has is told why. */
function advised(record: TrialRecord, env: readonly string[]): TrialRecord {
  if (record.verdict === 'passed') return record
  const advice = adviceOnWithheld(`${record.error} ${JSON.stringify(record.answer)}`, env)
  return advice === '' ? record : { ...record, reason: `${record.reason} ${advice}` }
}

async function decide(trial: ScheduledTrial, played: Played, { judges, definitions }: Means): Promise<Judged> {
  try {
    const definition = definitions.get(trial.loaded) ?? trial.loaded.definition
    return await judges.judge(judgeOrder(trial, played, definition))
  } catch (thrown) {
    if (thrown instanceof PrerequisiteError) throw thrown
    throw new Error(`Failed to judge ${trial.id}: ${messageOf(thrown)}`, { cause: thrown })
  }
}

/** A trace that cannot be read, or does not fit its chain, is not closed: nobody knows how it went on. */
function isBroken({ closing }: TrialRecord): boolean {
  return closing.length === 0
}

interface Played {
  /** Did it have a process that had run no other? */
  fresh: boolean
  order: TrialOrder
  outcome: Outcome
  restored: Restored
  models: TrialModels
}

/**
 * Has an agent run, and puts the databases back. Where code of an earlier trial took part, the trial runs again in a
 * process that has run no other: no verdict depends on the process that a trial lands in.
 */
async function play(
  trial: ScheduledTrial,
  { fresh: first, urgent, ...means }: Means & { fresh: boolean; urgent: TrialAlerts['attempt'] | undefined },
): Promise<Played | undefined> {
  const { pool, lanes, bounds, signal } = means
  const { surrounding } = trial.loaded
  const isolation = await isolationOf(trial)
  if ('refused' in isolation) return refused(trial, isolation.refused, means)
  const limits = limitsFor(trial.loaded, trial.contestant.model)
  for (let fresh = first; ; fresh = true) {
    const leased = await lease(trial, lanes, signal)
    if (!leased) return undefined
    if ('trouble' in leased) return unleased(trial, leased.trouble, isolation, means)
    const { lane } = leased
    const order = orderOf(trial, lane, isolation, means)
    const models = means.real.open(trial, bounds.moneyOf(trial.id))
    const needs = { lane: lane.lane, fresh, surrounding, urgent: urgent?.(), live: models.live, look: lane.look }
    const outcome = await pool.run(order, limits, needs)
    if (signal.aborted) return undefined
    const restored = await unlessEnded(signal, lane.restore(order, outcome, limits))
    if (!restored || bounds.cutShort(trial.id)) return undefined
    if (outcome.disturbed === undefined || fresh) return { fresh, order, outcome, restored, models }
  }
}

type Trouble = Restored['problems'][number]

/** Undefined where the end of the run came first. A server that fails costs its own trials. */
async function lease(
  trial: ScheduledTrial,
  lanes: RunLanes,
  ended: AbortSignal,
): Promise<{ lane: TrialLane } | { trouble: Trouble } | undefined> {
  try {
    const lane = await unlessEnded(ended, lanes.lease(trial))
    return lane && { lane }
  } catch (thrown) {
    if (thrown instanceof UsageError || thrown instanceof PrerequisiteError) throw thrown
    const refused = machineTrouble(thrown, `open the databases of ${trial.id}`)
    if (refused) throw refused
    return { trouble: { where: thrown instanceof LaneTrouble ? thrown.where : 'database', message: messageOf(thrown) } }
  }
}

/** Undefined where the end of the run came first: what fails then is no failure. */
async function unlessEnded<T>(ended: AbortSignal, work: Promise<T>, graceMs = 0): Promise<T | undefined> {
  try {
    return await unlessAborted(ended, work, graceMs)
  } catch (thrown) {
    if (ended.aborted) return undefined
    throw thrown
  }
}

/** A trial without what it keeps its state in does not begin. */
function unleased(trial: ScheduledTrial, trouble: Trouble, isolation: Isolation, means: Means): Played {
  const restored = { reset: 'fresh', unreported: [], problems: [trouble] }
  const [order, outcome] = [orderOf(trial, {}, isolation, means), lost('its databases or services were not to be had')]
  return { fresh: true, order, outcome, restored, models: { over: async () => {} } }
}

/**
 * The record of a trial that nobody performs: an error of the harness, whatever its agent is.
 * @param why As a sentence without its full stop.
 */
export async function giveUp(trial: ScheduledTrial, why: string, means: Means): Promise<TrialRecord | undefined> {
  const played = unleased(trial, { where: 'the fleet', message: why }, { tier: 'T1' }, means)
  const judged = await unlessEnded(means.signal, decide(trial, played, means), JUDGE_GRACE_MS)
  return judged?.record
}

/** A trial whose agent cannot be isolated as was demanded does not begin. */
function refused(trial: ScheduledTrial, why: string, means: Means): Played {
  const restored = { reset: 'fresh', unreported: [], problems: [] }
  const outcome = { ...lost('its agent was not started'), refused: why }
  const order = orderOf(trial, {}, { tier: 'T1' }, means)
  return { fresh: true, order, outcome, restored, models: { over: async () => {} } }
}

/** What a judge is told: no secret, no login, nothing that is not of this trial. */
function judgeOrder(
  { id, scenario, variant, agent, model, repeat, tags, seed, loaded, contestant: { again, askedTier } }: ScheduledTrial,
  { order: { accepted, rootSeed, nonce, agent: ordered }, outcome, restored }: Played,
  definition: string,
): JudgeOrder {
  return {
    trial: { id, scenario, variant, agent, model, repeat, tags, seed, host: ordered.host },
    scenario: { id: loaded.id, file: loaded.file, definition: loaded.definition },
    ...{ definition, again, accepted, served: loaded.served, rootSeed, nonce, outcome, restored },
    ...{ tier: ordered.isolation?.tier ?? 'T1', askedTier },
  }
}
