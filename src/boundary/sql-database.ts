import type { SqlResult } from './reply.ts'

export interface SqlOptions {
  /** Gives up after so many ms of the trial's clock, and leaves the statement with the server, which runs it all the same. */
  timeoutMs?: number
  /** Cancels the statement. */
  signal?: AbortSignal
  /** What the statement is for: guards and approvers see it. */
  reason?: string
}

/** One connection, with a transaction of its own. */
export interface SqlConnection {
  /**
   * Runs one statement; values stand for $1, $2 ... What comes back is plain JSON: numbers as far as they are exact,
   * everything else as PostgreSQL writes it.
   * @throws {Error} PostgreSQL, or what stands in its place, says no: `code` is the SQLSTATE.
   * @throws {Error} `code` ECONNRESET or ETIMEDOUT, where the connection breaks. The next statement makes a new one.
   */
  query(text: string, values?: readonly unknown[], options?: SqlOptions): Promise<SqlResult>
}

/** A database as the agent reaches it: a connection, and more of them where it wants some. */
export interface SqlDatabase extends SqlConnection {
  connect(): SqlConnection
}
