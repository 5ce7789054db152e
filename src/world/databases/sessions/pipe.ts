import { randomUUID } from 'node:crypto'
import type { Reply, ToolOutput } from '../../../boundary/reply.ts'
import type { SqlHints } from '../../../boundary/sql-hints.ts'
import type { SqlExecution, SqlListener, SqlLogin, SqlPipe } from '../../../boundary/sql-pipe.ts'
import type { LaneLogin } from '../lanes/lane.ts'
import { type Carried, type ClientConnection, type Connection, connectFor, messageOfError } from './connection.ts'
import { Line, type LineParts } from './line.ts'
import { LostConnection } from './lost-connection.ts'
import { ROLLBACK } from './raise.ts'
import { type Outcome, replyOf } from './reply-of.ts'
import { isCommit, keepsTransaction, NONE_PREPARED, type Place, Runner } from './runner.ts'
import type { Expected, StatementEnd } from './table.ts'
import { Packet } from './wire.ts'

/** More bytes of rows than this are not looked at: a trace keeps far less. */
const MOST_BYTES = 4_000_000

export type PipeParts = Omit<LineParts, 'connect'>

/** @throws {Error} of the pg driver, where the server does not let it in. */
export async function openPipe(
  parts: PipeParts,
  login: LaneLogin,
  said: SqlLogin,
  listener: SqlListener,
): Promise<Pipe> {
  const ear = new Ear(listener)
  return new Pipe(parts, await connectFor(login, asOptions(said), ear), ear)
}

/** What a client says when it logs in, as the pg driver takes it. */
function asOptions({ options = '', application_name, ...settings }: SqlLogin) {
  const more = Object.entries(settings).map(([name, value]) => `-c ${escaped(name)}=${escaped(value)}`)
  const all = [options, ...more].filter(Boolean).join(' ')
  return { ...(application_name && { application_name }), ...(all && { options: all }) }
}

const escaped = (text: string) => text.replace(/[\\\s]/g, '\\$&')

/** Hears for the client, and keeps from it what the harness has brought about. */
class Ear implements SqlListener {
  /** The portal that nobody has, while the server is made to fail by it. */
  nobodys: string | undefined
  /** What the client was told of what runs now. */
  told = { anything: false, error: false, wantsRows: false }
  readonly #listener: SqlListener

  constructor(listener: SqlListener) {
    this.#listener = listener
  }

  hear(code: string, message: Uint8Array): void {
    if (code === 'E' && this.nobodys && Buffer.from(message).includes(this.nobodys)) return
    this.told.anything = true
    if (code === 'E') this.told.error = true
    if (code === 'G') this.told.wantsRows = true
    this.#listener.hear(code, message)
  }

  lost(): void {
    this.#listener.lost()
  }

  begin(): void {
    this.told = { anything: false, error: false, wantsRows: false }
  }
}

/** A connection that carries what a client of its own says, and asks behind it what came of that. */
export class Pipe implements SqlPipe {
  readonly settings: ReadonlyMap<string, string>
  readonly process: number
  readonly #database: string
  readonly #connection: Connection
  readonly #ear: Ear
  readonly #line: Line
  readonly #runner: Runner
  /** A guard had it undone, and the server has failed for it. */
  #failed = false

  constructor(parts: PipeParts, { connection, settings, process }: ClientConnection, ear: Ear) {
    this.settings = settings
    this.process = process
    this.#database = parts.database
    this.#connection = connection
    this.#ear = ear
    this.#line = new Line({ ...parts, connect: async () => connection }, connection)
    this.#runner = new Runner(parts.database, this.#line)
  }

  status() {
    return this.#line.status
  }

