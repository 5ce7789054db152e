import type { Socket } from 'node:net'
import type { Client } from 'pg'
import type { Json } from '../../../kernel/json.ts'
import { ownSocket } from '../../../kernel/own-socket.ts'
import type { LaneLogin } from '../lanes/lane.ts'
import { uninfluenced } from '../uninfluenced.ts'
import { Gathering, type StatementEnd } from './table.ts'
import { asText } from './values.ts'
import { type Body, listen, Packet } from './wire.ts'

/** Where an open connection stands: no transaction, within one, within one that failed. */
export type TransactionStatus = 'idle' | 'open' | 'failed'

/** What goes over a connection; each is a message of its own and fails alone. */
export type SqlMessage = Statement | { script: string } | { call: number; values: readonly Json[] }

/** One statement: what hides behind a semicolon is refused. */
export interface Statement {
  text: string
  values?: readonly Json[]
}

/** A connection of a lane's role. It keeps the process awake only while it waits for the server. */
export interface Connection {
  /** Sends messages in one go. Never rejects: what went wrong is in the answers. */
  send(messages: readonly SqlMessage[]): Promise<StatementEnd[]>
  /**
   * Sends statements in one go, outside of a transaction: what they do waits for `keep` or `refuse`. One answer for each that
   * ran; an error is the last one.
   */
  hold(statements: readonly Statement[]): Promise<StatementEnd[]>
  /** Makes what is held stay. The answer is an error where it could not. */
  keep(): Promise<StatementEnd>
  /** Has the server fail, as a trigger would have it: what is held is undone, and an open transaction has failed. */
  refuse(): Promise<StatementEnd>
  status(): TransactionStatus
  /** Is it gone, whoever ended it? */
  lost(): boolean
  cancel(): Promise<void>
  /** Breaks it off, without a word to the server. */
  destroy(): Promise<void>
}

/** @throws {Error} of the pg driver, where the server does not let it in. */
export async function connect(login: LaneLogin): Promise<Connection> {
  const { Client } = (await import('pg')).default
  const { secret: _, question: __, ...config } = login
  const client = uninfluenced(() => new Client({ ...config, stream: ownSocket, application_name: 'mettle' }))
  // Whoever waits for an answer is told; nobody else needs to know.
  client.on('error', () => {})
  await client.connect()
  return new Wire(client, login)
}

const STATUS: Readonly<Record<string, TransactionStatus>> = { I: 'idle', T: 'open', E: 'failed' }

/** A portal that nobody has: to run it is an error, in whatever state the session is. */
const NO_PORTAL = 'mettle_no_such_portal'

/** Somebody who waits for the server. */
interface Waiting {
  gathering: Gathering
  /** Is this the end of what is said to them? */
  endsWith(code: string): boolean
  done(answer: StatementEnd | undefined): void
}

const ready = (code: string) => code === 'Z'
const through = (code: string) => code === 'C' || code === 'I' || code === 'E'

/** The driver logs in; what is said after that is said here, since the driver knows no way to ask within a statement's own transaction. */
class Wire implements Connection {
  readonly #client: Client
  readonly #login: LaneLogin
  readonly #socket: Socket
  readonly #waiting: Waiting[] = []
  readonly #gone: Promise<void>
  #status: TransactionStatus = 'idle'
  #lost = false

  constructor(client: Client, login: LaneLogin) {
    this.#client = client
    this.#login = login
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
      write(packet, message)
      return this.#wait(ready)
    })
    this.#write(packet)
    return Promise.all(answers) as Promise<StatementEnd[]>
  }

  async hold(statements: readonly Statement[]): Promise<StatementEnd[]> {
    const packet = new Packet()
    const said = statements.map((statement) => {
      writeStatement(packet, statement)
      return this.#wait(through)
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

  #wait(endsWith: Waiting['endsWith']): Promise<StatementEnd | undefined> {
    if (this.#waiting.length === 0) this.#socket.ref()
    return new Promise((done) => this.#waiting.push({ gathering: new Gathering(), endsWith, done }))
  }

  #write(packet: Packet): void {
    if (this.#lost) this.#end()
    else this.#socket.write(packet.bytes())
  }

  #hear(code: string, body: Body): void {
    if (code === 'Z') this.#status = STATUS[body.letter()] ?? 'idle'
    const [next] = this.#waiting
    if (!next) return
    if (code === 'G') this.#socket.write(new Packet().copyFail('No source stream defined').bytes())
    next.gathering.hear(code, body)
    if (next.endsWith(code)) this.#settle(next)
    // The server runs nothing more until it is told to go on.
    if (code === 'E') while (this.#waiting[0]?.endsWith === through) this.#settle(undefined)
  }

  /** What is not said any more is undefined. */
  #settle(told: Waiting | undefined): void {
    const next = this.#waiting.shift()
    if (this.#waiting.length === 0) this.#socket.unref()
    next?.done(told?.gathering.answer)
  }

  #end(): void {
    this.#lost = true
    for (const { done } of this.#waiting.splice(0)) done({ error: new Error('Connection terminated unexpectedly') })
    this.#socket.unref()
  }
}

function write(packet: Packet, message: SqlMessage): void {
  if ('script' in message) packet.query(message.script)
  else if ('call' in message) packet.call(message.call, message.values.map(asText))
  else writeStatement(packet, message).sync()
}

function writeStatement(packet: Packet, { text, values = [] }: Statement): Packet {
  return packet.parse(text).bind(values.map(asText)).describe().execute()
}

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
