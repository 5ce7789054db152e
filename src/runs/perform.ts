import { randomBytes } from 'node:crypto'
import type { Pool } from '../hosts/worker/pool.ts'
import type { Judges } from '../judging/judges.ts'
import type { Judged, JudgeOrder } from '../judging/order.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Alert } from '../record/alert.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { Scenario } from '../scenario/compile.ts'
import type { AgentOrder, TrialOrder } from '../stage/order.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { AuditLog } from '../store/audit-log.ts'
import type { RunFolder } from '../store/directory.ts'
import { alertsOf, type TrialAlerts } from './alerts.ts'
import type { RunLanes, TrialLane } from './lanes.ts'

/** What trials are performed with: opened once, used by each of them. */
export interface Means {
  pool: Pool
  lanes: RunLanes
  judges: Judges
  audit: AuditLog
  folder: RunFolder
  /** The run's, for the command that runs a trial again. */
  rootSeed: string
  /** Names of environment variables whose values must not be written. */
  secrets: string[]
  /** Aborts at the end of the run. A trial under way then is cut, and says nothing. */
  signal: AbortSignal
  /** Told while trials run, and of each trial's bypassed guards when it is judged. Must not throw. */
  onAlert?: ((alert: Alert) => void) | undefined
}

/**
 * One trial, from its plan to its record: leases a lane, has an agent run, puts the lane back, judges what happened.
 * Undefined where the end of the run cut it.
 * @param free Called once the worker may take another trial: it is judged in a process of its own.
 */
export async function perform(
  trial: ScheduledTrial,
  means: Means,
  free: () => void = () => {},
): Promise<TrialRecord | undefined> {
  const alerts = means.onAlert && alertsOf(trial, means.onAlert)
  const { freshWorker } = trial.loaded.limits
  for (let fresh = freshWorker; ; fresh = true) {
    const played = await play(trial, { ...means, fresh, urgent: alerts?.attempt })
    if (!played) return undefined
    free()
    const { record, audit } = await decide(trial, played, means.judges)
    // Its worker's file holds other trials, too, and one of them may have written where it should not.
    if (isBroken(record) && !played.fresh && !means.signal.aborted) continue
    means.audit.append(audit)
    alerts?.judged(record)
    return record
  }
}

async function decide(trial: ScheduledTrial, { order, outcome, restored }: Played, judges: Judges): Promise<Judged> {
  try {
    return await judges.judge(judgeOrder(trial, order, outcome, restored))
  } catch (thrown) {
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
}

/**
 * Has an agent run, and puts the databases back. Where code of an earlier trial took part, the trial runs again in a
 * process that has run no other: no verdict depends on the process that a trial lands in.
 */
async function play(
  trial: ScheduledTrial,
  { fresh: first, urgent, ...means }: Means & { fresh: boolean; urgent: TrialAlerts['attempt'] | undefined },
): Promise<Played | undefined> {
  const { pool, lanes, signal } = means
  const { limits } = trial.loaded
  for (let fresh = first; ; fresh = true) {
    const lane = await leaseUnless(signal, () => lanes.lease(trial))
    if (!lane) return undefined
    const order = orderOf(trial, lane, means)
    const outcome = await pool.run(order, limits, { lane: lane.lane, fresh, urgent: urgent?.() })
    if (signal.aborted) return undefined
    const restored = await lane.restore(order, outcome, limits)
    if (outcome.disturbed === undefined || fresh) return { fresh, order, outcome, restored }
  }
}

/** Undefined where the end of the run came first: what fails then is no failure. */
async function leaseUnless(ended: AbortSignal, lease: () => Promise<TrialLane>): Promise<TrialLane | undefined> {
  try {
    return await lease()
  } catch (thrown) {
    if (ended.aborted) return undefined
    throw thrown
  }
}

function orderOf(trial: ScheduledTrial, { databases }: TrialLane, { folder, rootSeed, secrets }: Means): TrialOrder {
  const { id, loaded, contestant, variant, seed, follow } = trial
  return {
    id,
    scenario: { id: loaded.id, file: loaded.file },
    variant,
    agent: agentOrder(contestant, loaded),
    model: contestant.model,
    seed,
    folder: folder.path,
    nonce: randomBytes(16).toString('hex'),
    rootSeed,
    secrets,
    ...(loaded.accepted && { accepted: loaded.accepted }),
    ...(follow && { schedule: follow }),
    ...(databases && { databases }),
  }
}

/** What a judge is told: no secret, no login, nothing that is not of this trial. */
function judgeOrder(
  { id, scenario, variant, agent, model, repeat, tags, seed, loaded }: ScheduledTrial,
  { accepted, rootSeed, nonce }: TrialOrder,
  outcome: Outcome,
  restored: Restored,
): JudgeOrder {
  return {
    trial: { id, scenario, variant, agent, model, repeat, tags, seed },
    scenario: { id: loaded.id, file: loaded.file, definition: loaded.definition },
    accepted,
    ...{ rootSeed, nonce, outcome, restored },
  }
}

function agentOrder({ name, module, export: run, shipped }: Contestant, scenario: Scenario): AgentOrder {
  const order = { name, module: module(scenario), export: run }
  return shipped ? { ...order, shipped: { saint: scenario.saint } } : order
}
