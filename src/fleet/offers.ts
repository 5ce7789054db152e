import { randomUUID } from 'node:crypto'
import { harmlessJson } from '../kernel/json.ts'
import type { PlannedTrial, RunHead } from '../record/run.ts'
import { planOf } from '../record/task.ts'
import type { Bundle } from './bundle/bundle.ts'
import { dropUnusedBundles, storeBundle } from './bundle/stored-bundle.ts'
import type { QueueDatabase } from './database.ts'
import type { Jobs } from './jobs.ts'
import { reap } from './leases.ts'

/** What a planner asks for of a run. Amounts are micro-dollars. */
export interface OfferOrder {
  head: RunHead
  planned: readonly PlannedTrial[]
  /** So many deliveries that nobody came back from, and a trial is an error. */
  deliveries: number
  /** Of a trace with more bytes only its first and its last half of them go through the queue. */
  traceBytes: number
  most: number | undefined
  /** What was paid before it was offered. */
  before: number
  callsPerMinute: number | undefined
  tokensPerMinute: number | undefined
  /** The files of the project, for workers that have none. */
  bundle: Bundle | undefined
}

/** A record that waits for its planner. */
export interface Waiting {
  number: string
  trial: string
  record: string
}

/** A call that was not sent. */
export interface Refused {
  /** Null where nobody knew what it costs, or the limit of tokens has no room for it. */
  micros: number | null
  /** Null where it was not the limit of tokens. */
  tokens: number | null
}

/** How a run stands in the queue. */
export interface Standings {
  workers: number
  /** Workers that take part now, and are alive. */
  present: number
  /** Trials at once, of all that are alive and have no other run. */
  lanes: number
  late: number
  again: number
  paid: number
  /** Where databases came from. */
  database: string | null
  /** What the call may have taken that no limit had room for. Undefined: there was enough. */
  refused: Refused | undefined
}

/** What a planner does with its run. Each call may be made again where its connection was lost. */
export interface Offer {
  /** Has these performed. Those that were asked for before are not asked for twice. */
  ask(trials: readonly string[]): Promise<void>
  /** Ids of trials that have been performed, and of which there is no record in the queue any more. */
  taken(): Promise<string[]>
  /** Has a trial performed once more, as if it had not been. @param refused Its record, which is dropped, and why. */
  again(trial: string, refused?: { number: string; why: string }): Promise<void>
  results(): Promise<Waiting[]>
  trace(number: string): Promise<Buffer[]>
  contents(): Promise<{ digest: string; bytes: Buffer }[]>
  /** These are on the planner's disk now. */
  drop(kept: { numbers: readonly string[]; digests: readonly string[] }): Promise<void>
  standings(): Promise<Standings>
  /** Why workers take nothing of it, by worker. */
  refusals(): Promise<{ worker: string; host: string; reason: string }[]>
  say(state: 'open' | 'closing' | 'stopped'): Promise<void>
  reap(): Promise<number>
  /** Removes all of it. */
  end(): Promise<void>
}

/** As many records as are read at once. */
const BATCH = 50

export async function offer(database: QueueDatabase, jobs: Jobs, order: OfferOrder): Promise<Offer> {
  const { id: run } = order.head
  await begin(database, jobs, order)
  const all = (text: string) => database.query(text, [run])
  return {
    ask: (trials) => ask(database, jobs, run, trials),
    taken: async () => {
      const rows = await all(
        `SELECT id FROM mettle_queue.trial t WHERE run = $1 AND done
         AND NOT EXISTS (SELECT FROM mettle_queue.result r WHERE r.run = t.run AND r.trial = t.id)`,
      )
      return rows.map(({ id }) => id as string)
    },
    again: (trial, refused) => again(database, jobs, { run, trial, refused }),
    results: () =>
      all(
        `SELECT number::text, trial, record FROM mettle_queue.result WHERE run = $1 ORDER BY number LIMIT ${BATCH}`,
      ) as Promise<Waiting[]>,
    trace: async (number) => {
      const rows = await database.query('SELECT bytes FROM mettle_queue.evidence WHERE result = $1 ORDER BY part', [
        number,
      ])
      return rows.map(({ bytes }) => bytes as Buffer)
    },
    contents: () =>
      all('SELECT digest, bytes FROM mettle_queue.content WHERE run = $1') as ReturnType<Offer['contents']>,
    drop: ({ numbers, digests }) =>
      database.transaction(async (sql) => {
        await sql.query('DELETE FROM mettle_queue.result WHERE run = $1 AND number = ANY($2::bigint[])', [run, numbers])
        await sql.query('DELETE FROM mettle_queue.content WHERE run = $1 AND digest = ANY($2)', [run, digests])
      }),
    standings: () => standings(database, run),
    refusals: () =>
      all('SELECT worker, host, reason FROM mettle_queue.refusal WHERE run = $1') as ReturnType<Offer['refusals']>,
    say: async (state) =>
      void (await database.query('UPDATE mettle_queue.run SET state = $2 WHERE id = $1', [run, state])),
    reap: () => database.transaction((sql) => reap(sql, jobs)),
    end: () => removeRun(database, jobs, run),
  }
}

/** Removes all of a run. */
export async function removeRun(database: QueueDatabase, jobs: Jobs, run: string): Promise<void> {
  await database.query('DELETE FROM mettle_queue.run WHERE id = $1', [run])
  await dropUnusedBundles(database)
  await jobs.deleteQueue(run)
}