  async execute(execution: SqlExecution): Promise<Reply<ToolOutput>> {
    const { hints } = execution
    this.#failed = false
    // The channel has the server fail for it.
    if (keepsTransaction(this.#database, hints)) return { kind: 'error', output: { content: { ...NONE_PREPARED } } }
    this.#ear.begin()
    try {
      const outcome = await this.#runner.run(carriedBy(execution), hints, this.#placeOf(execution))
      this.#failed = outcome === 'undone' && this.#ear.told.anything
      this.#tell(outcome)
      return replyOf(outcome, hints)
    } catch (thrown) {
      if (thrown instanceof LostConnection) return { kind: 'broken', how: 'reset' }
      throw thrown
    }
  }

  async prepare(messages: Uint8Array, answers: number): Promise<boolean> {
    return this.#line.prepare({ carried: messages, answers }, false)
  }

  async sync(messages: Uint8Array, answers: number, binds: boolean): Promise<boolean> {
    const idle = this.#line.status === 'idle'
    const carried = { carried: messages, answers }
    if (!this.#line.unit || !idle) {
      if (idle && (binds || this.#line.begun)) await this.#line.forget(carried)
      else if (answers > 0 || this.#line.begun) await this.#line.prepare(carried, true)
      return true
    }
    if (answers > 0 && !(await this.#line.prepare(carried, false))) return true
    this.#ear.begin()
    const outcome = await this.#runner.end()
    this.#tell(outcome)
    return outcome !== 'undone'
  }

  async fail(messages: Uint8Array, answers: number, hints: SqlHints): Promise<boolean> {
    if (this.#failed) return true
    const waits = this.#line.status !== 'idle' || this.#line.unit
    if (!waits && answers === 0 && !this.#line.begun) return true
    const nobodys = `mettle_${randomUUID()}`
    const carried = { carried: Buffer.concat([messages, new Packet().execute(nobodys).bytes()]) }
    this.#ear.begin()
    this.#ear.nobodys = nobodys
    try {
      if (waits) await this.#line.run([carried, ...this.#over(hints)], { control: true })
      else await this.#line.prepare(carried, true)
    } finally {
      this.#ear.nobodys = undefined
    }
    return !this.#ear.told.error
  }

  async textOf(name: string): Promise<string | undefined> {
    const values = [name]
    const [answer] = await this.#line.ask({
      text: 'SELECT statement AS value FROM pg_catalog.pg_prepared_statements WHERE name = $1',
      values,
    })
    const found = answer && 'result' in answer ? answer.result.rows[0]?.value : undefined
    return typeof found === 'string' ? found : undefined
  }

  cancel(): Promise<void> {
    return this.#connection.cancel()
  }

  pause(): void {
    this.#connection.pause()
  }

  resume(): void {
    this.#connection.resume()
  }

  async close(): Promise<void> {
    this.#line.take()
    await this.#connection.destroy()
  }

  /** A commit that fails leaves no transaction behind. */
  #over(hints: SqlHints) {
    const ends = isCommit(this.#database, hints) || keepsTransaction(this.#database, hints)
    return ends && this.#line.status !== 'idle' ? [ROLLBACK] : []
  }

  #placeOf({ last, first, feeds, feed }: SqlExecution): Place {
    const place = { ...(!last && { goesOn: true }), ...(first && { first }) }
    if (!feeds) return place
    return { ...place, rows: (there) => (this.#ear.told.wantsRows ? copyRows(there, feed) : undefined) }
  }

  /** An error of what the harness asked is the client's, too. */
  #tell(outcome: Outcome): void {
    if (outcome === 'undone' || !('error' in outcome) || this.#ear.told.error) return
    const message = messageOfError(outcome.error)
    if (message) this.#ear.hear('E', message)
  }
}

function carriedBy({ messages, feeds, columns = [], formats }: SqlExecution): Carried {
  const fields = columns.map(({ name, type }) => ({ name, dataTypeID: type }))
  const expected: Expected = { fields, formats, most: MOST_BYTES }
  return { carried: messages, feeds, expected }
}

/** Sends rows until the client has no more, or the server wants no more. */
async function copyRows(there: Connection, feed: SqlExecution['feed']): Promise<StatementEnd> {
  const over = new AbortController()
  const end = there.await({ carried: new Uint8Array() })
  end.then(() => over.abort())
  for (let code = ''; code !== 'c' && code !== 'f' && !over.signal.aborted; ) {
    const message = await feed(over.signal)
    if (!message && !over.signal.aborted) await there.destroy()
    if (!message) break
    code = String.fromCharCode(message[0] ?? 0)
    await there.feed(message)
  }
  // The server says nothing of it before it is asked to.
  await there.feed(new Packet().flush().bytes())
  return end
}
