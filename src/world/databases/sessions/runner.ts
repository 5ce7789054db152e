import { type Executing, executing } from '../../../boundary/current.ts'
import type { SqlHints } from '../../../boundary/sql-hints.ts'
import type { TentativeEffect } from '../../../boundary/tentative-effect.ts'
import type { AlertEvent } from '../../../trace/events/alert.ts'
import { type Carried, type Connection, messageOfError, type SqlMessage, type Statement } from './connection.ts'
import { type Line, type Looked, type RunHints, SETTLE, timeMoved } from './line.ts'
import { ROLLBACK, raise } from './raise.ts'
import type { Outcome } from './reply-of.ts'
import type { StatementEnd } from './table.ts'

/** Ahead of what might end its transaction by itself: behind another statement it cannot. */
const FIRST: Statement = { text: 'SELECT', own: true }

/**
 * What a server says that keeps no transactions for later, as most do. One that does would hand what was done on to another session,
 * where nobody knows whose it is.
 */
export const NONE_PREPARED = { code: '55000', message: 'prepared transactions are disabled' }

/** How a statement stands to those around it. */
export interface Place {
  /** Its client sends more that is to be one transaction with it. */
  goesOn?: boolean
  /** It is the first of several: none of them may end their transaction by itself. */
  first?: boolean
  /** It may want rows from its client: sends them if it does, and says what came of it. */
  rows?(there: Connection): Promise<StatementEnd> | undefined
}

/** Nothing but the Sync behind it. */
const NO_MORE: Carried = { carried: new Uint8Array() }

/** Runs statements on a line: each as a call, looked at by the guards before it stays. */
export class Runner {
  readonly #database: string
  readonly #line: Line

  constructor(database: string, line: Line) {
    this.#database = database
    this.#line = line
  }

  /** Runs one statement as the call that is being executed. @throws {LostConnection} */
  async run(message: Statement | Carried, hints: SqlHints, place: Place = {}): Promise<Outcome> {
    const told = executing.getStore()
    if (!told) throw new Error('a statement runs outside of any call')
    told.leaving?.()
    const outcome = await this.#decided(message, hints, place, told)
    if (told.inspect && isOfDependencies(outcome)) told.note?.(joined(told.call))
    return outcome
  }

