import type { Json } from '../kernel/json.ts'
import type { Reply, ToolOutput } from './reply.ts'
import type { SqlHints } from './sql-hints.ts'

// Messages are those of PostgreSQL's protocol 3.0, whole: a letter, a length, a body.

/** A column of what a statement returns. */
export interface SqlColumn {
  name: string
  /** The oid of its type. */
  type: number
}

/** One Execute of a client's, with what it sent ahead of it. */
export interface SqlExecution {
  hints: SqlHints
  /** What the client sends up to its Execute, that included. */
  messages: Uint8Array
  /** Nothing follows in the same implicit transaction: it ends behind this. */
  last: boolean
  /** It is the first of several statements of one text, which are one transaction. */
  first?: true
  /** It may turn out to want rows from its client. */
  feeds: boolean
  /** The columns, where the server does not say them in what it answers. */
  columns?: readonly SqlColumn[]
  /** By column 0 for text and 1 for bytes; one for all, none for text. */
  formats: readonly number[]
  /** What the client sends next of the rows that it copies: CopyData, CopyDone or CopyFail. Undefined: it is gone, or `over`. */
  feed(over: AbortSignal): Promise<Uint8Array | undefined>
}

/** Who hears what the server says. */
export interface SqlListener {
  /** Each message that is meant for the client, as it comes. What the harness asked by itself is not among them. */
  hear(code: string, message: Uint8Array): void
  /** The server has ended the connection. */
  lost(): void
}

/** What a client may say when it logs in: 'options', 'application_name', 'DateStyle'. */
export type SqlLogin = Readonly<Record<string, string>>

/** A connection of the agent's role that carries a client's own messages. One of its methods runs at a time, in the order of the messages. */
export interface SqlPipe {
  /** The server's settings, as it tells them to every client. */
  readonly settings: ReadonlyMap<string, string>
  /** The id of the server's process, by which clients know each other. */
  readonly process: number
  status(): 'idle' | 'open' | 'failed'
  /** Runs a statement as the agent's role, its effects told to the call that is being executed. */
  execute(execution: SqlExecution): Promise<Reply<ToolOutput>>
  /**
   * Sends what runs nothing: Parse, Bind, Describe, Close.
   * @param answers How many messages there are.
   * @returns false where the server said no to one: it heeds nothing more of what belongs together.
   */
  prepare(messages: Uint8Array, answers: number): Promise<boolean>
  /**
   * Ends what belongs together, behind messages that run nothing: what is not in a transaction that the client began is there for good.
   * @param binds A Bind is among the messages: what the values of one that is never executed do, by a domain's check, does not stay.
   * @returns false where a guard, who could only now see all of it, had it undone.
   */
  sync(messages: Uint8Array, answers: number, binds: boolean): Promise<boolean>
  /**
   * Has the server fail behind messages that run nothing, in whatever transaction it is, as something in the place of a
   * statement said. A statement that was to commit leaves no transaction behind.
   * @returns false where the server had an error of its own for what is in `messages`.
   */
  fail(messages: Uint8Array, answers: number, hints: SqlHints): Promise<boolean>
  /** The text of a prepared statement, as the server has it. */
  textOf(name: string): Promise<string | undefined>
  cancel(): Promise<void>
  /** Reads nothing more from the server until `resume`. */
  pause(): void
  resume(): void
  /** Breaks it off: what is not committed is rolled back. */
  close(): Promise<void>
}

/** One of several statements of a text. */
export interface SqlPart {
  text: string
  /** How many characters are before it. */
  at: number
}

/** What a database offers to clients in other processes. */
export interface SqlService {
  /** The statements of a text, by PostgreSQL's own parser. Undefined where it cannot tell: the server will say why. */
  split(text: string): SqlPart[] | undefined
  /** A value as plain JSON. `{ type, binary: '\\x00ff' }` for bytes of a type whose form is not known. */
  read(value: Uint8Array | null, type: number, format: number): Json
  /** @throws {Error} the server does not let it in: of the server's own, where it has a SQLSTATE as `code`. */
  open(login: SqlLogin, listener: SqlListener): Promise<SqlPipe>
}
