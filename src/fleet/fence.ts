import type { Sql } from './database.ts'

/** A trial as it was delivered to one worker. */
export interface Delivery {
  run: string
  trial: string
  job: string
  /** Of this delivery alone, a decimal number: the next one takes another. */
  token: string
  /** How often it was delivered by now and nobody came back from it, this time included. */
  deliveries: number
  /** How often a record of it was refused by its planner. */
  refused: number
  /** Why, the last time. */
  refusal: string | null
}

/**
 * Whose is a trial? 'current': the delivery may write, and nobody else can until the end of the transaction. 'done': it has written
 * already. 'late': the trial was given to somebody else meanwhile. 'gone': the run is over.
 */
export type Standing = 'current' | 'done' | 'late' | 'gone'

/** Asks within a transaction, which then holds the trial to its end. */
export async function standingOf(sql: Sql, { run, trial, token }: Delivery): Promise<Standing> {
  const [row] = await sql.query('SELECT mettle_queue.fence($1, $2, $3) AS standing', [run, trial, token])
  return (row?.standing as Standing | null) ?? 'gone'
}

/** A write that was refused is counted, once for each delivery: somebody was taken for dead and was not. */
export async function countLate(sql: Sql, { run, token }: Delivery): Promise<void> {
  await sql.query('INSERT INTO mettle_queue.late VALUES ($1, $2) ON CONFLICT DO NOTHING', [run, token])
}
