import type { Socket } from 'node:net'
import type { ChannelStage } from '../../../boundary/channel.ts'
import type { SqlFailure } from '../../../boundary/reply.ts'
import type { SqlHints } from '../../../boundary/sql-hints.ts'
import type { SqlColumn, SqlPipe } from '../../../boundary/sql-pipe.ts'
import type { SqlWorld } from '../../../boundary/sql-world.ts'
import type { Json } from '../../../kernel/json.ts'
import { readStatement } from '../input.ts'
import { pipeDoor } from './door.ts'
import { ProtocolViolation } from './frames.ts'
import type { Inbox } from './inbox.ts'
import { asExtended, describePortal, EMPTY_QUERY, errorMessage, letterOf, readText, readyForQuery } from './messages.ts'
import { Names, type Portal } from './names.ts'
import { Outbox, shifted } from './outbox.ts'
import { saidError } from './said-error.ts'

/** More than this of what runs nothing goes to the server before the client ends it. */
const [MOST_MESSAGES, MOST_BYTES] = [500, 1024 * 1024]

const NOTHING = new Uint8Array()

export interface ConversationParts {
  socket: Socket
  inbox: Inbox
  world: SqlWorld
  stage: Pick<ChannelStage, 'seam' | 'principal' | 'signal'>
  /** Which of the agent's connections to this database, from 1. */
  place: number
}

/** A statement of a client's, on its way across the seam. */
interface Step {
  text: string
  values: readonly Json[]
  hints: SqlHints
  /** What the client sent ahead of its Execute. */
  ahead: Uint8Array
  answers: number
  execute: Uint8Array
  last: boolean
  first?: true
  columns?: readonly SqlColumn[]
  formats: readonly number[]
  /** Of a simple query: where in its text the statement begins. */
  simple?: { at: number }
}

/** One client and its connection, from the login to the end. */
export class Conversation {
  readonly #parts: ConversationParts
  readonly #outbox: Outbox
  readonly #names = new Names()
  #pipe: SqlPipe | undefined
  #ahead: Uint8Array[] = []
  #aheadBytes = 0
  /** Something failed: what belongs to it is not run. */
  #skips = false
  /** Of what runs now: aborts when nobody waits for it any more, and when it is taken back. */
  #simple: Step['simple']
  #waiting = new AbortController()
  #current = new AbortController()
  #cancelled = false
  #over = false
  /** The client is told nothing any more, and its connection is there all the same. */
  #silent = false

  constructor(parts: ConversationParts) {
    this.#parts = parts
    this.#outbox = new Outbox(parts.socket, (full) => (full ? this.#pipe?.pause() : this.#pipe?.resume()))
    parts.socket.on('close', () => this.#gone())
    parts.stage.signal.addEventListener('abort', () => this.#withdraw(parts.stage.signal.reason), { once: true })
  }

  /** The server says something that is the client's to hear. */
  hear(code: string, message: Uint8Array): void {
    if (code === 'S' && !isReadable(message)) this.#fatal('0A000', 'only client_encoding UTF8 is supported here')
    else if (!this.#simple) {
      if (this.#names.hear(code, message)) this.#outbox.hear(code, message)
    } else if (code === 'E') this.#outbox.hear(code, shifted(message, this.#simple.at))
    else if (!'12n'.includes(code)) this.#outbox.hear(code, message)
  }

  lost(): void {
    // What it said last comes first.
    if (this.#outbox.isHolding) return
    this.#over = true
    this.#outbox.flush()
    this.#parts.socket.destroySoon()
  }

  /** Takes what the client says, until it has said all. */
  async run(pipe: SqlPipe): Promise<void> {
    this.#pipe = pipe
    try {
      while (!this.#over && !this.#silent) {
        const { inbox } = this.#parts
        // What comes in one packet is taken in one go: five messages a statement, of which three wait for nothing.
        const message = inbox.take() ?? (await inbox.next())
        if (!message || letterOf(message) === 'X') break
        const taking = this.#take(message, pipe)
        if (taking) await taking
      }
      if (this.#silent) await this.#saysNothing(pipe)
    } catch (thrown) {
      if (!(thrown instanceof ProtocolViolation)) throw thrown
      this.#fatal('08P01', thrown.message)
    } finally {
      await this.end()
    }
  }

  /** The client calls off what runs now. */
  cancel(): void {
    this.#cancelled = true
    this.#withdraw(new Error('The client has called it off'))
  }

  /** A server does what it was sent, whether or not anybody still waits for what it says. */
  #gone(): void {
    this.#waiting.abort(new Error('The client is gone'))
    this.#pipe?.resume()
  }

  #withdraw(reason: unknown): void {
    this.#current.abort(reason)
    this.#waiting.abort(reason)
  }

  /** Breaks everything off. */
  async end(): Promise<void> {
    this.#over = true
    this.#withdraw(new Error('The connection is over'))
    this.#outbox.flush()
    this.#parts.socket.destroySoon()
    await this.#pipe?.close()
  }

  /** Until the client has had enough of it, or the trial is over. */
  async #saysNothing(pipe: SqlPipe): Promise<void> {
    await pipe.close()
    const { socket } = this.#parts
    if (!socket.destroyed) await new Promise<void>((resolve) => socket.resume().once('close', () => resolve()))
  }

  /** Undefined where there is nothing to wait for. */
  #take(message: Buffer, pipe: SqlPipe): Promise<void> | undefined {
    const letter = letterOf(message)
    if (this.#skips && letter !== 'S') return undefined
    return 'PBDC'.includes(letter) ? this.#keep(message, pipe) : this.#act(letter, message, pipe)
  }

  async #act(letter: string, message: Buffer, pipe: SqlPipe): Promise<void> {
    if (letter === 'E') await this.#execute(message, pipe)
    else if (letter === 'S') await this.#sync(pipe)
    else if (letter === 'Q') await this.#query(readText(message), pipe)
    else if (letter === 'H') await this.#prepare(pipe)
    else if (letter === 'F') await this.#refuse('function calls of the protocol are not supported here', pipe)
    // What is left of rows that nobody wants any more.
    else if (!'dcf'.includes(letter)) throw new ProtocolViolation(`invalid frontend message type ${message[0] ?? 0}`)
  }

  #keep(message: Buffer, pipe: SqlPipe): Promise<void> | undefined {
    this.#names.send(message)
    this.#ahead.push(message)
    this.#aheadBytes += message.length
    const isMuch = this.#ahead.length > MOST_MESSAGES || this.#aheadBytes > MOST_BYTES
    return isMuch ? this.#prepare(pipe).then(() => {}) : undefined
  }

