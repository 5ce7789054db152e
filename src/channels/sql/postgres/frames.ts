/** A message of more bytes than this is none that anybody means. */
const LONGEST = 64 * 1024 * 1024

/** What PostgreSQL would not read on behind. */
export class ProtocolViolation extends Error {
  override name = 'ProtocolViolation'
}

/** Cuts the bytes of a client into whole messages: ahead of its login they have no letter. */
export class Frames {
  #parts: Buffer[] = []
  /** How many bytes of the first part have been taken. */
  #taken = 0
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
    const first = this.#inOne(letters + 4)
    const length = first.readUInt32BE(this.#taken + letters)
    if (length < 4 || length > longest) throw new ProtocolViolation('invalid message length')
    if (this.#size < letters + length) return undefined
    return this.#take(letters + length)
  }

  /** The first part, made to hold so many bytes that were not taken. */
  #inOne(size: number): Buffer {
    const [first] = this.#parts
    if (first && first.length - this.#taken >= size) return first
    const whole = Buffer.concat(this.#parts).subarray(this.#taken)
    this.#parts = [whole]
    this.#taken = 0
    return whole
  }

  #take(size: number): Buffer {
    const first = this.#inOne(size)
    const end = this.#taken + size
    const message = first.subarray(this.#taken, end)
    this.#size -= size
    this.#taken = end === first.length ? 0 : end
    if (end === first.length) this.#parts.shift()
    return message
  }
}