/** Stands for what was paid before a run came to the queue, among what its workers paid. */
const BEFORE = '00000000-0000-0000-0000-000000000000'

/** A run that goes on has what it had. What was paid meanwhile, elsewhere, counts as well. */
async function begin(
  database: QueueDatabase,
  jobs: Jobs,
  { head, planned, deliveries, traceBytes, most, before, callsPerMinute, tokensPerMinute, bundle }: OfferOrder,
): Promise<void> {
  const lines = planned.map(planOf)
  await jobs.createQueue(head.id)
  await database.transaction(async (sql) => {
    const stored = bundle ? await storeBundle(sql, bundle) : null
    await sql.query(
      `INSERT INTO mettle_queue.run (id, head, planned, deliveries, most_micros, calls_per_minute, tokens_per_minute, bundle, trace_bytes)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (id) DO UPDATE SET state = 'open', cut_short = false, refused_micros = NULL, refused_tokens = NULL,
       deliveries = excluded.deliveries, most_micros = excluded.most_micros, calls_per_minute = excluded.calls_per_minute,
       tokens_per_minute = excluded.tokens_per_minute, bundle = excluded.bundle, trace_bytes = excluded.trace_bytes`,
      [
        ...[head.id, harmlessJson(head), harmlessJson(lines), deliveries, most ?? null],
        ...[callsPerMinute ?? null, tokensPerMinute ?? null, stored, traceBytes],
      ],
    )
    await sql.query(
      `INSERT INTO mettle_queue.part (run, worker, paid_micros)
       SELECT $1, $2, greatest(0, $3 - coalesce(sum(paid_micros), 0)) FROM mettle_queue.part WHERE run = $1
       ON CONFLICT (run, worker) DO UPDATE SET paid_micros = part.paid_micros + excluded.paid_micros`,
      [head.id, BEFORE, Math.ceil(before)],
    )
  })
}

async function ask(database: QueueDatabase, jobs: Jobs, run: string, trials: readonly string[]): Promise<void> {
  if (trials.length === 0) return
  const asked = trials.map((id) => ({ id, job: randomUUID() }))
  await database.transaction(async (sql) => {
    const made = await sql.query(
      `INSERT INTO mettle_queue.trial (run, id, job)
       SELECT $1, * FROM unnest($2::text[], $3::uuid[]) ON CONFLICT DO NOTHING RETURNING id, job`,
      [run, asked.map(({ id }) => id), asked.map(({ job }) => job)],
    )
    if (made.length > 0) await jobs.insert(sql, run, made as { id: string; job: string }[])
  })
}

/** Where another record of it waits already, that one is looked at first. Who performed it came back: that is no delivery that was lost. */
async function again(
  database: QueueDatabase,
  jobs: Jobs,
  { run, trial, refused }: { run: string; trial: string; refused: { number: string; why: string } | undefined },
): Promise<void> {
  const job = randomUUID()
  await database.transaction(async (sql) => {
    if (refused)
      await sql.query('DELETE FROM mettle_queue.result WHERE run = $1 AND number = $2', [run, refused.number])
    const made = await sql.query(
      `UPDATE mettle_queue.trial t SET done = false, corrected = false, worker = NULL, job = $3, token = nextval('mettle_queue.token'),
         since = now(), deliveries = greatest(0, deliveries - 1), refused = refused + $4, refusal = coalesce($5, refusal)
       WHERE run = $1 AND id = $2 AND done
         AND NOT EXISTS (SELECT FROM mettle_queue.result r WHERE r.run = t.run AND r.trial = t.id) RETURNING id`,
      [run, trial, job, refused ? 1 : 0, refused?.why ?? null],
    )
    if (made.length > 0) await jobs.insert(sql, run, [{ id: trial, job }])
  })
}

async function standings(database: QueueDatabase, run: string): Promise<Standings> {
  const [row] = await database.query(
    `SELECT r.again, r.cut_short, r.refused_micros::float8 AS micros, r.refused_tokens::float8 AS tokens,
       (SELECT count(*)::int FROM mettle_queue.late WHERE run = r.id) AS late,
       (SELECT count(*)::int FROM mettle_queue.part WHERE run = r.id AND worker <> $2) AS workers,
       ((SELECT coalesce(sum(paid_micros), 0) FROM mettle_queue.part WHERE run = r.id)
         + (SELECT coalesce(sum(micros), 0) FROM mettle_queue.call WHERE run = r.id AND open))::float8 AS paid,
       (SELECT min(database) FROM mettle_queue.part WHERE run = r.id) AS database,
       (SELECT coalesce(sum(lanes), 0)::int FROM mettle_queue.worker WHERE (run = r.id OR run IS NULL)
         AND seen > now() - lease_ms * interval '1 ms') AS lanes,
       (SELECT count(*)::int FROM mettle_queue.worker WHERE run = r.id AND seen > now() - lease_ms * interval '1 ms') AS present
     FROM mettle_queue.run r WHERE id = $1`,
    [run, BEFORE],
  )
  if (!row) throw new Error(`The run ${run} is not in the queue any more: somebody removed it.`)
  const { cut_short: isShort, micros, tokens, ...known } = row
  return { ...known, refused: isShort ? { micros, tokens } : undefined }
}
