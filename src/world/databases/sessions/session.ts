import type { Reply, SqlFailure, ToolOutput } from '../../../boundary/reply.ts'
import type { SqlHints } from '../../../boundary/sql-hints.ts'
import type { SqlSession, SqlStatement } from '../../../boundary/sql-world.ts'
import { FORGET } from '../lanes/forget.ts'
import type { Connection } from './connection.ts'
import { Line, type LineParts } from './line.ts'
import { LostConnection } from './lost-connection.ts'
import { ROLLBACK, raise } from './raise.ts'
import { isOwnLimit, type Outcome, replyOf, sqlFailure } from './reply-of.ts'
import { isCommit, Runner } from './runner.ts'

export interface SessionParts extends LineParts {
  hints(text: string): SqlHints
}

/** What the driver says of a COPY that it has no rows for. */
const NO_SOURCE = { code: '57014', message: 'COPY from stdin failed: No source stream defined' }

/** One connection of the agent to one database of its lane. */
export class Session implements SqlSession {
  readonly #parts: SessionParts
  readonly #line: Line
  readonly #runner: Runner
  #busy = false
  /** What the server itself said: it needs no help to be as failed as that. */
  readonly #own = new WeakSet<SqlFailure>()

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#line = new Line(parts)
    this.#runner = new Runner(parts.database, this.#line)
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
    const over = isCommit(this.#parts.database, this.#parts.hints(text)) ? [ROLLBACK] : []
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
    // Sent as it is, it would make a client's next message a part of what it copies.
    const message = hints.feeds ? raise(NO_SOURCE) : { text: statement.text, values: statement.values }
    return this.#runner.run(message, hints)
  }

  #reply(outcome: Outcome, hints: SqlHints): Reply<ToolOutput> {
    const reply = replyOf(outcome, hints)
    if (outcome !== 'undone' && 'error' in outcome && reply.kind === 'error')
      this.#own.add(reply.output.content as SqlFailure)
    return reply
  }
}
