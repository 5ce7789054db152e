import type { Json } from '../kernel/json.ts'
import type { Reply, SqlFailure, ToolOutput } from './reply.ts'
import type { SqlHints } from './sql-hints.ts'
import type { SqlService } from './sql-pipe.ts'

/** A statement as guards and scorers see it. A type, not an interface: it is plain JSON. */
export type SqlStatement = {
  text: string
  /** Of $1, $2 ... */
  values: Json[]
  /** Which of the agent's connections, where it is not the first. */
  connection?: number
}

/** One connection to a database of the world. Statements run one at a time, in the order in which they come. */
export interface SqlSession {
  /**
   * Runs a statement as the agent's role, its effects told to the call that is being executed.
   * @throws {Error} the connection cannot be made.
   */
  execute(statement: SqlStatement): Promise<Reply<ToolOutput>>
  /**
   * Has the server raise an error that something in its place said to this statement: an open transaction is as failed as
   * its client believes, and over where it was to be committed.
   */
  fail(failure: SqlFailure, statement: SqlStatement): Promise<void>
  /** Breaks the connection as a network would: an open transaction is rolled back. The next statement makes a new one. */
  sever(): Promise<void>
  /** Asks the server to cancel what runs now. */
  cancel(): Promise<void>
}

/** A database of the world, as a channel sees it. */
export interface SqlWorld {
  name: string
  hints(text: string): SqlHints
  /** Another connection; it is made when the first statement needs it. */
  session(): SqlSession
  /** For drivers in other processes. */
  service: SqlService
}
