import type { PgBoss } from 'pg-boss'
import type { QueueDatabase, Sql } from './database.ts'
import { SCHEMA } from './layout.ts'

/** One job of pg-boss for each trial, in a queue for each run. Every call goes into the transaction of whoever calls. */
export interface Jobs extends AsyncDisposable {
  createQueue(run: string): Promise<void>
  /** Removes its jobs as well. */
  deleteQueue(run: string): Promise<void>
  insert(sql: Sql, run: string, trials: readonly { id: string; job: string }[]): Promise<void>
  /** Takes up to so many: the ids of their trials. */
  fetch(sql: Sql, run: string, most: number): Promise<string[]>
  complete(sql: Sql, run: string, jobs: readonly string[]): Promise<void>
  /** Puts them back: they are the next to be taken. */
  putBack(sql: Sql, run: string, jobs: readonly string[]): Promise<void>
}

/** Deliveries are counted by the trial, not by the job. */
const WITHOUT_END = 1_000_000

/**
 * pg-boss with nothing of its own: no connection, no timer that maintains, no migration. What it would do with time, leases do.
 * @param install Makes its tables, or brings them up to date.
 */
export async function openJobs(database: QueueDatabase, install = false): Promise<Jobs> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    ...{ db: dbOf(database), schema: SCHEMA, migrate: install, createSchema: false },
    ...{ supervise: false, schedule: false, registerInstance: false, monitorVacuum: false },
  })
  boss.on('error', () => {})
  await boss.start()
  return jobsOf(boss)
}

function jobsOf(boss: PgBoss): Jobs {
  return {
    createQueue: (run) =>
      boss.createQueue(run, { retryLimit: WITHOUT_END, retryDelay: 0, retentionSeconds: 31_536_000 }),
    deleteQueue: (run) => boss.deleteQueue(run),
    insert: async (sql, run, trials) => {
      await boss.insert(
        run,
        trials.map(({ id, job }) => ({ id: job, data: { trial: id } })),
        { db: dbOf(sql) },
      )
    },
    fetch: async (sql, run, most) => {
      const jobs = await boss.fetch<{ trial: string }>(run, { batchSize: most, db: dbOf(sql) })
      return jobs.map(({ data }) => data.trial)
    },
    complete: async (sql, run, jobs) => void (await boss.complete(run, [...jobs], null, { db: dbOf(sql) })),
    putBack: async (sql, run, jobs) => {
      const db = dbOf(sql)
      await boss.fail(run, [...jobs], null, { db })
      for (const id of jobs) await boss.update(run, undefined, { id, priority: 1, db })
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  }
}

function dbOf(sql: Sql) {
  return { executeSql: async (text: string, values?: unknown[]) => ({ rows: await sql.query(text, values) }) }
}
