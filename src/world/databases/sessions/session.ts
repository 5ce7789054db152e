import { type DatabaseError, escapeLiteral } from 'pg'
import { executing } from '../../../boundary/current.ts'
import type { Reply, SqlFailure, SqlResult, ToolOutput } from '../../../boundary/reply.ts'
import type { SqlHints, SqlSession, SqlStatement } from '../../../boundary/sql-world.ts'
import type { TentativeEffect } from '../../../boundary/tentative-effect.ts'
import { messageOf } from '../../../kernel/errors.ts'
import { FORGET } from '../lanes/forget.ts'
import type { Connection, SqlMessage, Statement } from './connection.ts'
import { typeName } from './json-values.ts'
import { Line, type LineParts, type Looked, type RunHints, timeMoved } from './line.ts'
import { LostConnection } from './lost-connection.ts'
import type { StatementEnd, Table } from './table.ts'

export interface SessionParts extends LineParts {
  hints(text: string): SqlHints
}

const ROLLBACK = { text: 'ROLLBACK' }
/** Ahead of what might end its transaction by itself: behind another statement it cannot. */
const FIRST = { text: 'SELECT' }
/** What would happen at the commit happens now, where it can be looked at. */
const SETTLE = { text: 'SET CONSTRAINTS ALL IMMEDIATE' }

/**
 * What a server says that keeps no transactions for later, as most do. One that does would hand what was done on to another session,
 * where nobody knows whose it is.
 */
const NONE_PREPARED = { code: '55000', message: 'prepared transactions are disabled' }

/** What the driver says of a COPY that it has no rows for. */
const NO_SOURCE = { code: '57014', message: 'COPY from stdin failed: No source stream defined' }

/** As many as the role may have at once are the agent's own. That a whole server is full is told by the same code, from elsewhere. */
const TOO_MANY_CONNECTIONS = '53300'
const OF_THE_ROLE = 'InitializeSessionUserId'

/** What a statement came to; 'undone' where a guard had it taken back. */
type Outcome = StatementEnd | 'undone'

