import type { Executing } from '../../../boundary/current.ts'
import type { SqlHints } from '../../../boundary/sql-hints.ts'
import type { TentativeEffect } from '../../../boundary/tentative-effect.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { AlertEvent } from '../../../trace/events/alert.ts'
import { Attribution } from './attribution.ts'
import {
  askForChanges,
  askForLast,
  askForLastAtOnce,
  askForReach,
  askWhileHeld,
  type Changes,
  mayComeLater,
  type Question,
  readChanges,
  readReach,
} from './changes.ts'
import { findClockLeak } from './clock-leak.ts'
import type { Carried, Connection, SqlMessage, Statement, TransactionStatus } from './connection.ts'
import { LostConnection } from './lost-connection.ts'
import type { StatementEnd } from './table.ts'

/** What would happen at the commit happens now, where it can be looked at. */
export const SETTLE: Statement = { text: 'SET CONSTRAINTS ALL IMMEDIATE', own: true }
const [BEGIN, COMMIT] = [{ text: 'BEGIN' }, { text: 'COMMIT' }]
const UNLIMITED = { text: 'SET LOCAL statement_timeout = 0' }

/** What the text of a statement says of how its changes are to be read. */
export type RunHints = Pick<SqlHints, 'control' | 'chains' | 'still'> & Partial<Pick<SqlHints, 'access'>>

export interface LineParts extends Question {
  /** 'shop'. */
  database: string
  clock: Clock
  connect(): Promise<Connection>
}

interface Exchanged {
  answers: StatementEnd[]
  changes: Changes | undefined
}

/** The same of what is held. */
interface Held extends Exchanged {
  /** Something may be put off until the end of the transaction: nothing was told. */
  putsOff: boolean
}

type Ask = (parts: Question, place: number) => Statement

/** What became of statements, and what they changed: undefined where one of them failed. */
export interface Looked {
  answers: StatementEnd[]
  effects: TentativeEffect[] | undefined
}

/** Behind every place of a journal: only how far it goes is asked. */
const NOWHERE = Number.MAX_SAFE_INTEGER

/** A connection that knows what its statements changed: it tells effects when they are there for good. */
export class Line {
  /** Who is told of effects: the call that is being executed. */
  told: Executing = { call: '', effect: () => {} }
  readonly #parts: LineParts
  #connection: Connection | undefined
  #attribution: Attribution
  /** The trial's time as the database has it. A rollback takes it back. */
  #time: string | null = null
  /** What the database was told last of the time; undefined where that may have been taken back. */
  #said: string | null | undefined = null
  /** The trial's time as a text. */
  #written = { at: Number.NaN, text: '' }
  /** Statements ran that are no transaction of the client's, and are not there for good yet. */
  #unit = false
  /** A client sent something that is not ended by a Sync: one of the harness's own would end it. */
  #begun = false
  /** There is something in the database that puts off what it does until the end of a transaction. */
  #putsOff = false

  /** @param connection Made already, for a client that has one to itself. */
  constructor(parts: LineParts, connection?: Connection) {
    this.#parts = parts
    this.#connection = connection
    this.#attribution = new Attribution(parts.database)
  }

  get connection(): Connection | undefined {
    return this.#connection
  }

  get status(): TransactionStatus {
    return this.#connection?.status() ?? 'idle'
  }

  /** Statements wait for what belongs to them, outside of a transaction of their client's. */
  get unit(): boolean {
    return this.#unit
  }

  get begun(): boolean {
    return this.#begun || this.#unit
  }

