/** A message of more bytes than this is none that anybody means. */
const LONGEST = 64 * 1024 * 1024

/** What PostgreSQL would not read on behind. */
export class ProtocolViolation extends Error {
  override name = 'ProtocolViolation'
}

/** Cuts the bytes of a client into whole messages: ahead of its login they have no letter. */
export class Frames {
  #parts: Buffer[] = []
  #size = 0

  /** How many bytes there are that no message was made of. */
  get size(): number {
    return this.#size
  }

  add(bytes: Buffer): void {
    this.#parts.push(bytes)
    this.#size += bytes.length
  }

  /** The next whole message. @throws {ProtocolViolation} its length is none. */
  next(letters: 0 | 1, longest = LONGEST): Buffer | undefined {
    if (this.#size < letters + 4) return undefined
    const length = this.#head(letters + 4).readUInt32BE(letters)
    if (length < 4 || length > longest) throw new ProtocolViolation('invalid message length')
    if (this.#size < letters + length) return undefined
    return this.#take(letters + length)
  }

  /** The first bytes in one piece. */
  #head(size: number): Buffer {
    const [first] = this.#parts
    if (first && first.length >= size) return first
    this.#parts = [Buffer.concat(this.#parts)]
    return this.#parts[0] as Buffer
  }

  #take(size: number): Buffer {
    const first = this.#head(size)
    this.#size -= size
    if (first.length === size) this.#parts.shift()
    else this.#parts[0] = first.subarray(size)
    return first.subarray(0, size)
  }
}