  async #decided(message: Statement | Carried, hints: SqlHints, place: Place, told: Executing): Promise<Outcome> {
    const status = await this.#line.begin(told)
    if (keepsTransaction(this.#database, hints)) return this.#noneIsPrepared()
    if (hints.target === `${this.#database} SET mettle.now`) told.note?.(timeMoved(told.call))
    if (place.rows && 'carried' in message) return this.#staged(message, hints, place as Required<Place>)
    if (status !== 'idle') return this.#inTransaction(message, hints)
    if (place.goesOn && !hints.control) return this.#goesOn(message, hints, place)
    if (!told.inspect) return this.#plainly([message], hints)
    if (hints.control) return this.#turn(message, hints)
    return hints.still && !this.#line.unit ? this.#plainly([message], hints) : this.#heldAlone(message, hints)
  }

  /** What waits is there for good, if the guards have nothing against it. */
  async end(): Promise<Outcome> {
    if (!this.#line.told.inspect) return this.#line.end()
    const looked = await this.#line.holdToItsEnd([])
    if (!(await this.#isGood(looked))) return this.#refused(looked)
    return this.#line.keep()
  }

  /** It leaves no transaction behind, as where the server itself says so. */
  async #noneIsPrepared(): Promise<StatementEnd> {
    await this.#plainly([raise(NONE_PREPARED), ROLLBACK])
    const { code, message } = NONE_PREPARED
    return { error: Object.assign(new Error(message), { code, severity: 'ERROR' }) }
  }

  async #plainly(messages: SqlMessage[], hints: RunHints = { control: true }): Promise<StatementEnd> {
    const answer = await this.#line.run(messages, hints)
    if (!answer) throw new Error('the server gave no answer')
    return answer
  }

  async #inTransaction(message: Statement | Carried, hints: SqlHints): Promise<Outcome> {
    if (!this.#line.told.inspect || this.#line.status === 'failed') return this.#plainly([message], hints)
    if (isCommit(this.#database, hints)) return this.#heldCommit(message, hints)
    return hints.control || hints.still ? this.#plainly([message], hints) : this.#heldWithin(message)
  }

  /** It ends or takes over what waits, which is looked at before that. */
  async #turn(message: Statement | Carried, hints: SqlHints): Promise<Outcome> {
    if (!this.#line.unit || !isCommit(this.#database, hints)) return this.#plainly([message], hints)
    const ended = await this.end()
    return ended === 'undone' || 'error' in ended ? ended : this.#plainly([message], hints)
  }

  /** It waits for what belongs to it. */
  async #goesOn(message: Statement | Carried, { rows }: SqlHints, { first }: Place): Promise<Outcome> {
    const { inspect } = this.#line.told
    const before = !rows && !this.#line.unit && (inspect || first) ? [FIRST] : []
    const looked = await this.#line.hold([...before, message], true)
    if (!(await this.#isGood(looked))) return this.#refused(looked)
    return looked.answers[before.length] ?? 'undone'
  }

  /** It has run, with rows from its client or without, before anything is asked. */
  async #staged(message: Carried, { rows: plain }: SqlHints, { goesOn, first, rows }: Place): Promise<Outcome> {
    const { inspect } = this.#line.told
    const [idle, fresh] = [this.#line.status === 'idle', !this.#line.unit]
    const before = idle && !plain && fresh && (inspect || first) ? [FIRST] : []
    const ran = await this.#line.stage(before, message, rows ?? (() => undefined))
    if ('error' in ran) return ran
    if (!idle) return (await this.#behind(NO_MORE)) ?? ran
    if (!goesOn) {
      const ended = await this.end()
      return ended === 'undone' || 'error' in ended ? ended : ran
    }
    const looked = await this.#line.hold([], true)
    return (await this.#isGood(looked)) ? ran : this.#refused(looked)
  }

  /** What a statement within a transaction comes to behind it; undefined where it is as it was. */
  async #behind(message: Carried): Promise<Outcome | undefined> {
    const ended = this.#line.told.inspect ? await this.#heldWithin(message) : await this.#plainly([message], {})
    return ended === 'undone' || 'error' in ended ? ended : undefined
  }

  /** What it did, and what the end of its transaction does, is looked at before that is over. */
  async #heldAlone(message: Statement | Carried, { rows }: SqlHints): Promise<Outcome> {
    const before = rows ? [] : [FIRST]
    const looked = await this.#line.holdToItsEnd([...before, message])
    if (!(await this.#isGood(looked))) return this.#refused(looked)
    const kept = await this.#line.keep()
    return 'error' in kept ? kept : (looked.answers[before.length] ?? 'undone')
  }

  /** The transaction stays open. */
  async #heldWithin(message: Statement | Carried): Promise<Outcome> {
    const looked = await this.#line.within(message)
    if (!(await this.#isGood(looked))) return this.#refused(looked)
    return looked.answers[0] ?? 'undone'
  }

  /** What the end of a transaction would still do is looked at as well. */
  async #heldCommit(message: Statement | Carried, hints: SqlHints): Promise<Outcome> {
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
}

export function isCommit(database: string, { target }: Pick<SqlHints, 'target'>): boolean {
  return target === `${database} COMMIT`
}

/** It keeps a transaction for later, or ends one that was kept. */
export function keepsTransaction(database: string, { target }: Pick<SqlHints, 'target'>): boolean {
  return target === `${database} TRANSACTION`
}

/** Did serializable transactions depend on each other? Of other conflicts the server speaks in other files. */
function isOfDependencies(outcome: Outcome): boolean {
  const message = outcome !== 'undone' && 'error' in outcome && messageOfError(outcome.error)
  return (
    message !== undefined &&
    message !== false &&
    Buffer.from(message).includes('C40001\0') &&
    Buffer.from(message).includes('Fpredicate.c\0')
  )
}

/** It may be no more than that a guard was shown what they changed. */
function joined(call: string): AlertEvent {
  const message =
    'a SERIALIZABLE transaction failed with 40001 while a guard looks at what statements change: the journal joins such transactions, and without the guard it may have gone well'
  return { type: 'alert', guard: 'journal', call, message }
}

function firstFailure(answers: readonly StatementEnd[]): StatementEnd | undefined {
  return answers.find((answer) => 'error' in answer)
}
