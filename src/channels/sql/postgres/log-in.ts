import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { Frames } from './frames.ts'
import { errorMessage, int32, letterOf, message, readStartup } from './messages.ts'
import { beginScram, type Verifier } from './scram.ts'

/** PostgreSQL's own bound for what comes ahead of a login. */
const LONGEST = 10_000
const [SSL, GSSENC, CANCEL, VERSION] = [80877103, 80877104, 80877102, 0x30000]

/** How a client begins. */
export type Opening =
  | { kind: 'login'; said: Map<string, string> }
  | { kind: 'cancel'; process: number; key: number }
  | { kind: 'gone' }

/** Reads whole messages ahead of the conversation, one at a time. */
export class Threshold {
  readonly frames = new Frames()
  readonly #socket: Socket
  #wake = () => {}
  readonly #hear = (bytes: Buffer) => {
    this.frames.add(bytes)
    this.#wake()
  }

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', this.#hear)
    socket.on('close', () => this.#wake())
  }

  /** Undefined where the client is gone. @throws {ProtocolViolation} */
  async next(letters: 0 | 1): Promise<Buffer | undefined> {
    for (;;) {
      const found = this.frames.next(letters, LONGEST)
      if (found || this.#socket.destroyed) return found
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Somebody else reads from here on. */
  leave(): void {
    this.#socket.off('data', this.#hear)
  }
}

/** Encryption is refused in the way that lets clients go on without. */
export async function readOpening(threshold: Threshold, socket: Socket): Promise<Opening> {
  for (;;) {
    const packet = await threshold.next(0)
    if (!packet || packet.length < 8) return { kind: 'gone' }
    const code = packet.readInt32BE(4)
    if (code === SSL || code === GSSENC) socket.write('N')
    else if (code === CANCEL && packet.length === 16)
      return { kind: 'cancel', process: packet.readInt32BE(8), key: packet.readInt32BE(12) }
    else if (code >> 16 === 3) return { kind: 'login', said: negotiated(readStartup(packet), code, socket) }
    else {
      const version = `${code >> 16}.${code & 0xffff}`
      refuse(socket, '0A000', `unsupported frontend protocol ${version}: server supports 3.0 to 3.0`)
      return { kind: 'gone' }
    }
  }
}

/** What a newer client asks for beyond version 3.0 is not there. */
function negotiated(said: Map<string, string>, code: number, socket: Socket): Map<string, string> {
  const unknown = [...said.keys()].filter((name) => name.startsWith('_pq_.'))
  for (const name of unknown) said.delete(name)
  if (code !== VERSION || unknown.length > 0) socket.write(message('v', int32(VERSION, unknown.length), ...unknown))
  return said
}

const [SASL, CONTINUE, FINAL, OK] = [10, 11, 12, 0]
const MECHANISM = 'SCRAM-SHA-256'

/** Whose password the client has; undefined where it is nobody's, which it was told. */
export async function authenticate<T extends Verifier>(
  threshold: Threshold,
  socket: Socket,
  user: string,
  known: () => Iterable<T>,
): Promise<T | undefined> {
  socket.write(message('R', int32(SASL), MECHANISM, Buffer.of(0)))
  const scram = beginScram(initial(await threshold.next(1)) ?? '')
  if (!scram) return denied(socket, user)
  socket.write(message('R', int32(CONTINUE), Buffer.from(scram.challenge)))
  const last = await threshold.next(1)
  const found = last && letterOf(last) === 'p' ? scram.answer(last.toString('utf8', 5), known()) : undefined
  if (!found) return denied(socket, user)
  socket.write(Buffer.concat([message('R', int32(FINAL), Buffer.from(found.proof)), message('R', int32(OK))]))
  return found.whose
}

/** The client's first message, where it takes the one mechanism that there is. */
function initial(packet: Buffer | undefined): string | undefined {
  if (!packet || letterOf(packet) !== 'p') return undefined
  const end = packet.indexOf(0, 5)
  return packet.toString('utf8', 5, end) === MECHANISM ? packet.toString('utf8', end + 5) : undefined
}

function denied(socket: Socket, user: string): undefined {
  refuse(socket, '28P01', `password authentication failed for user "${user}"`)
}

/** Says no for good. */
export function refuse(socket: Socket, code: string, text: string, more: Record<string, string> = {}): void {
  socket.end(errorMessage({ S: 'FATAL', V: 'FATAL', C: code, M: text, ...more }))
}

export const newKey = () => randomBytes(4).readInt32BE()
