import type { ActionRecord } from './action.ts'
import type { ScoreRecord } from './score.ts'
import type { FaultRecord, GuardRecord, TrialRecord, UnderRecord } from './trial.ts'

type Figures =
  | ('id' | 'scenario' | 'within' | 'variant' | 'agent' | 'model' | 'repeat' | 'seed' | 'definition' | 'tags')
  | ('models' | 'tier' | 'reset' | 'reproducible' | 'verdict' | 'effects' | 'usage' | 'traceHash')

/**
 * What stays in memory of a trial whose record is on disk: what is counted, compared and sorted by, without the texts. A record
 * is a row, too.
 */
export interface TrialRow extends Readonly<Pick<TrialRecord, Figures>> {
  readonly trace: Pick<TrialRecord['trace'], 'events'>
  readonly scores: readonly Pick<ScoreRecord, 'scorer' | 'pass'>[]
  readonly guards: readonly GuardRow[]
  readonly faults: readonly FaultRow[]
  readonly actions: readonly ActionRow[]
}

/** A guard's outcome; of what its oracle found, how much. */
export interface GuardRow extends Pick<GuardRecord, 'name' | 'mode' | 'outcome' | 'required' | 'decisions'> {
  evidence: { readonly length: number }
  under?: readonly Pick<UnderRecord, 'entry' | 'fault' | 'outcome'>[] | undefined
}
export type ActionRow = Pick<ActionRecord, 'action' | 'channel' | 'access' | 'calls' | 'denied' | 'met'>
export type FaultRow = Pick<FaultRecord, 'fault' | 'params' | 'on' | 'when' | 'planned' | 'delivered' | 'state'>

/** So many values are looked for again: where each is another one, to know them all would take more room than it saves. */
const MOST_KNOWN = 20_000

/** Makes rows of the records of one run. What is equal in many of them is held once. */
export function openRows(): (record: TrialRecord) => TrialRow {
  const known = new Map<string, unknown>()
  /** The first value that was the same. */
  const one = <T>(value: T): T => {
    if (value === null || typeof value === 'number') return value
    const key = typeof value === 'string' ? `"${value}` : JSON.stringify(value)
    const first = known.get(key)
    if (first !== undefined) return first as T
    if (known.size < MOST_KNOWN) known.set(key, value)
    return value
  }
  return ({ id, repeat, seed, reproducible, verdict, effects, usage, traceHash, ...record }) => ({
    ...{ id, repeat, seed, reproducible, effects },
    traceHash: one(traceHash),
    usage: one(usage),
    verdict: one(verdict),
    scenario: one(record.scenario),
    ...(record.within !== undefined && { within: one(record.within) }),
    variant: one(record.variant),
    agent: one(record.agent),
    model: one(record.model),
    ...(record.models && { models: one(record.models) }),
    definition: one(record.definition),
    tags: one(record.tags),
    tier: one(record.tier),
    reset: one(record.reset),
    trace: one({ events: record.trace.events }),
    scores: one(record.scores.map(({ scorer, pass }) => ({ scorer, pass }))),
    guards: one(record.guards.map(guardRow)),
    faults: one(record.faults.map(faultRow)),
    actions: one(record.actions.map(actionRow)),
  })
}

function guardRow({ name, mode, outcome, required, decisions, evidence: { length }, under }: GuardRecord): GuardRow {
  const broken = under?.map(({ entry, fault, outcome: how }) => ({ entry, fault, outcome: how }))
  return { name, mode, outcome, required, decisions, evidence: { length }, ...(broken && { under: broken }) }
}

function faultRow({ fault, params, on, when, planned, delivered, state }: FaultRecord): FaultRow {
  return { fault, params, on, when, planned, delivered, state }
}

function actionRow({ action, channel, access, calls, denied, met }: ActionRecord): ActionRow {
  return { action, ...(channel && { channel }), access, calls, denied, ...(met && { met }) }
}
