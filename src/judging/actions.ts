import type { ActionRecord } from '../record/action.ts'
import type { FaultRecord } from '../record/trial.ts'
import { isAhead } from '../trace/deed.ts'
import { type CallStory, type Evidence, wasAllowed } from '../trace/evidence.ts'

/** Kinds beyond these are counted together: targets are the agent's to make up. */
const KINDS = 40
const COLLECTIONS = 20

/**
 * What the agent did, by kind of action, in order of first use.
 * @param planned What became of the plan.
 */
export function actionsOf({ calls }: Evidence, planned: readonly FaultRecord[]): ActionRecord[] {
  const kinds = new Map<string, ActionRecord>()
  const met = metBy(planned)
  for (const story of calls) {
    const { id, target, access, channel } = story.call
    const name = kinds.has(target) || kinds.size < KINDS ? target : 'others'
    const record = kinds.get(name) ?? begin(name, name === target ? { access, channel } : { access: 'unknown' })
    kinds.set(name, record)
    count(record, story)
    for (const fault of met.get(id) ?? []) noteMet(record, fault)
  }
  return [...kinds.values()]
}

/** The faults that reached each call. Of an entry that missed one of its calls, nobody knows here which it reached. */
function metBy(planned: readonly FaultRecord[]): Map<string, string[]> {
  const met = new Map<string, string[]>()
  for (const { fault, state, schedule } of planned) {
    if (state !== 'delivered') continue
    for (const { call } of schedule) met.set(call, [...(met.get(call) ?? []), fault])
  }
  return met
}

function noteMet(record: ActionRecord, fault: string): void {
  record.met ??= []
  if (!record.met.includes(fault)) record.met.push(fault)
}

function begin(action: string, kind: Pick<ActionRecord, 'access' | 'channel'>): ActionRecord {
  return { action, ...kind, calls: 0, ok: 0, error: 0, denied: 0, asked: 0, rejected: 0, retries: 0, usd: 0 }
}

function count(record: ActionRecord, story: CallStory): void {
  const { call, executed, approvals } = story
  record.calls++
  if (executed) record[executed.outcome]++
  if (!wasAllowed(story)) record.denied++
  if (approvals.length > 0) record.asked++
  if (approvals.some(({ answer }) => answer !== 'approved')) record.rejected++
  if (call.attempt > 1 && !isAhead(call)) record.retries++
  for (const { collection, ahead } of story.effects) if (!ahead) noteChanged(record, collection)
  record.usd = (Math.round(record.usd * 1_000_000) + spent(story)) / 1_000_000
}

function noteChanged(record: ActionRecord, collection: string): void {
  record.changed ??= []
  if (record.changed.length < COLLECTIONS && !record.changed.includes(collection)) record.changed.push(collection)
}

/**
 * What a call really cost, in micro-dollars: the world's own account, else the estimate where it went through. One that left
 * effects and no word of its end, because its process was cut, counts at its estimate.
 */
export function spent({ call, executed, effects }: CallStory): number {
  if (!executed) return effects.length > 0 ? (call.cost?.micros ?? 0) : 0
  return (executed.actual ?? (executed.outcome === 'ok' ? call.cost : undefined))?.micros ?? 0
}
