import type { Executing } from '../../../boundary/current.ts'
import type { SqlHints } from '../../../boundary/sql-world.ts'
import type { TentativeEffect } from '../../../boundary/tentative-effect.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { AlertEvent } from '../../../trace/events/alert.ts'
import { askForChanges, type Changes, readChanges } from './changes.ts'
import { findClockLeak } from './clock-leak.ts'
import type { Answer, Connection, Message, TransactionStatus } from './connection.ts'
import { Ledger } from './ledger.ts'
import { LostConnection } from './lost-connection.ts'

const [BEGIN, COMMIT] = [{ text: 'BEGIN' }, { text: 'COMMIT' }]
const ISOLATION = { text: 'SHOW transaction_isolation' }
/** No change lies behind it. */
const NOWHERE = Number.MAX_SAFE_INTEGER
const UNLIMITED = { text: 'SET LOCAL statement_timeout = 0' }

/** What the text of a statement says of how its changes are to be read. */
export type RunHints = Pick<SqlHints, 'control' | 'chains' | 'still' | 'forgets'>

export interface LineParts {
  /** 'shop'. */
  database: string
  secret: string
  clock: Clock
  connect(): Promise<Connection>
}

/** A connection that knows what its statements changed: it tells effects when they are there for good. */
export class Line {
  /** Who is told of effects: the call that is being executed. */
  told: Executing = { call: '', effect: () => {} }
  readonly #parts: LineParts
  #connection: Connection | undefined
  #ledger: Ledger
  /** The trial's time as the database has it. A rollback takes it back. */
  #time: string | null = null
  /** Is the open transaction a serializable one? */
  #serializable = false

  constructor(parts: LineParts) {
    this.#parts = parts
    this.#ledger = new Ledger(parts.database)
  }

  get connection(): Connection | undefined {
    return this.#connection
  }

  get status(): TransactionStatus {
    return this.#connection?.status() ?? 'idle'
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
      this.#ledger = new Ledger(this.#parts.database)
      this.#time = null
      this.#serializable = false
      this.#connection = await this.#parts.connect()
    }
    this.#ledger.begin(told.call, this.status === 'idle')
    return this.status
  }

  /** Runs messages as they are. Returns the answer to the last of them. */
  async run(messages: Message[], { control, chains, still, forgets }: RunHints = {}): Promise<Answer | undefined> {
    if (still) return this.#quietly(messages, forgets)
    const whole = control || this.status === 'idle'
    const { answers, changes } = await this.#exchange(messages, this.#placeFor(whole))
    if (!control) this.#mindTime(changes)
    if (this.status === 'idle' || chains) await this.#end(changes)
    else if (changes && this.#serializable) this.#ledger.position = changes.seq
    else if (changes && whole) this.undone(this.#ledger.replace(changes))
    else if (changes) this.#ledger.add(changes)
    if (chains) this.#ledger.begin(this.told.call, true)
    return answers.at(-1)
  }

  /** They change no rows: nobody needs to ask. */
  async #quietly(messages: Message[], forgets = false): Promise<Answer | undefined> {
    const answers = await this.#send([...messages, ISOLATION])
    const isolation = answers.pop()
    this.#serializable = this.status === 'open' && isIn(isolation, 'serializable')
    if (forgets) this.#connection?.forget()
    return answers.at(-1)
  }

  /**
   * From where changes are read. A serializable transaction that reads the journal would fail beside any other one that
   * writes there: it is only asked how far the journal has come, and read once it is over.
   */
  #placeFor(whole: boolean): number {
    if (this.#serializable) return NOWHERE
    return whole ? this.#ledger.start : this.#ledger.position
  }

  /** The transaction is over. */
  async #end(changes: Changes | undefined): Promise<void> {
    if (!this.#serializable) return this.#conclude(changes)
    this.#serializable = false
    const [told] = await this.#send([askForChanges(this.#parts.secret, this.#ledger.start)])
    this.#conclude(readChanges(told))
  }

  /** Commits what `hold` has read: nothing more can come of it. */
  async commit(): Promise<Answer | undefined> {
    const time = this.#time
    const [answer] = await this.#send([COMMIT])
    if (isError(answer)) this.undone(this.#ledger.close())
    else this.#conclude(undefined)
    this.#time = time
    return answer
  }

  /** Runs messages within a transaction that stays open. Returns what they changed, undefined where one of them failed. */
  async hold(messages: Message[]): Promise<{ answers: Answer[]; effects: TentativeEffect[] | undefined }> {
    const { answers, changes } = await this.#exchange(messages, this.#ledger.position)
    this.#mindTime(changes)
    return { answers, effects: answers.some(isError) || !changes ? undefined : this.#ledger.add(changes) }
  }

  /** Rolled back after all. */
  undone(effects: readonly TentativeEffect[]): void {
    if (effects.length > 0) this.told.undone?.(effects)
  }

  /** Lets go of the connection, whatever it has open. */
  take(): Connection | undefined {
    const there = this.#connection
    this.#connection = undefined
    this.undone(this.#ledger.close())
    return there
  }

  /** Sends messages, and asks behind them what changed since a place in the journal. */
  async #exchange(messages: Message[], place: number): Promise<{ answers: Answer[]; changes: Changes | undefined }> {
    const ask = askForChanges(this.#parts.secret, place)
    const answers = await this.#send([...messages, ask])
    let told = answers.pop()
    if (isError(told) && !answers.some(isError)) {
      // The agent's own doings (a statement_timeout of 1 ms, DEALLOCATE in a block) meet the harness's question as well.
      if (this.status === 'idle') {
        this.#connection?.forget()
        told = (await this.#send([BEGIN, UNLIMITED, ask, COMMIT]))[2]
      } else answers[answers.length - 1] = told
    }
    return { answers, changes: readChanges(told) }
  }

  /** Sends messages behind the trial's time, if the database does not have it yet. */
  async #send(messages: Message[]): Promise<Answer[]> {
    const there = this.#connection
    if (!there) throw new Error('a statement runs on no connection')
    const time = there.status() === 'failed' ? [] : this.#tellTime()
    const answers = (await there.send([...time, ...messages])).slice(time.length)
    // Nobody knows what it is behind a statement of the agent.
    this.#time = null
    if (!there.lost() && !answers.some(isFatal)) return answers
    await this.take()?.destroy()
    throw new LostConnection(this.#parts.database)
  }

  /** No query: the first query of a transaction decides what the whole of it sees. */
  #tellTime(): Message[] {
    const now = this.#now()
    return now === this.#time ? [] : [{ text: `SET mettle.now = '${now}'` }]
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }

  /** The time belongs to the harness. Whoever moves it is told on, and it is set again before the next statement. */
  #mindTime(changes: Changes | undefined): void {
    if (!changes) return
    this.#time = changes.now
    if (changes.now === this.#now() || this.status === 'failed') return
    this.told.note?.(timeMoved(this.told.call))
  }

  /** The transaction is over: what is left of it is there for good. */
  #conclude(changes: Changes | undefined): void {
    const gone = changes ? this.#ledger.replace(changes) : []
    for (const { call, ...effect } of this.#ledger.close()) {
      this.told.effect(effect, call)
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

function isError(answer: Answer | undefined): answer is { error: unknown } {
  return answer !== undefined && 'error' in answer
}

/** After such an error there is no connection. */
function isFatal(answer: Answer): boolean {
  return isError(answer) && (answer.error as { severity?: string }).severity === 'FATAL'
}

function isIn(answer: Answer | undefined, isolation: string): boolean {
  return answer !== undefined && 'result' in answer && answer.result.rows[0]?.transaction_isolation === isolation
}
