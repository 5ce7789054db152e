import type { QueueDatabase } from './database.ts'

/** A queue at one moment. */
export interface QueueStats {
  /** Trials that nobody has: what a fleet is scaled by. */
  waiting: number
  running: number
  /** Records that were written; those that their planner has taken are counted until its run is over. */
  finished: number
  /** Records that were refused, since the trial had been given to another worker meanwhile. */
  late: number
  /** How often a trial was given to another worker, since the one that had it gave no sign of life. */
  again: number
  /** For how long the oldest trial has waited, in s; 0 where none waits. */
  oldestWaitSeconds: number
  /** Workers that gave a sign of life in time. */
  workers: number
  runs: RunStats[]
}

export interface RunStats extends Omit<QueueStats, 'runs' | 'workers'> {
  id: string
  state: string
  /** When it was offered first. ISO 8601. */
  begun: string
}

export async function statsOf(database: QueueDatabase): Promise<QueueStats> {
  const [[{ workers }], runs] = await Promise.all([
    database.query(
      "SELECT count(*)::int AS workers FROM mettle_queue.worker WHERE seen > now() - lease_ms * interval '1 ms'",
    ),
    database.query(
      `SELECT r.id, CASE WHEN cut_short THEN 'stopped' ELSE state END AS state, begun, again,
         (SELECT count(*)::int FROM mettle_queue.late l WHERE l.run = r.id) AS late,
         count(*) FILTER (WHERE t.worker IS NULL AND NOT t.done AND state = 'open' AND NOT cut_short)::int AS waiting,
         count(*) FILTER (WHERE t.worker IS NOT NULL AND NOT t.done)::int AS running,
         count(*) FILTER (WHERE t.done)::int AS finished,
         coalesce(extract(epoch FROM now() - min(since) FILTER (WHERE t.worker IS NULL AND NOT t.done AND state = 'open')), 0)::float8
           AS oldest
       FROM mettle_queue.run r LEFT JOIN mettle_queue.trial t ON t.run = r.id GROUP BY r.id ORDER BY begun`,
    ),
  ])
  const known = runs.map(({ begun, oldest, ...run }) => ({
    ...(run as Omit<RunStats, 'begun' | 'oldestWaitSeconds'>),
    ...{ begun: (begun as Date).toISOString(), oldestWaitSeconds: Math.round(oldest as number) },
  }))
  const sum = (name: 'waiting' | 'running' | 'finished' | 'late' | 'again') =>
    known.reduce((total, run) => total + run[name], 0)
  return {
    ...{ waiting: sum('waiting'), running: sum('running'), finished: sum('finished') },
    ...{ late: sum('late'), again: sum('again') },
    oldestWaitSeconds: Math.max(0, ...known.map((run) => run.oldestWaitSeconds)),
    workers: workers as number,
    runs: known,
  }
}
