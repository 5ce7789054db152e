import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Client } from 'pg'
import type { Json } from '../../../kernel/json.ts'
import { ownSocket } from '../../../kernel/own-socket.ts'
import type { LaneLogin } from '../lanes/lane.ts'
import { uninfluenced } from '../uninfluenced.ts'
import { type Expected, Gathering, type StatementEnd } from './table.ts'
import { asText } from './values.ts'
import { type Body, listen, Packet } from './wire.ts'

/** Where an open connection stands: no transaction, within one, within one that failed. */
export type TransactionStatus = 'idle' | 'open' | 'failed'

/** What goes over a connection; each is a message of its own and fails alone. */
export type SqlMessage = Statement | Carried | { script: string } | { call: number; values: readonly Json[] }

/** Messages that a client wrote: what the server answers is the client's. */
export interface Carried {
  carried: Uint8Array
  /** So many answers end it. Default: the one to an Execute, which is the last of the messages. */
  answers?: number
  /** That the server wants rows from the client ends it as well. */
  feeds?: boolean
  expected?: Expected
}

/** One statement: what hides behind a semicolon is refused. */
export interface Statement {
  text: string
  values?: readonly Json[]
  /** Of the harness: what it returns is one text, `value`, if anything. */
  own?: true
}

/** What hears for a client that has a connection to itself. */
export interface Listener {
  hear(code: string, message: Uint8Array): void
  lost(): void
}

/** A connection of a lane's role. It keeps the process awake only while it waits for the server. */
export interface Connection {
  /** Sends messages in one go. Never rejects: what went wrong is in the answers. */
  send(messages: readonly SqlMessage[]): Promise<StatementEnd[]>
  /**
   * Sends statements in one go, outside of a transaction: what they do waits for `keep` or `refuse`. One answer for each that
   * ran; an error is the last one.
   */
  hold(statements: readonly (Statement | Carried)[]): Promise<StatementEnd[]>
  /** Makes what is held stay. The answer is an error where it could not. */
  keep(): Promise<StatementEnd>
  /** Has the server fail, as a trigger would have it: what is held is undone, and an open transaction has failed. */
  refuse(): Promise<StatementEnd>
  /** Waits for the answer to what is written bit by bit. */
  await(carried: Carried): Promise<StatementEnd>
  /** A piece of that. Resolves when there is room for more. */
  feed(bytes: Uint8Array): Promise<void>
  pause(): void
  resume(): void
  status(): TransactionStatus
  /** Is it gone, whoever ended it? */
  lost(): boolean
  cancel(): Promise<void>
  /** Breaks it off, without a word to the server. */
  destroy(): Promise<void>
}

/** @throws {Error} of the pg driver, where the server does not let it in. */
export async function connect(login: LaneLogin): Promise<Connection> {
  return new Wire(await logIn(login, { application_name: 'mettle' }), login)
}

/** A connection for a client of its own, with what the server told it first. */
export interface ClientConnection {
  connection: Connection
  settings: Map<string, string>
  process: number
}

/** @throws {Error} of the pg driver, where the server does not let it in. */
export async function connectFor(
  login: LaneLogin,
  said: { options?: string; application_name?: string },
  listener: Listener,
): Promise<ClientConnection> {
  const settings = new Map<string, string>()
  const client = await logIn(login, said, settings)
  const { processID = 0 } = client as unknown as { processID?: number }
  return { connection: new Wire(client, login, listener), settings, process: processID }
}

async function logIn(login: LaneLogin, said: object, settings?: Map<string, string>): Promise<Client> {
  const { Client } = (await import('pg')).default
  const { secret: _, question: __, reach: ___, ...config } = login
  const client = uninfluenced(() => new Client({ ...config, stream: ownSocket, ...said }))
  // Whoever waits for an answer is told; nobody else needs to know.
  client.on('error', () => {})
  const { connection } = client as unknown as { connection: EventEmitter }
  connection.on('parameterStatus', ({ parameterName, parameterValue }) => settings?.set(parameterName, parameterValue))
  await client.connect()
  return client
}

const STATUS: Readonly<Record<string, TransactionStatus>> = { I: 'idle', T: 'open', E: 'failed' }

/** A portal that nobody has: to run it is an error, in whatever state the session is. */
const NO_PORTAL = 'mettle_no_such_portal'

