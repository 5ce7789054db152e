import type { Json } from '../../../kernel/json.ts'
import type { EffectEvent } from '../../../trace/events/effect.ts'
import type { RowChange } from '../lanes/lane.ts'
import type { SqlMessage, Statement } from './connection.ts'
import { exactJson } from './json-values.ts'
import type { StatementEnd } from './table.ts'

/** What a connection's own statements changed, as far as that can be seen now: what is rolled back is missing. */
export interface Changes {
  /** The place in the journal up to which this reads. */
  seq: number
  /** What the trial's clock says in the database. */
  now: string | null
  changes: RowChange[]
  /** By table: what is not listed, because it is too much. */
  more?: Record<string, Record<RowChange['op'], number>>
}

/** What the journal is asked by. */
export interface Question {
  secret: string
  /** The oid of the function. */
  question: number
  /** The oid of the one that says whether there is anything to be asked about. */
  reach: number
}

/**
 * Asks for the changes behind a place in the journal, by the function itself. Not by a prepared statement: the agent could
 * prepare another one under the same name, and answer in the journal's place.
 */
export function askForChanges({ secret, question }: Question, after: number): SqlMessage {
  return { call: question, values: [secret, after] }
}

/** Asks whether there are any, in a fraction of the time. */
export function askForReach({ reach }: Question, after: number): SqlMessage {
  return { call: reach, values: [after] }
}

/** The changes within what is held: to call a function ends it. */
export function askWhileHeld({ secret }: Question, after: number): Statement {
  return { text: 'SELECT mettle_seam.changes($1, $2) AS value', values: [secret, after], own: true }
}

/** The same, and whatever its transaction would change behind this fails it. What was put off until its end is done by now. */
export function askForLast({ secret }: Question, after: number): Statement {
  return { text: 'SELECT mettle_seam.last_changes($1, $2, true) AS value', values: [secret, after], own: true }
}

/** The same; the answer is null where something may be put off. */
export function askForLastAtOnce({ secret }: Question, after: number): Statement {
  return { text: 'SELECT mettle_seam.last_changes($1, $2, false) AS value', values: [secret, after], own: true }
}

/** Did it answer that something may be put off? */
export function mayComeLater(answer: StatementEnd | undefined): boolean {
  return answer !== undefined && 'result' in answer && answer.result.rows[0]?.value === null
}

/** Undefined where a failed transaction can tell nothing. */
export function readChanges(answer: StatementEnd | undefined): Changes | undefined {
  if (!answer || 'error' in answer) return undefined
  return exactJson(String(answer.result.rows[0]?.value)) as unknown as Changes
}

/** No changes, where it says so; undefined where there may be some. */
export function readReach(answer: StatementEnd | undefined): Changes | undefined {
  if (!answer || 'error' in answer) return undefined
  const [, seq, wrote, now] = REACH.exec(String(answer.result.rows[0]?.value)) ?? []
  return wrote === 'f' ? { seq: Number(seq), now: now || null, changes: [] } : undefined
}

const REACH = /^(\d+) ([tf]) (.*)$/s

type RowEffect = Pick<EffectEvent, 'collection' | 'op' | 'id' | 'before' | 'after'>

/** A change of a row as an effect on the world: 'orders' of `shop` is the collection 'shop.orders'. */
export function effectOf(database: string, { table, op, id, before, after }: RowChange): RowEffect {
  const images = { ...(before != null && { before: before as Json }), ...(after != null && { after: after as Json }) }
  return { collection: `${database}.${table}`, op, id, ...images }
}

/** What is not listed, for who needs to know how much it is. */
export function unlisted(database: string, { more = {} }: Changes): (RowEffect & { rows: number })[] {
  return Object.entries(more).flatMap(([table, counts]) => {
    const kinds = Object.entries(counts) as [RowChange['op'], number][]
    const told = kinds.filter(([, rows]) => rows > 0)
    return told.map(([op, rows]) => ({ collection: `${database}.${table}`, op, id: '*', rows }))
  })
}
