import type { Socket } from 'node:net'
import type { Client, QueryResult } from 'pg'
import { ownSocket } from '../../../kernel/own-socket.ts'
import type { LaneLogin } from '../lanes/lane.ts'
import { typeParser } from './json-values.ts'

/** Where an open connection stands: no transaction, within one, within one that failed. */
export type TransactionStatus = 'idle' | 'open' | 'failed'

/** What goes over a connection at once; each is a message of its own and fails alone. */
export interface Message {
  text: string
  values?: readonly unknown[]
  /** Several statements of the harness itself, in one transaction. */
  simple?: true
}

export type Answer = { result: QueryResult } | { error: unknown }

/** A connection of a lane's role. It keeps the process awake only while it waits for the server. */
export interface Connection {
  /** Sends messages in one go. Never rejects: what went wrong is in the answers. */
  send(messages: readonly Message[]): Promise<Answer[]>
  status(): TransactionStatus
  /** Is it gone, whoever ended it? */
  lost(): boolean
  cancel(): Promise<void>
  /** Breaks it off, without a word to the server. */
  destroy(): Promise<void>
}

const STATUS: Readonly<Record<string, TransactionStatus>> = { I: 'idle', T: 'open', E: 'failed' }

/** @throws {Error} of the pg driver, where the server does not let it in. */
export async function connect(login: LaneLogin): Promise<Connection> {
  const { Client } = (await import('pg')).default
  const { secret: _, ...config } = login
  const client = new Client({
    ...config,
    pipeline: true,
    stream: ownSocket,
    types: { getTypeParser: typeParser },
    application_name: 'mettle',
  })
  let lost = false
  let waiting = 0
  const gone = new Promise<void>((resolve) => {
    client.once('end', () => {
      lost = true
      resolve()
    })
  })
  // Whoever waits for an answer is told; nobody else needs to know.
  client.on('error', () => {
    lost = true
  })
  await client.connect()
  const handle = handleOf(client)
  handle.unref()
  const awake = async <T>(work: Promise<T>): Promise<T> => {
    if (waiting++ === 0) handle.ref()
    try {
      return await work
    } finally {
      if (--waiting === 0) handle.unref()
    }
  }
  return {
    send: (messages) => awake(inOneGo(handle, () => Promise.all(messages.map((message) => answer(client, message))))),
    status: () => STATUS[client.getTransactionStatus() ?? 'I'] ?? 'idle',
    lost: () => lost,
    cancel: () => awake(sendCancel(client, login)),
    destroy: async () => {
      lost = true
      handle.destroy()
      await gone
    },
  }
}

/** One write for all that is said: each wakes the server up, and costs more than what is in it. */
function inOneGo<T>(handle: Socket, say: () => T): T {
  handle.cork()
  try {
    return say()
  } finally {
    handle.uncork()
  }
}

/** By the extended protocol, which takes one statement at a time: what hides behind a semicolon is refused. */
async function answer(client: Client, { text, values = [], simple }: Message): Promise<Answer> {
  try {
    if (simple) return { result: await client.query(text) }
    return { result: await client.query({ text, values: [...values], queryMode: 'extended' } as { text: string }) }
  } catch (error) {
    return { error }
  }
}

function handleOf(client: Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream
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