/** Somebody who waits for the server. */
interface Waiting {
  gathering: Gathering
  /** Does a Sync end what is said to them? The server runs nothing before that, once something failed. */
  synced: boolean
  /** Is it a client that hears all of it? */
  isClient: boolean
  /** Is this the end of what is said to them? */
  endsWith(code: string): boolean
  done(answer: StatementEnd | undefined): void
}

type Ends = Pick<Waiting, 'synced' | 'endsWith'>

const ready: Ends = { synced: true, endsWith: (code) => code === 'Z' }
const through: Ends = { synced: false, endsWith: (code) => code === 'C' || code === 'I' || code === 'E' }
const WANTS_ROWS = 'G'
const OF_NO_STATEMENT = new Set(['A', 'N', 'S'])
const PREPARED = new Set(['1', '2', '3', 'T', 'n'])

/** What is answered so many times, or with an error. */
function counted(answers: number, counts: (code: string) => boolean): Ends {
  let left = answers
  return { synced: false, endsWith: (code) => code === 'E' || (counts(code) && --left === 0) }
}

function endOf(carried: Carried): Ends {
  if (carried.answers !== undefined) return counted(carried.answers, (code) => PREPARED.has(code))
  const ends = carried.feeds ? 'CIsEG' : 'CIsE'
  return { synced: false, endsWith: (code) => ends.includes(code) }
}

const TEXT = 25
const ONE_TEXT: Expected = {
  fields: [{ name: 'value', dataTypeID: TEXT }],
  formats: [],
  most: Number.POSITIVE_INFINITY,
}

/** The driver logs in; what is said after that is said here, since the driver knows no way to ask within a statement's own transaction. */
class Wire implements Connection {
  readonly #client: Client
  readonly #login: LaneLogin
  readonly #listener: Listener | undefined
  readonly #socket: Socket
  readonly #waiting: Waiting[] = []
  readonly #gone: Promise<void>
  #status: TransactionStatus = 'idle'
  #lost = false
  /** How many names there were of the harness's own. */
  #names = 0

  /** @param listener Of a client with statements and portals of its own, without a name among them: the harness keeps clear of these. */
  constructor(client: Client, login: LaneLogin, listener?: Listener) {
    this.#client = client
    this.#login = login
    this.#listener = listener
    this.#socket = (client as unknown as { connection: { stream: Socket } }).connection.stream
    this.#socket.removeAllListeners('data')
    this.#socket.on(
      'data',
      listen((code, body) => this.#hear(code, body)),
    )
    this.#gone = new Promise((resolve) => this.#socket.once('close', resolve))
    for (const end of ['close', 'end', 'error']) this.#socket.on(end, () => this.#end())
    this.#socket.unref()
  }

  send(messages: readonly SqlMessage[]): Promise<StatementEnd[]> {
    const packet = new Packet()
    const answers = messages.map((message) => {
      this.#compose(packet, message)
      return this.#wait(ready, message)
    })
    this.#write(packet)
    return Promise.all(answers) as Promise<StatementEnd[]>
  }

  async hold(statements: readonly (Statement | Carried)[]): Promise<StatementEnd[]> {
    const packet = new Packet()
    const said = statements.map((statement) => {
      if ('carried' in statement) packet.carry(statement.carried)
      else this.#composeStatement(packet, statement)
      return this.#wait(this.#endOf(statement), statement)
    })
    this.#write(packet.flush())
    return (await Promise.all(said)).filter((answer) => answer !== undefined)
  }

  keep(): Promise<StatementEnd> {
    return this.#say(new Packet().sync())
  }

  refuse(): Promise<StatementEnd> {
    return this.#say(new Packet().execute(NO_PORTAL).sync())
  }

