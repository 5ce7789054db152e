import { harmlessJson } from '../kernel/json.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { QueueDatabase, Sql } from './database.ts'
import type { Packed } from './evidence.ts'
import { countLate, type Delivery, type Standing, standingOf } from './fence.ts'
import type { Jobs } from './jobs.ts'

/** What one worker does with the trials of a queue. Each call is one transaction, and may be made again where its connection was lost. */
export interface Leases {
  /** Takes up to so many trials of a run. Each has a token of its own from then on. */
  take(run: string, most: number): Promise<Delivery[]>
  /** Writes what came of a trial, and that it is done: both or nothing, and nothing where the trial is somebody else's by now. */
  commit(delivery: Delivery, record: TrialRecord, evidence: Packed): Promise<Standing>
  /** Writes another record of a trial that this worker has written already, once. Its trace is the one that was written. */
  correct(delivery: Delivery, record: TrialRecord): Promise<Standing>
  /** Gives back what was not performed: it counts as not delivered. */
  giveBack(deliveries: readonly Delivery[]): Promise<void>
  /** Gives back what this worker holds and does not know of, since the answer to `take` was lost. */
  keepOnly(known: readonly Delivery[]): Promise<void>
  /** A sign of life; takes from the dead what they hold. Resolves with how many trials that was. */
  beat(): Promise<number>
}

export interface Self {
  id: string
  host: string
  lanes: number
  leaseMs: number
}

export function openLeases(database: QueueDatabase, jobs: Jobs, self: Self): Leases {
  return {
    take: (run, most) => database.transaction((sql) => take(sql, jobs, { run, most, self })),
    commit: (delivery, record, evidence) =>
      database.transaction(async (sql) => {
        const standing = await standingOf(sql, delivery)
        if (standing === 'late') await countLate(sql, delivery)
        if (standing !== 'current') return standing
        await write(sql, delivery, record, evidence)
        await sql.query('UPDATE mettle_queue.trial SET done = true WHERE run = $1 AND id = $2', [
          delivery.run,
          delivery.trial,
        ])
        await jobs.complete(sql, delivery.run, [delivery.job])
        return standing
      }),
    correct: (delivery, record) =>
      database.transaction(async (sql) => {
        const standing = await standingOf(sql, delivery)
        if (standing === 'done' && (await isFirstCorrection(sql, delivery)))
          await write(sql, delivery, record, { trace: [], contents: [] })
        return standing
      }),
    giveBack: (deliveries) => database.transaction((sql) => giveBack(sql, jobs, deliveries)),
    keepOnly: (known) =>
      database.transaction(async (sql) => {
        const rows = await sql.query(
          `SELECT ${DELIVERY} FROM mettle_queue.trial
           WHERE worker = $1 AND NOT done AND token <> ALL($2::bigint[])`,
          [self.id, known.map(({ token }) => token)],
        )
        await giveBack(sql, jobs, rows)
      }),
    beat: () => database.transaction((sql) => beat(sql, jobs, self)),
  }
}

const DELIVERY = 'run, id AS trial, job, token::text, deliveries, refused, refusal'

/** Whoever takes something is alive: nothing is held by somebody of whom there is no row. */
async function take(
  sql: Sql,
  jobs: Jobs,
  { run, most, self }: { run: string; most: number; self: Self },
): Promise<Delivery[]> {
  const trials = await jobs.fetch(sql, run, most)
  if (trials.length === 0) return []
  await sign(sql, self, run)
  return sql.query(
    `UPDATE mettle_queue.trial
     SET token = nextval('mettle_queue.token'), deliveries = deliveries + 1, worker = $3, since = now()
     WHERE run = $1 AND id = ANY($2) AND NOT done
     RETURNING ${DELIVERY}`,
    [run, trials, self.id],
  )
}

async function isFirstCorrection(sql: Sql, { run, trial }: Delivery): Promise<boolean> {
  const first = await sql.query(
    'UPDATE mettle_queue.trial SET corrected = true WHERE run = $1 AND id = $2 AND NOT corrected RETURNING 1',
    [run, trial],
  )
  return first.length > 0
}