  /** A statement of this call begins. @throws {LostConnection} somebody ended the connection since the one before. */
  async begin(told: Executing): Promise<TransactionStatus> {
    this.told = told
    const there = this.#connection
    if (there?.lost()) {
      this.take()
      throw new LostConnection(this.#parts.database)
    }
    if (!there) {
      this.#attribution = new Attribution(this.#parts.database)
      this.#time = this.#said = null
      this.#connection = await this.#parts.connect()
    }
    this.#attribution.begin(told.call, this.status === 'idle' && !this.#unit)
    return this.status
  }

  /** Runs messages as they are. Returns the answer to the last of them. */
  async run(messages: SqlMessage[], hints: RunHints = {}): Promise<StatementEnd | undefined> {
    const { control, chains, still } = hints
    // They change no rows: nobody needs to ask.
    if (still && !this.#unit) return (await this.#send(messages)).at(-1)
    const whole = control || this.status === 'idle'
    const place = whole ? this.#attribution.start : this.#unread()
    // Where there is little to be read, it pays to ask first whether there is anything.
    const isLikely = place !== NOWHERE && (control || hints.access !== 'read')
    const { answers, changes } = await (isLikely ? this.#exchange(messages, place) : this.#glance(messages, place))
    if (control) this.#said = undefined
    else this.#mindTime(changes)
    if (this.status === 'idle' || chains) this.#conclude(changes)
    else if (changes && whole) this.undone(this.#attribution.replace(changes))
    else if (changes) this.#attribution.add(changes)
    if (chains) this.#attribution.begin(this.told.call, true)
    return answers.at(-1)
  }

  /** Runs a statement within the transaction that is open. Returns what it changed, undefined where it failed. */
  async within(message: SqlMessage): Promise<Looked> {
    return this.#looked(await this.#exchange([message], this.#attribution.position))
  }

  /** The same ahead of the end of the transaction: where a guard is to say, nothing that it did not see comes behind. */
  async atItsEnd(message: SqlMessage): Promise<Looked> {
    const ask = this.told.enforced ? askForLast : askForChanges
    return this.#looked(await this.#exchange([message], this.#attribution.position, ask))
  }

  /** The same outside of a transaction: it waits for `keep` or `refuse`. `on`: or for more that belongs to it. */
  async hold(statements: readonly (Statement | Carried)[], on = false): Promise<Looked> {
    const ask = this.told.enforced && !on ? askForLast : askWhileHeld
    return this.#looked(await this.#held(statements, ask, on))
  }

  /** The same with all that the end of its transaction does by itself. */
  async holdToItsEnd(statements: readonly (Statement | Carried)[]): Promise<Looked> {
    if (!this.told.enforced || this.#putsOff) return this.hold([...statements, SETTLE])
    const held = await this.#held(statements, askForLastAtOnce)
    if (!held.putsOff) return this.#looked(held)
    this.#putsOff = true
    const { answers, changes } = await this.#heldBack([SETTLE], askForLast)
    return this.#looked({ answers: [...held.answers, ...answers], changes })
  }

  /** Sends statements behind the trial's time, if the database does not have it yet. */
  async #held(statements: readonly (Statement | Carried)[], ask: Ask, on = false): Promise<Held> {
    const there = this.#there()
    const time = this.begun ? [] : this.#tellTime()
    const told = time.length > 0 ? there.send(time) : []
    const held = await this.#heldBack(statements, ask, on)
    await this.#mindLoss(there, await told)
    return held
  }

  async #heldBack(statements: readonly (Statement | Carried)[], ask: Ask, on = false): Promise<Held> {
    const there = this.#there()
    const answers = await there.hold([...statements, ask(this.#parts, this.#unread())])
    await this.#mindLoss(there, answers)
    // The server has undone it, and waits to hear that this is known.
    if (answers.some(isError)) await this.#mindLoss(there, [await this.#over(there.keep())])
    else if (on) this.#unit = true
    const asked = answers.length > statements.length ? answers.pop() : undefined
    if (isError(asked)) answers.push(asked)
    const putsOff = mayComeLater(asked)
    return { answers, changes: putsOff ? undefined : readChanges(asked), putsOff }
  }

  /** What is held is there for good from here on. */
  async keep(): Promise<StatementEnd> {
    const there = this.#there()
    this.#unit = false
    const [answer, behind] = await Promise.all([there.keep(), this.#askBehind()])
    this.#begun = false
    await this.#mindLoss(there, [answer])
    if (isError(answer)) this.undone(this.#attribution.close())
    else this.#conclude(undefined, behind)
    return answer
  }

  /** What the end of the transaction itself changes, where that is not refused: a cursor that outlives it runs then. */
  async #askBehind(): Promise<Changes | undefined> {
    if (this.told.enforced) return undefined
    return (await this.#glance([], this.#attribution.position)).changes
  }

  /** What the last statement did is undone, as by an error in it, and with it all that waits. */
  async refuse(): Promise<void> {
    const there = this.#there()
    const unit = this.#unit
    await this.#mindLoss(there, [await this.#over(there.refuse())])
    if (!unit) this.undone(this.#attribution.takeBack())
  }

  /** The end of what waited and failed: what of it had been committed by itself is there all the same. */
  async #over(said: Promise<StatementEnd>): Promise<StatementEnd> {
    const unit = this.#unit
    this.#unit = this.#begun = false
    const answer = await said
    if (unit) this.#conclude((await this.#exchange([], this.#attribution.start)).changes)
    return answer
  }

  /** What waits is there for good, where nobody looks at it. */
  async end(): Promise<StatementEnd> {
    const there = this.#there()
    this.#unit = this.#begun = false
    const [answer, { changes }] = await Promise.all([there.keep(), this.#exchange([], this.#attribution.start)])
    await this.#mindLoss(there, [answer])
    this.#conclude(changes)
    return answer
  }

  /**
   * Runs a statement that may want rows from its client: `rows` sends them if it does, and returns what came of it. What
   * ends it comes behind.
   */
  async stage(
    before: readonly Statement[],
    carried: Carried,
    rows: (there: Connection) => Promise<StatementEnd> | undefined,
  ): Promise<StatementEnd> {
    const there = this.#there()
    const time = this.begun ? [] : this.#tellTime()
    const told = time.length > 0 ? there.send(time) : []
    this.#begun = true
    const answers = await there.hold([...before, carried])
    await this.#mindLoss(there, [...(await told), ...answers])
    const more = answers.some(isError) ? undefined : await rows(there)
    if (more) answers.push(more)
    await this.#mindLoss(there, answers)
    const failed = answers.find(isError)
    if (failed) await this.#mindLoss(there, [await this.#over(there.keep())])
    return failed ?? (answers.at(-1) as StatementEnd)
  }

  /** Asks something of the harness's own, wherever the session stands. */
  async ask(statement: Statement): Promise<StatementEnd[]> {
    const there = this.#there()
    return this.begun ? there.hold([statement]) : there.send([statement])
  }

  /** Messages that run nothing, with an end that leaves nothing: who could be asked what their values did, and of which call? */
  async forget(carried: Carried): Promise<void> {
    if (carried.answers !== 0 && !(await this.prepare(carried, false))) return
    const there = this.#there()
    await this.#mindLoss(there, [await this.#over(there.refuse())])
  }

  /** Messages that run nothing, with their end or without it. */
  async prepare(carried: Carried, ends: boolean): Promise<boolean> {
    const there = this.#there()
    const time = this.begun || ends ? [] : this.#tellTime()
    const told = time.length > 0 ? there.send(time) : []
    this.#begun = !ends
    const answers = await (ends ? there.send([carried]) : there.hold([carried]))
    await this.#mindLoss(there, [...(await told), ...answers])
    const failed = answers.some(isError)
    if (failed && !ends) await this.#mindLoss(there, [await this.#over(there.keep())])
    return !failed
  }

  /** Rolled back after all. */
  undone(effects: readonly TentativeEffect[]): void {
    if (effects.length > 0) this.told.undone?.(effects)
  }

  /** Lets go of the connection, whatever it has open. */
  take(): Connection | undefined {
    const there = this.#connection
    this.#connection = undefined
    this.#unit = this.#begun = false
    this.undone(this.#attribution.close())
    return there
  }

  /**
   * Where to read from within a transaction. Where nobody looks at what can still be undone, nothing is read before the
   * commit: to PostgreSQL a serializable transaction that reads the journal depends on all others that write to it.
   */
  #unread(): number {
    return this.told.inspect ? this.#attribution.position : NOWHERE
  }

  #looked({ answers, changes }: Exchanged): Looked {
    this.#mindTime(changes)
    return { answers, effects: answers.some(isError) || !changes ? undefined : this.#attribution.add(changes) }
  }

  /** Sends messages, and asks behind them whether anything changed since a place in the journal, and only then what. */
  async #glance(messages: SqlMessage[], place: number): Promise<Exchanged> {
    const answers = await this.#send([...messages, askForReach(this.#parts, place)])
    const told = answers.pop()
    const changes = readReach(told)
    if (changes) return { answers, changes }
    if (this.status !== 'failed') return { answers, changes: (await this.#exchange([], place)).changes }
    // The agent's own limits hold for the harness's question as well.
    if (isError(told) && !answers.some(isError)) answers[answers.length - 1] = told
    return { answers, changes }
  }

  /** Sends messages, and asks behind them what changed since a place in the journal. */
  async #exchange(
    messages: SqlMessage[],
    place: number,
    question: (parts: Question, place: number) => SqlMessage = askForChanges,
  ): Promise<Exchanged> {
    const ask = question(this.#parts, place)
    const answers = await this.#send([...messages, ask])
    let told = answers.pop()
    if (isError(told) && !answers.some(isError)) {
      // The agent's own limits (a statement_timeout of 1 ms) hold for the harness's question as well.
      if (this.status === 'idle') told = (await this.#send([BEGIN, UNLIMITED, ask, COMMIT]))[2]
      else answers[answers.length - 1] = told
    }
    return { answers, changes: readChanges(told) }
  }

  /** Sends messages behind the trial's time, if the database does not have it yet. */
  async #send(messages: SqlMessage[]): Promise<StatementEnd[]> {
    const there = this.#there()
    const time = there.status() === 'failed' || this.begun ? [] : this.#tellTime()
    this.#unit = this.#begun = false
    const answers = (await there.send([...time, ...messages])).slice(time.length)
    // Nobody knows what it is behind a statement of the agent.
    this.#time = null
    await this.#mindLoss(there, answers)
    return answers
  }

  #there(): Connection {
    if (!this.#connection) throw new Error('a statement runs on no connection')
    return this.#connection
  }

  /** @throws {LostConnection} nobody hears this connection any more. */
  async #mindLoss(there: Connection, answers: readonly StatementEnd[]): Promise<void> {
    if (!there.lost() && !answers.some(isFatal)) return
    await this.take()?.destroy()
    throw new LostConnection(this.#parts.database)
  }

  /** No query: the first query of a transaction decides what the whole of it sees. */
  #tellTime(): SqlMessage[] {
    const now = this.#parts.clock.now()
    if (now !== this.#written.at) this.#written = { at: now, text: new Date(now).toISOString() }
    const { text } = this.#written
    this.#said = text
    return text === this.#time ? [] : [{ text: `SET mettle.now = '${text}'`, own: true }]
  }

  /** The time belongs to the harness. Whoever moves it is told on, and it is set again before the next statement. */
  #mindTime(changes: Changes | undefined): void {
    if (!changes) return
    this.#time = changes.now
    if (this.#said === undefined || changes.now === this.#said || this.status === 'failed') return
    this.told.note?.(timeMoved(this.told.call))
  }

  /** The transaction is over: what is left of it is there for good. */
  #conclude(changes: Changes | undefined, behind?: Changes): void {
    const gone = changes ? this.#attribution.replace(changes) : []
    if (behind) this.#attribution.add(behind)
    for (const { call, ...effect } of this.#attribution.close()) {
      this.told.effect(effect, [call])
      const leak = findClockLeak(effect, this.#parts.clock.now())
      if (leak) this.told.note?.({ type: 'clock-leak', call, ...leak })
    }
    this.undone(gone)
  }
}

/** An agent that sets the clock of its own trial is worth a look, though it gains nothing. */
export function timeMoved(call: string): AlertEvent {
  return {
    type: 'alert',
    guard: 'trial-clock',
    call,
    message: 'a statement set mettle.now, which is the time of the trial',
  }
}

function isError(answer: StatementEnd | undefined): answer is { error: unknown } {
  return answer !== undefined && 'error' in answer
}

/** After such an error there is no connection. */
function isFatal(answer: StatementEnd): boolean {
  return isError(answer) && (answer.error as { severity?: string }).severity === 'FATAL'
}