  async await(carried: Carried): Promise<StatementEnd> {
    return (await this.#wait(endOf(carried), carried)) as StatementEnd
  }

  async feed(bytes: Uint8Array): Promise<void> {
    if (this.#lost || this.#socket.write(bytes)) return
    await new Promise<void>((resolve) => {
      const go = () => {
        for (const event of ['drain', 'close']) this.#socket.off(event, go)
        resolve()
      }
      for (const event of ['drain', 'close']) this.#socket.once(event, go)
    })
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  status(): TransactionStatus {
    return this.#status
  }

  lost(): boolean {
    return this.#lost
  }

  cancel(): Promise<void> {
    return sendCancel(this.#client, this.#login)
  }

  async destroy(): Promise<void> {
    this.#lost = true
    this.#socket.destroy()
    await this.#gone
  }

  async #say(packet: Packet): Promise<StatementEnd> {
    const answer = this.#wait(ready)
    this.#write(packet)
    return (await answer) as StatementEnd
  }

  #wait({ endsWith, synced }: Ends, of?: SqlMessage): Promise<StatementEnd | undefined> {
    if (this.#waiting.length === 0) this.#socket.ref()
    const isClient = of !== undefined && 'carried' in of
    const isOwn = of !== undefined && 'text' in of && of.own === true
    const gathering = new Gathering(isClient ? of.expected : isOwn ? ONE_TEXT : undefined)
    return new Promise((done) => this.#waiting.push({ gathering, synced, isClient, endsWith, done }))
  }

  #endOf(statement: Statement | Carried): Ends {
    if ('carried' in statement) return endOf(statement)
    // It is forgotten in two more answers.
    return this.#listener ? counted(2, (code) => code === '3') : through
  }

  #write(packet: Packet): void {
    if (this.#lost) this.#end()
    else this.#socket.write(packet.bytes())
  }

  #compose(packet: Packet, message: SqlMessage): void {
    if ('script' in message) packet.query(message.script)
    else if ('call' in message) packet.call(message.call, message.values.map(asText))
    else if ('carried' in message) packet.carry(message.carried).sync()
    else this.#composeStatement(packet, message).sync()
  }

  #composeStatement(packet: Packet, { text, values = [], own }: Statement): Packet {
    const name = this.#listener ? `mettle_${++this.#names}` : ''
    packet.parse(text, name).bind(values.map(asText), name)
    if (!own) packet.describe(name)
    packet.execute(name)
    return this.#listener ? packet.forget(name) : packet
  }

  #hear(code: string, body: Body): void {
    if (code === 'Z') this.#status = STATUS[body.letter()] ?? 'idle'
    const [next] = this.#waiting
    if (this.#listener && this.#isForClient(code, next, body)) this.#listener.hear(code, body.whole)
    if (!next || OF_NO_STATEMENT.has(code)) return
    if (code === WANTS_ROWS && !next.isClient)
      this.#socket.write(new Packet().copyFail('No source stream defined').bytes())
    next.gathering.hear(code, body)
    if (code === 'E') keepMessage(next.gathering.answer, body.whole)
    if (next.endsWith(code)) this.#settle(next)
    // The server runs nothing more until it is told to go on.
    if (code === 'E') while (this.#waiting[0]?.synced === false) this.#settle(undefined)
  }

  /** What the harness asks is not; what others say meanwhile is, but that the harness settles outside of a transaction. */
  #isForClient(code: string, next: Waiting | undefined, body: Body): boolean {
    if (!next || next.isClient) return code !== 'Z'
    return code === 'N' ? !body.whole.includes(NO_TRANSACTION) : OF_NO_STATEMENT.has(code)
  }

  /** What is not said any more is undefined. */
  #settle(told: Waiting | undefined): void {
    const next = this.#waiting.shift()
    if (this.#waiting.length === 0) this.#socket.unref()
    next?.done(told?.gathering.answer)
  }

  #end(): void {
    if (!this.#lost) this.#listener?.lost()
    this.#lost = true
    for (const { done } of this.#waiting.splice(0)) done({ error: new Error('Connection terminated unexpectedly') })
    this.#socket.unref()
  }
}

const messages = new WeakMap<object, Uint8Array>()

function keepMessage(answer: StatementEnd, whole: Uint8Array): void {
  if ('error' in answer) messages.set(answer.error as object, Uint8Array.from(whole))
}

/** An error as the server said it. Undefined where it said nothing. */
export function messageOfError(error: unknown): Uint8Array | undefined {
  return typeof error === 'object' && error !== null ? messages.get(error) : undefined
}

/** The SQLSTATE of the warning that there is no transaction. */
const NO_TRANSACTION = 'C25P01\0'

/** Source: PostgreSQL's manual, "Message Formats", CancelRequest. */
const CANCEL_REQUEST = 80877102

/** Asks the server, over a connection of its own, to cancel what another one runs. */
function sendCancel(client: Client, { host, port }: LaneLogin): Promise<void> {
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number }
  const packet = Buffer.alloc(16)
  for (const [index, word] of [16, CANCEL_REQUEST, processID, secretKey].entries()) packet.writeInt32BE(word, index * 4)
  const socket = ownSocket()
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
    socket.once('error', () => resolve())
    if (host.startsWith('/')) socket.connect(`${host}/.s.PGSQL.${port}`)
    else socket.connect(port, host)
    socket.end(packet)
  })
}
