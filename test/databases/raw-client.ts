import type { Socket } from 'node:net'
import { Client, type ClientConfig } from 'pg'
import { Frames } from '../../src/channels/sql/postgres/frames.ts'
import { fieldsOf, letterOf, message } from '../../src/channels/sql/postgres/messages.ts'

const int16 = (...numbers: number[]) =>
  Buffer.concat(numbers.map((number) => Buffer.of((number >> 8) & 255, number & 255)))
const int32 = (number: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(number)
  return bytes
}

/** What a client says, message by message. */
export const say = {
  parse: (text: string, name = '', types: number[] = []) =>
    message('P', name, text, int16(types.length), ...types.map(int32)),
  bind: (values: (string | Buffer | null)[] = [], { portal = '', name = '', binary = false } = {}) =>
    message(
      'B',
      portal,
      name,
      int16(1, values.some(Buffer.isBuffer) ? 1 : 0, values.length),
      ...values.flatMap((value) =>
        value === null ? [int32(-1)] : [int32(Buffer.byteLength(value)), Buffer.from(value)],
      ),
      int16(1, binary ? 1 : 0),
    ),
  describe: (kind: 'S' | 'P', name = '') => message('D', Buffer.from(kind), name),
  execute: (portal = '', most = 0) => message('E', portal, int32(most)),
  close: (kind: 'S' | 'P', name: string) => message('C', Buffer.from(kind), name),
  sync: message('S'),
  flush: message('H'),
  query: (text: string) => message('Q', text),
  copy: (text: string) => message('d', Buffer.from(text)),
  copyDone: message('c'),
  copyFail: (why: string) => message('f', why),
  call: (oid: number) => message('F', int32(oid), int16(0, 0, 0)),
}

/** A client that speaks the protocol itself, behind a driver's login. */
export interface RawClient {
  socket: Socket
  /** The server's process, and what a cancel needs. */
  process: number
  key: number
  send(...messages: Buffer[]): void
  /** What comes until the server says `until`: 'Z' is the end of an exchange. Ends early where the connection does. */
  hear(until?: string): Promise<Buffer[]>
  /** Says something and hears the end of it. */
  ask(...messages: Buffer[]): Promise<Buffer[]>
  end(): Promise<void>
}

export async function openRaw(config: ClientConfig): Promise<RawClient> {
  const client = new Client(config)
  client.on('error', () => {})
  await client.connect()
  const inner = client as unknown as { connection: { stream: Socket }; processID: number; secretKey: number }
  const socket = inner.connection.stream
  socket.removeAllListeners('data')
  const frames = new Frames()
  const arrived: Buffer[] = []
  let over = false
  let wake = () => {}
  socket.on('data', (bytes: Buffer) => {
    frames.add(bytes)
    for (let next = frames.next(1); next; next = frames.next(1)) arrived.push(next)
    wake()
  })
  for (const event of ['close', 'error'])
    socket.on(event, () => {
      over = true
      wake()
    })
  const send = (...messages: Buffer[]) => void socket.write(Buffer.concat(messages))
  const hear = async (until = 'Z') => {
    for (;;) {
      const end = arrived.findIndex((one) => until.includes(letterOf(one)))
      if (end >= 0) return arrived.splice(0, end + 1)
      if (over) return arrived.splice(0)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    ...{ socket, process: inner.processID, key: inner.secretKey, send, hear },
    ask: (...messages) => {
      send(...messages)
      return hear()
    },
    end: async () => {
      socket.destroy()
      if (!over) await new Promise((resolve) => socket.once('close', resolve))
    },
  }
}

/** Messages as a person reads them: bytes as hex, errors by their fields. */
export function readable(messages: readonly Buffer[]): string[] {
  return messages.map((one) => {
    const letter = letterOf(one)
    if (letter === 'E' || letter === 'N') return `${letter} ${JSON.stringify(fieldsOf(one))}`
    return `${letter} ${one.toString('latin1', 5).replace(/[^ -~]/g, (char) => `<${char.charCodeAt(0).toString(16)}>`)}`
  })
}