/** One connection of the agent to one database of its lane. */
export class Session implements SqlSession {
  readonly #parts: SessionParts
  readonly #line: Line
  #busy = false
  /** What the server itself said: it needs no help to be as failed as that. */
  readonly #own = new WeakSet<SqlFailure>()

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#line = new Line(parts)
  }

  async execute(statement: SqlStatement): Promise<Reply<ToolOutput>> {
    const hints = this.#parts.hints(statement.text)
    this.#busy = true
    try {
      return this.#reply(await this.#run(statement, hints), hints)
    } catch (thrown) {
      if (thrown instanceof LostConnection) return { kind: 'broken', how: 'reset' }
      const failure = sqlFailure(thrown)
      if (failure && isOwnLimit(thrown)) return { kind: 'error', output: { content: failure } }
      throw thrown
    } finally {
      this.#busy = false
    }
  }

  async fail(failure: SqlFailure, { text }: SqlStatement): Promise<void> {
    if (this.#own.has(failure) || this.#line.connection?.status() !== 'open') return
    // A commit that fails leaves no transaction behind.
    const over = this.#isCommit(this.#parts.hints(text)) ? [ROLLBACK] : []
    await this.#line.run([raise(failure), ...over], { control: true })
  }

  async sever(): Promise<void> {
    await this.#line.take()?.destroy()
  }

  async cancel(): Promise<void> {
    if (this.#busy) await this.#line.connection?.cancel()
  }

  /** The connection, with nothing of the trial left in it; undefined where there is none that can be used again. */
  async release(): Promise<Connection | undefined> {
    const there = this.#line.take()
    if (!there || there.lost()) return undefined
    const over = there.status() === 'idle' ? [] : [ROLLBACK]
    const answers = this.#busy ? [] : await there.send([...over, { script: FORGET }])
    const last = answers.at(-1)
    if (last && 'result' in last) return there
    await there.destroy()
    return undefined
  }

  async #run(statement: SqlStatement, hints: SqlHints): Promise<Outcome> {
    const told = executing.getStore()
    if (!told) throw new Error('a statement runs outside of any call')
    // Sent as it is, it would make a client's next message a part of what it copies.
    const message = hints.feeds ? raise(NO_SOURCE) : { text: statement.text, values: statement.values }
    told.leaving?.()
    const status = await this.#line.begin(told)
    if (hints.target === `${this.#parts.database} TRANSACTION`) return this.#noneIsPrepared()
    if (hints.target === `${this.#parts.database} SET mettle.now`) told.note?.(timeMoved(told.call))
    if (!told.inspect || status === 'failed') return this.#plainly([message], hints)
    if (status === 'open' && this.#isCommit(hints)) return this.#heldCommit(message, hints)
    if (hints.control || hints.still) return this.#plainly([message], hints)
    return status === 'idle' ? this.#heldAlone(message, hints) : this.#heldWithin(message)
  }

  /** It leaves no transaction behind, as where the server itself says so. */
  async #noneIsPrepared(): Promise<StatementEnd> {
    await this.#plainly([raise(NONE_PREPARED), ROLLBACK])
    const { code, message } = NONE_PREPARED
    return { error: Object.assign(new Error(message), { code, severity: 'ERROR' }) }
  }

  #isCommit({ target }: SqlHints): boolean {
    return target === `${this.#parts.database} COMMIT`
  }

  async #plainly(messages: SqlMessage[], hints: RunHints = { control: true }): Promise<StatementEnd> {
    const answer = await this.#line.run(messages, hints)
    if (!answer) throw new Error('the server gave no answer')
    return answer
  }

  /** What it did, and what the end of its transaction does, is looked at before that is over. */
  async #heldAlone(statement: Statement, { rows }: SqlHints): Promise<Outcome> {
    const before = rows ? [] : [FIRST]
    const looked = await this.#line.hold([...before, statement, SETTLE])
    if (!(await this.#isGood(looked))) return this.#refused(looked)
    const kept = await this.#line.keep()
    return 'error' in kept ? kept : (looked.answers[before.length] ?? 'undone')
  }

  /** The transaction stays open. */
  async #heldWithin(statement: Statement): Promise<Outcome> {
    const looked = await this.#line.within(statement)
    if (!(await this.#isGood(looked))) return this.#refused(looked)
    return looked.answers[0] ?? 'undone'
  }

  /** What the end of a transaction would still do is looked at as well. */
  async #heldCommit(message: Statement, hints: SqlHints): Promise<Outcome> {
    const looked = await this.#line.atItsEnd(SETTLE)
    if (await this.#isGood(looked)) return this.#plainly([message], hints)
    await this.#plainly([ROLLBACK])
    return firstFailure(looked.answers) ?? 'undone'
  }

  async #refused({ answers }: Looked): Promise<Outcome> {
    const failure = firstFailure(answers)
    if (!failure) await this.#line.refuse()
    return failure ?? 'undone'
  }

  async #isGood({ effects }: Looked): Promise<boolean> {
    return effects !== undefined && (await this.#look(effects)) === 'keep'
  }

  async #look(effects: readonly TentativeEffect[]): Promise<'keep' | 'undo'> {
    const { inspect } = this.#line.told
    return effects.length > 0 && inspect ? inspect(effects) : 'keep'
  }

  #reply(outcome: Outcome, { unordered }: SqlHints): Reply<ToolOutput> {
    // The seam tells the client what the guard said.
    if (outcome === 'undone') return { kind: 'error', output: { content: null } }
    if ('error' in outcome) {
      const failure = sqlFailure(outcome.error)
      if (!failure) throw outcome.error
      this.#own.add(failure)
      return { kind: 'error', output: { content: failure } }
    }
    const result = sqlResult(outcome.result)
    const open = unordered && result.rows.length > 1
    return { kind: 'ok', output: { content: result }, ...(open && { unordered: true }) }
  }
}

function isOwnLimit(thrown: unknown): boolean {
  const { code, routine } = (thrown ?? {}) as { code?: unknown; routine?: unknown }
  return code === TOO_MANY_CONNECTIONS && routine === OF_THE_ROLE
}

function firstFailure(answers: readonly StatementEnd[]): StatementEnd | undefined {
  return answers.find((answer) => 'error' in answer)
}

/** A statement that fails in the way that was asked for. */
function raise({ code, message }: SqlFailure): Statement {
  const state = /^[0-9A-Z]{5}$/.test(code) ? code : 'XX000'
  const text = escapeLiteral(message)
  return { text: `DO $mettle$ BEGIN RAISE EXCEPTION USING ERRCODE = '${state}', MESSAGE = ${text}; END $mettle$` }
}

/** What a statement gave back, as plain JSON. */
function sqlResult({ command, rowCount, rows, fields }: Table): SqlResult {
  return {
    command,
    rowCount,
    rows,
    fields: fields.map(({ name, dataTypeID }) => ({ name, type: typeName(dataTypeID) })),
  }
}

const MEMBERS = ['detail', 'hint', 'constraint', 'table', 'column', 'schema'] as const

/**
 * PostgreSQL's error, without what names its own source: files and lines differ from version to version. Undefined where
 * it was not PostgreSQL that failed.
 */
function sqlFailure(error: unknown): SqlFailure | undefined {
  const { code, severity } = (error ?? {}) as Partial<DatabaseError>
  if (typeof code !== 'string' || severity === undefined) return undefined
  const more = MEMBERS.flatMap((name) => {
    const value = (error as DatabaseError)[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { code, message: messageOf(error), ...Object.fromEntries(more) }
}
