import type { SqlColumn } from '../../../boundary/sql-pipe.ts'
import { type Bound, letterOf, readBind, readColumns, readNamed, readParse, readTypes } from './messages.ts'

/** More names than this are forgotten, the oldest first: the server still knows them, and can be asked. */
const MOST = 1_000

/** A prepared statement of a client. */
export interface Prepared {
  name: string
  text: string
  types: number[]
  /** What the server said that it returns: RowDescription, or NoData. */
  described?: Uint8Array
  /** That, once somebody wants to know. */
  columns?: SqlColumn[]
  /** Up to which doubt it is known to be what it was. */
  sure: number
}

/** A portal of a client: a statement with its values. */
export interface Portal extends Bound {
  prepared: Prepared
  sure: number
}

/** What one message will have done once the server says so. */
interface Step {
  answers: string
  statement?: [name: string, now: Prepared | undefined]
  portal?: [name: string, now: Portal | undefined]
  described?: Prepared | undefined
  /** The client did not send it. */
  hidden?: true
}

/**
 * What a client's names stand for: what guards see of an Execute is what the server will run. A name counts when the server
 * says so, not when the client does.
 */
export class Names {
  readonly #statements = new Map<string, Prepared>()
  readonly #portals = new Map<string, Portal>()
  #ahead: Step[] = []
  /** How often something ran that may have put something else in the place of a name. */
  #doubts = 0

  /** A client's Parse, Bind, Describe or Close is on its way. */
  send(message: Uint8Array): void {
    this.#ahead.push(this.#stepOf(message))
  }

  /** The harness asks what a portal returns. */
  describe({ prepared }: Portal): void {
    this.#ahead.push({ answers: 'Tn', described: prepared, hidden: true })
  }

  /** The server says something. Returns whether it is the client's to hear. */
  hear(code: string, message: Uint8Array): boolean {
    if (code === 'E') this.#ahead = []
    const [step] = this.#ahead
    if (!step) return true
    if (code === 't' && step.described) step.described.types = readTypes(message)
    if (!step.answers.includes(code)) return true
    this.#ahead.shift()
    if (step.described) {
      step.described.described = Buffer.from(message)
      delete step.described.columns
    }
    if (step.statement) put(this.#statements, ...step.statement)
    if (step.portal) put(this.#portals, ...step.portal)
    return !step.hidden
  }

  /** A simple query takes the place of what has no name. */
  forgetNameless(): void {
    this.#statements.delete('')
    this.#portals.delete('')
  }

  /** Something ran that may have changed what names stand for, in a way that the client did not say. */
  doubt(): void {
    this.#doubts++
  }

  /** What a portal will hold by the time that what is on its way has arrived. */
  portal(name: string): Portal | undefined {
    const ahead = this.#ahead.findLast(({ portal }) => portal?.[0] === name)
    return ahead ? ahead.portal?.[1] : this.#portals.get(name)
  }

  /**
   * Will the server say what a statement returns, in what is on its way, as the last that it says of that? Undefined: nothing of the kind
   * is on its way.
   */
  willDescribe(prepared: Prepared | undefined): boolean | undefined {
    const last = this.#ahead.findLast(({ described }) => described)
    return last && last.described === prepared
  }

  /** What a statement returns, where the server has said so. */
  columns(prepared: Prepared): SqlColumn[] | undefined {
    const { described } = prepared
    if (described) prepared.columns ??= letterOf(described) === 'T' ? readColumns(described) : []
    return prepared.columns
  }

  isSure({ portal, sure }: Portal): boolean {
    return portal === '' || sure === this.#doubts
  }

  /** Has anybody had a chance to put another statement in its place? */
  isDoubtful({ name, sure }: Prepared): boolean {
    return name !== '' && sure !== this.#doubts
  }

  /** It was asked for. */
  settle(prepared: Prepared, text: string): void {
    if (text !== prepared.text) {
      delete prepared.described
      delete prepared.columns
    }
    prepared.text = text
    prepared.sure = this.#doubts
  }

  #statement(name: string): Prepared | undefined {
    const ahead = this.#ahead.findLast(({ statement }) => statement?.[0] === name)
    return ahead ? ahead.statement?.[1] : this.#statements.get(name)
  }

  #stepOf(message: Uint8Array): Step {
    const letter = letterOf(message)
    if (letter === 'P') {
      const { name, text, types } = readParse(message)
      return { answers: '1', statement: [name, { name, text, types, sure: this.#doubts }] }
    }
    if (letter === 'B') {
      const bound = readBind(message)
      // One that is not known was made by a statement, or is forgotten: the server can say what it is.
      const prepared = this.#statement(bound.statement) ?? { name: bound.statement, text: '', types: [], sure: -1 }
      return { answers: '2', portal: [bound.portal, { ...bound, prepared, sure: this.#doubts }] }
    }
    const { kind, name } = readNamed(message)
    const isStatement = kind === 'S'
    if (letter === 'D')
      return { answers: 'Tn', described: isStatement ? this.#statement(name) : this.portal(name)?.prepared }
    return isStatement ? { answers: '3', statement: [name, undefined] } : { answers: '3', portal: [name, undefined] }
  }
}

function put<T>(names: Map<string, T>, name: string, now: T | undefined): void {
  names.delete(name)
  if (now) names.set(name, now)
  if (names.size <= MOST) return
  const [oldest] = names.keys()
  if (oldest !== undefined) names.delete(oldest)
}
