import { UsageError } from '../kernel/errors.ts'
import { type PlannedTrial, plannedTrialSchema, type RunHead, runHeadSchema } from '../record/run.ts'
import type { QueueDatabase } from './database.ts'
import type { Self } from './leases.ts'

/** A run that has trials for whoever comes. */
export interface OfferedRun {
  id: string
  head: RunHead
  planned: PlannedTrial[]
  /** The digest of its project's files; null where workers have a checkout. */
  bundle: string | null
}

/** 'closing': every trial is done. 'stopped': nothing of it starts any more. 'gone': nobody waits for it. */
export type RunState = 'open' | 'closing' | 'stopped' | 'gone'

const WAITING = `state = 'open' AND NOT cut_short
  AND EXISTS (SELECT FROM mettle_queue.trial t WHERE t.run = r.id AND t.worker IS NULL AND NOT t.done)`

/** The id of the oldest run that has a trial to take. @param but Those that are not for this worker. */
export async function waitingRun(database: QueueDatabase, but: readonly string[]): Promise<string | undefined> {
  const [row] = await database.query(
    `SELECT id FROM mettle_queue.run r WHERE id <> ALL($1) AND ${WAITING} ORDER BY begun LIMIT 1`,
    [but],
  )
  return row?.id as string | undefined
}

/** What its planner wrote down of it. Undefined: it is gone. @throws {UsageError} it is of another version. */
export async function offeredRun(database: QueueDatabase, id: string): Promise<OfferedRun | undefined> {
  const [row] = await database.query('SELECT head, planned, bundle FROM mettle_queue.run WHERE id = $1', [id])
  if (!row) return undefined
  const head = runHeadSchema.safeParse(parsed(row.head))
  const planned = plannedTrialSchema.array().safeParse(parsed(row.planned))
  if (head.success && planned.success) return { id, head: head.data, planned: planned.data, bundle: row.bundle }
  throw new UsageError('it is written as no run of this version of mettle')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export async function stateOf(database: QueueDatabase, run: string): Promise<RunState> {
  const [row] = await database.query('SELECT state, cut_short FROM mettle_queue.run WHERE id = $1', [run])
  if (!row) return 'gone'
  return row.cut_short ? 'stopped' : row.state
}

/** Takes part in a run. Its planner waits for whoever does, at its end. */
export async function join(database: QueueDatabase, { id }: Self, run: string, title: string | null): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(
      `INSERT INTO mettle_queue.part (run, worker, database) VALUES ($1, $2, $3)
       ON CONFLICT (run, worker) DO UPDATE SET database = excluded.database`,
      [run, id, title],
    )
    await sql.query('UPDATE mettle_queue.worker SET run = $2 WHERE id = $1', [id, run])
  })
}

/** Money that is still taken for a call was paid, as far as anybody knows. */
export async function leave(database: QueueDatabase, { id }: Self, run: string): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query(
      'SELECT mettle_queue.settle_call(id, NULL, NULL) FROM mettle_queue.call WHERE run = $1 AND worker = $2 AND open',
      [run, id],
    )
    await sql.query('UPDATE mettle_queue.worker SET run = NULL WHERE id = $1', [id])
  })
}

/** The worker is gone for good. */
export async function signOff(database: QueueDatabase, { id }: Self): Promise<void> {
  await database.query('DELETE FROM mettle_queue.worker WHERE id = $1', [id])
}

/** Tells the planner why this worker takes nothing of its run. */
export async function refuse(database: QueueDatabase, { id, host }: Self, run: string, reason: string): Promise<void> {
  await database.query(
    `INSERT INTO mettle_queue.refusal SELECT r.id, $2, $3, $4 FROM mettle_queue.run r WHERE r.id = $1
     ON CONFLICT (run, worker) DO UPDATE SET reason = excluded.reason`,
    [run, id, host, reason],
  )
}
