import type { Json } from '../kernel/json.ts'

/** Of a table with more rows or bytes than this, not every row is kept. */
export const [MOST_ROWS, MOST_BYTES] = [10_000, 5_000_000]

/**
 * What is in a database, or in the collections of a world, when a trial begins: too much to write into every trace. It is
 * kept once, in a file that is called by its digest.
 */
export interface Contents {
  /** Table or collection -> id -> member. */
  tables: Record<string, Record<string, Json>>
  /** Tables that are too large to be kept whole: of these only what was changed is known. */
  partial: string[]
  /** Tables that would be different, had the task been done as the database's reference does it. Absent: it has none. */
  reference?: Record<string, Record<string, Json>>
}

/** Finds contents by their digest. @throws {Error} they are not there. */
export type FindContents = (digest: string) => Contents

/** Where contents lie below the run's folder. */
export const contentsFile = (digest: string) => `worlds/${digest}.json`

export const noContents: FindContents = (digest) => {
  throw new Error(`Failed to read a trial's world: the contents ${digest} are missing.`)
}