async function write(
  sql: Sql,
  { run, trial }: Delivery,
  record: TrialRecord,
  { trace, contents }: Packed,
): Promise<void> {
  const [row] = await sql.query(
    'INSERT INTO mettle_queue.result (run, trial, record) VALUES ($1, $2, $3) RETURNING number',
    [run, trial, harmlessJson(record)],
  )
  for (const [part, bytes] of trace.entries())
    await sql.query('INSERT INTO mettle_queue.evidence VALUES ($1, $2, $3)', [row.number, part, bytes])
  for (const { digest, bytes } of contents)
    await sql.query('INSERT INTO mettle_queue.content VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [run, digest, bytes])
}

async function giveBack(sql: Sql, jobs: Jobs, deliveries: readonly Delivery[]): Promise<void> {
  for (const { run, trial, token, job } of deliveries) {
    const given = await sql.query(
      `UPDATE mettle_queue.trial
       SET token = nextval('mettle_queue.token'), deliveries = deliveries - 1, worker = NULL, since = now()
       WHERE run = $1 AND id = $2 AND token = $3 AND NOT done RETURNING 1`,
      [run, trial, token],
    )
    if (given.length > 0) await jobs.putBack(sql, run, [job])
  }
}

async function beat(sql: Sql, jobs: Jobs, self: Self): Promise<number> {
  await sign(sql, self, null)
  return reap(sql, jobs)
}

/** A sign of life. @param run That it takes part in, where that is to be said. */
async function sign(sql: Sql, { id, host, lanes, leaseMs }: Self, run: string | null): Promise<void> {
  await sql.query(
    `INSERT INTO mettle_queue.worker (id, host, lanes, lease_ms, run) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET seen = now(), run = coalesce(excluded.run, worker.run)`,
    [id, host, lanes, leaseMs, run],
  )
}

const DEAD = "seen < now() - lease_ms * interval '1 ms'"

/**
 * Who gave no sign of life for as long as it promised is dead: its tokens are worth nothing, what was taken for its calls is spent, and
 * its row goes. @returns How many trials were taken from the dead.
 */
export async function reap(sql: Sql, jobs: Jobs): Promise<number> {
  const lost = await sql.query(
    `WITH dead AS (
       UPDATE mettle_queue.trial t
       SET token = nextval('mettle_queue.token'), worker = NULL, since = now()
       FROM (SELECT t.run, t.id FROM mettle_queue.trial t JOIN mettle_queue.worker w ON w.id = t.worker
             WHERE NOT t.done AND ${DEAD} FOR UPDATE OF t SKIP LOCKED) lost
       WHERE t.run = lost.run AND t.id = lost.id RETURNING t.run, t.job),
     counted AS (
       UPDATE mettle_queue.run r SET again = again + n
       FROM (SELECT run, count(*) AS n FROM dead GROUP BY run) lost WHERE r.id = lost.run)
     SELECT run, job FROM dead`,
  )
  for (const [run, own] of Map.groupBy(lost, ({ run }) => run as string))
    await jobs.putBack(
      sql,
      run,
      own.map(({ job }) => job as string),
    )
  await sql.query(
    `SELECT mettle_queue.settle_call(c.id, NULL, NULL)
     FROM mettle_queue.call c JOIN mettle_queue.worker w ON w.id = c.worker WHERE c.open AND ${DEAD}`,
  )
  // Those whose trials somebody else is taking at this moment go the next time.
  await sql.query(
    `DELETE FROM mettle_queue.worker w
     WHERE ${DEAD} AND NOT EXISTS (SELECT FROM mettle_queue.trial t WHERE t.worker = w.id AND NOT t.done)
       AND NOT EXISTS (SELECT FROM mettle_queue.call c WHERE c.worker = w.id AND c.open)`,
  )
  return lost.length
}
