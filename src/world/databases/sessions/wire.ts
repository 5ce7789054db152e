// The client's side of PostgreSQL's protocol, version 3. Source: PostgreSQL's manual, "Message Formats".

/** Writes messages one behind the other, to be sent as one: each write of a socket wakes the server up, and costs more than what is in it. */
export class Packet {
  #bytes = Buffer.allocUnsafe(1_024)
  #end = 0
  /** Where the length of the message stands that is being written. */
  #start = 0

  parse(text: string, name = ''): this {
    return this.#begin('P').#text(name).#text(text).#int16(0).#finish()
  }

  /** A statement with its values, as a portal, both of one name. All goes as text, both ways. */
  bind(values: readonly (string | null)[], name = ''): this {
    this.#begin('B').#text(name).#text(name).#int16(0)
    return this.#values(values).#int16(0).#finish()
  }

  describe(portal = ''): this {
    return this.#begin('D').#raw('P').#text(portal).#finish()
  }

  /** Forgets a portal and a statement of one name: two answers. */
  forget(name: string): this {
    this.#begin('C').#raw('P').#text(name).#finish()
    return this.#begin('C').#raw('S').#text(name).#finish()
  }

  /** Messages that somebody else has written. */
  carry(messages: Uint8Array): this {
    this.#room(messages.length)
    this.#bytes.set(messages, this.#end)
    this.#end += messages.length
    return this
  }

  /** @param portal One that does not exist makes the server fail, whatever it is in. */
  execute(portal = ''): this {
    return this.#begin('E').#text(portal).#int32(0).#finish()
  }

  /** Calls a function by its oid: nothing is parsed or planned, and nobody can put another statement in its place. */
  call(oid: number, values: readonly (string | null)[]): this {
    this.#begin('F').#int32(oid).#int16(0)
    return this.#values(values).#int16(0).#finish()
  }

  query(text: string): this {
    return this.#begin('Q').#text(text).#finish()
  }

  /** What was not yet there for good is now; the server says where it stands. */
  sync(): this {
    return this.#begin('S').#finish()
  }

  /** The server says what it has to say. */
  flush(): this {
    return this.#begin('H').#finish()
  }

  copyFail(why: string): this {
    return this.#begin('f').#text(why).#finish()
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#end)
  }

  #begin(code: string): this {
    this.#room(5)
    this.#bytes[this.#end] = code.charCodeAt(0)
    this.#start = this.#end + 1
    this.#end += 5
    return this
  }

  #finish(): this {
    this.#bytes.writeInt32BE(this.#end - this.#start, this.#start)
    return this
  }

  #values(values: readonly (string | null)[]): this {
    this.#int16(values.length)
    for (const value of values) {
      if (value === null) this.#int32(-1)
      else this.#int32(Buffer.byteLength(value)).#raw(value)
    }
    return this
  }

  #text(text: string): this {
    this.#raw(text)
    this.#room(1)
    this.#bytes[this.#end++] = 0
    return this
  }

  #raw(text: string): this {
    this.#room(text.length * 3)
    this.#end += this.#bytes.write(text, this.#end)
    return this
  }

  #int16(value: number): this {
    this.#room(2)
    this.#end = this.#bytes.writeUInt16BE(value & 0xffff, this.#end)
    return this
  }

  #int32(value: number): this {
    this.#room(4)
    this.#end = this.#bytes.writeInt32BE(value | 0, this.#end)
    return this
  }

  #room(more: number): void {
    if (this.#end + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + more))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}

/** Hears what the server says: the code of each message, and what is in it. */
export type Hear = (code: string, body: Body) => void

/** Cuts a stream of bytes into the server's messages. */
export function listen(hear: Hear): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let at = 0
    while (bytes.length - at >= 5) {
      const end = at + 1 + bytes.readUInt32BE(at + 1)
      if (end > bytes.length) break
      hear(String.fromCharCode(bytes[at] ?? 0), new Body(bytes, at + 5, end))
      at = end
    }
    rest = bytes.subarray(at)
  }
}

/** The inside of one message, read from its beginning. */
export class Body {
  readonly #bytes: Buffer
  readonly #start: number
  #at: number
  readonly #end: number

  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes
    this.#start = start
    this.#at = start
    this.#end = end
  }

  /** The message as it came, its code and length included. Made when asked for: what the harness asks nobody passes on. */
  get whole(): Buffer {
    return this.#bytes.subarray(this.#start - 5, this.#end)
  }

  int16(): number {
    const value = this.#bytes.readUInt16BE(this.#at)
    this.#at += 2
    return value
  }

  int32(): number {
    const value = this.#bytes.readInt32BE(this.#at)
    this.#at += 4
    return value
  }

  uint32(): number {
    return this.int32() >>> 0
  }

  skip(bytes: number): void {
    this.#at += bytes
  }

  /** A text that ends with a zero byte. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    const text = this.#bytes.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }

  /** A value behind its length; null for none. */
  value(): string | null {
    const length = this.int32()
    if (length < 0) return null
    const start = this.#at
    this.#at += length
    return this.#bytes.toString('utf8', start, this.#at)
  }

  /** The same as it is. */
  bytes(): Buffer | null {
    const length = this.int32()
    if (length < 0) return null
    const start = this.#at
    this.#at += length
    return this.#bytes.subarray(start, this.#at)
  }

  /** What is left, a letter for each byte. */
  latin1(): string {
    return this.#bytes.toString('latin1', this.#at, this.#end)
  }

  /** One letter. */
  letter(): string {
    return String.fromCharCode(this.#bytes[this.#at++] ?? 0)
  }

  get over(): boolean {
    return this.#at >= this.#end
  }

  /** Bytes that are left. */
  get length(): number {
    return this.#end - this.#at
  }
}