  #takeAhead(): { ahead: Uint8Array; answers: number } {
    const answers = this.#ahead.length
    const ahead = Buffer.concat(this.#ahead)
    this.#ahead = []
    this.#aheadBytes = 0
    return { ahead, answers }
  }

  async #prepare(pipe: SqlPipe): Promise<boolean> {
    const { ahead, answers } = this.#takeAhead()
    if (answers > 0 && !(await pipe.prepare(ahead, answers))) this.#skips = true
    return !this.#skips
  }

  async #sync(pipe: SqlPipe): Promise<void> {
    const binds = this.#ahead.some((message) => letterOf(message) === 'B')
    const { ahead, answers } = this.#takeAhead()
    this.#skips = false
    if (!(await pipe.sync(ahead, answers, binds))) this.#say({ code: '42501', message: UNDONE }, '')
    this.#outbox.write(readyForQuery(pipe.status()))
  }

  async #execute(execute: Buffer, pipe: SqlPipe): Promise<void> {
    const { hints, service } = this.#parts.world
    const portal = this.#names.portal(readText(execute))
    const isKnown = portal && this.#names.isSure(portal) && (await this.#settle(portal, pipe))
    if (this.#skips) return
    const columns = portal && this.#names.columns(portal.prepared)
    // What is said of others last would be taken for what this one returns.
    const asks = portal && !(this.#names.willDescribe(portal.prepared) ?? columns !== undefined)
    const { ahead, answers } = this.#takeAhead()
    if (asks) this.#names.describe(portal)
    const text = portal?.prepared.text ?? ''
    const { values = [], parameterFormats = [], resultFormats = [], prepared } = portal ?? {}
    const went = await this.#cross(pipe, {
      text,
      values: values.map((value, at) => service.read(value, prepared?.types[at] ?? 0, formatOf(parameterFormats, at))),
      hints: isKnown ? hints(text) : hints(''),
      ahead: asks ? Buffer.concat([ahead, describePortal(portal.portal)]) : ahead,
      answers: answers + (asks ? 1 : 0),
      execute,
      last: this.#parts.inbox.peek() === 'S',
      ...(columns && { columns }),
      formats: resultFormats,
    })
    if (!went) this.#skips = true
  }

  /** Something may have taken the place of a statement that the client knows by a name: the server knows. */
  async #settle({ prepared }: Portal, pipe: SqlPipe): Promise<boolean> {
    if (!this.#names.isDoubtful(prepared)) return true
    if (pipe.status() === 'failed') return false
    const text = await pipe.textOf(prepared.name)
    if (text === undefined) return false
    this.#names.settle(prepared, text)
    return true
  }

  /** A simple query is what it says, statement by statement: parsed, bound and executed with one end for all. */
  async #query(text: string, pipe: SqlPipe): Promise<void> {
    const { hints, service } = this.#parts.world
    if (!(await this.#prepare(pipe))) return
    this.#names.forgetNameless()
    const statements = service.split(text) ?? [{ text, at: 0 }]
    if (statements.length === 0) this.#outbox.write(EMPTY_QUERY)
    for (const [place, { text: one, at }] of statements.entries()) {
      const whole = asExtended(one)
      const first = statements.length > 1 && place === 0
      const step = { text: one, values: [], hints: hints(one), execute: whole, ahead: NOTHING, answers: 0, formats: [] }
      const last = place === statements.length - 1
      if (!(await this.#cross(pipe, { ...step, last, ...(first && { first }), simple: { at } }))) break
    }
    if (!this.#over && !this.#silent) await this.#sync(pipe)
  }

  async #cross(pipe: SqlPipe, step: Step): Promise<boolean> {
    const { socket, stage } = this.#parts
    const { seam, principal, signal: trial } = stage
    const { text, values, hints, ahead, answers, execute } = step
    const { input, malformed } = readStatement(text, values, this.#parts.place)
    const { target, access, covers } = hints
    this.#waiting = new AbortController()
    this.#current = new AbortController()
    this.#cancelled = false
    if (trial.aborted || this.#over) this.#withdraw(trial.reason)
    else if (socket.destroyed) this.#gone()
    const [{ signal }, { signal: withdrawn }] = [this.#waiting, this.#current]
    const known = { ...(covers && { covers }), ...(malformed && { malformed }) }
    const proposal = {
      channel: 'sql',
      target,
      access,
      principal,
      input,
      items: 1,
      signal,
      withdrawn,
      ...known,
    } as const
    const run = () => {
      const more = { ...(step.first && { first: step.first }), ...(step.columns && { columns: step.columns }) }
      return pipe.execute({
        hints,
        messages: ahead.length > 0 ? Buffer.concat([ahead, execute]) : execute,
        last: step.last,
        feeds: hints.feeds === true || target.endsWith('(unread)'),
        formats: step.formats,
        feed: (over) => this.#feed(over),
        ...more,
      })
    }
    this.#simple = step.simple
    this.#outbox.hold()
    try {
      const door = pipeDoor(run, () => void pipe.cancel(), {
        pass: () => this.#pass(step),
        failed: () => this.#outbox.failed,
        fail: async (failure) => {
          if (await pipe.fail(step.simple ? NOTHING : ahead, answers, hints))
            this.#outbox.replace(this.#error(failure, target))
          else this.#outbox.replace(undefined)
          return false
        },
        sever: (how) => {
          // There is nobody to be severed from, and more may have been sent.
          if (socket.destroyed) return this.#pass(step)
          this.#outbox.sever(how)
          if (how.how === 'no-reply') this.#silent = true
          else this.#over = true
          return false
        },
        leave: () => {
          this.#outbox.pass(false)
          this.lost()
          return false
        },
        cancelled: () => this.#cancelled,
      })
      return await seam.cross(proposal, door)
    } finally {
      this.#simple = undefined
      if (!hints.rows || access === 'unknown') this.#names.doubt()
    }
  }

  #pass({ simple }: Step): boolean {
    this.#outbox.pass(simple !== undefined)
    return !this.#outbox.failed
  }

  async #feed(over: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      const message = await this.#parts.inbox.next(over)
      if (!message || 'dcf'.includes(letterOf(message))) return message
      // The server ignores these while rows come.
      if (!'SH'.includes(letterOf(message)))
        throw new ProtocolViolation('unexpected message type during COPY from stdin')
    }
  }

  /** In the place of something that no call is. */
  async #refuse(message: string, pipe: SqlPipe): Promise<void> {
    if (!(await this.#prepare(pipe))) return
    await pipe.fail(NOTHING, 0, this.#parts.world.hints(''))
    this.#say({ code: '0A000', message }, '')
    await this.#sync(pipe)
  }

  #say(failure: SqlFailure, target: string): void {
    this.#outbox.write(this.#error(failure, target))
  }

  #error(failure: SqlFailure, target: string): Uint8Array {
    return errorMessage(saidError(failure, target, this.#pipe?.process ?? 0))
  }

  #fatal(code: string, message: string): void {
    if (this.#over) return
    this.#over = true
    this.#outbox.write(errorMessage({ S: 'FATAL', V: 'FATAL', C: code, M: message }))
    this.#outbox.flush()
    this.#parts.socket.destroySoon()
  }
}

const UNDONE = 'denied by a guard when the transaction ended'

function formatOf(formats: readonly number[], at: number): number {
  return (formats.length === 1 ? formats[0] : formats[at]) ?? 0
}

/** Texts are read as UTF-8: in another encoding they would say something else to a guard than to the server. */
function isReadable(setting: Uint8Array): boolean {
  const [name, value] = Buffer.from(setting).toString('utf8', 5).split('\0')
  return name !== 'client_encoding' || value === 'UTF8' || value === 'SQL_ASCII'
}
