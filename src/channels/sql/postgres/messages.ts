// Source: PostgreSQL's manual, "Message Formats" of protocol 3.0.
import { ProtocolViolation } from './frames.ts'

/** A message of the server's: texts end with a zero byte. */
export function message(letter: string, ...parts: (string | Uint8Array)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)))
  const head = Buffer.alloc(5)
  head.write(letter, 'latin1')
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

export function int32(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [at, number] of numbers.entries()) bytes.writeInt32BE(number | 0, at * 4)
  return bytes
}

function int16(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2)
  for (const [at, number] of numbers.entries()) bytes.writeUInt16BE(number, at * 2)
  return bytes
}

/** The fields of an error or a notice, by their letters, in their order. */
export type Fields = Record<string, string>

export function errorMessage(fields: Fields): Buffer {
  const said = Object.entries(fields).flatMap(([letter, text]) => [Buffer.from(letter), text.replaceAll('\0', '')])
  return message('E', ...said, Buffer.of(0))
}

export function fieldsOf(error: Uint8Array): Fields {
  const body = new Reading(error)
  const fields: Fields = {}
  for (let letter = body.letter(); letter !== '\0'; letter = body.letter()) fields[letter] = body.text()
  return fields
}

export const readyForQuery = (status: 'idle' | 'open' | 'failed') =>
  message('Z', Buffer.from({ idle: 'I', open: 'T', failed: 'E' }[status]))

export const EMPTY_QUERY = message('I')

/** What a simple query is made of: one statement, with everything as text. */
export function asExtended(text: string): Buffer {
  return Buffer.concat([
    message('P', '', text, int16(0)),
    message('B', '', '', int16(0, 0, 0)),
    describePortal(''),
    message('E', '', int32(0)),
  ])
}

export const describePortal = (portal: string) => message('D', Buffer.from('P'), portal)

export const letterOf = (bytes: Uint8Array) => String.fromCharCode(bytes[0] ?? 0)

export interface Parsed {
  name: string
  text: string
  /** Of the parameters that the client gives a type. */
  types: number[]
}

export function readParse(bytes: Uint8Array): Parsed {
  const body = new Reading(bytes)
  return { name: body.text(), text: body.text(), types: body.list(() => body.int32() >>> 0) }
}

export interface Bound {
  portal: string
  statement: string
  parameterFormats: number[]
  values: (Uint8Array | null)[]
  resultFormats: number[]
}

export function readBind(bytes: Uint8Array): Bound {
  const body = new Reading(bytes)
  return {
    portal: body.text(),
    statement: body.text(),
    parameterFormats: body.list(() => body.int16()),
    values: body.list(() => body.value()),
    resultFormats: body.list(() => body.int16()),
  }
}

/** Of a Describe or a Close: 'S' for a statement, 'P' for a portal. */
export function readNamed(bytes: Uint8Array): { kind: string; name: string } {
  const body = new Reading(bytes)
  return { kind: body.letter(), name: body.text() }
}

/** The first text of a message: of an Execute its portal, of a Query all of it. */
export const readText = (bytes: Uint8Array) => new Reading(bytes).text()

export function readColumns(description: Uint8Array): { name: string; type: number }[] {
  const body = new Reading(description)
  return body.list(() => {
    const name = body.text()
    // The table and the place in it.
    body.int32()
    body.int16()
    const type = body.int32() >>> 0
    // Size, modifier, format.
    body.int16()
    body.int32()
    body.int16()
    return { name, type }
  })
}

export function readTypes(description: Uint8Array): number[] {
  const body = new Reading(description)
  return body.list(() => body.int32() >>> 0)
}

/** What a client says when it begins: 'user', 'database' and settings. */
export function readStartup(packet: Buffer): Map<string, string> {
  const parts = packet.toString('utf8', 8).split('\0')
  const said = new Map<string, string>()
  for (let at = 0; parts[at]; at += 2) said.set(parts[at] ?? '', parts[at + 1] ?? '')
  return said
}

/** The inside of a message, from its beginning. @throws {ProtocolViolation} it ends too early. */
class Reading {
  readonly #bytes: Buffer
  #at = 5

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  text(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    if (end < 0) throw new ProtocolViolation('invalid string in message')
    const text = this.#bytes.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }

  letter(): string {
    return String.fromCharCode(this.#bytes[this.#skip(1)] ?? 0)
  }

  int16(): number {
    return this.#bytes.readUInt16BE(this.#skip(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#skip(4))
  }

  value(): Uint8Array | null {
    const length = this.int32()
    if (length < 0) return null
    const start = this.#skip(length)
    return this.#bytes.subarray(start, this.#at)
  }

  list<T>(read: () => T): T[] {
    const all: T[] = []
    for (let left = this.int16(); left > 0; left--) all.push(read())
    return all
  }

  #skip(size: number): number {
    const start = this.#at
    this.#at += size
    if (this.#at > this.#bytes.length) throw new ProtocolViolation('insufficient data left in message')
    return start
  }
}
