import { readAtHand } from './body.ts'
import { LateStream } from './late-stream.ts'

const TEXT = 'text/plain;charset=UTF-8'

/** A Response whose body is at hand. It is Node's own in all but one: the stream of its body is made when it is wanted. */
export class LightResponse extends Response {
  constructor(body: string | Uint8Array | null, init?: ResponseInit) {
    super(body === null ? null : (new LateStream(body) as unknown as ReadableStream), init)
    if (typeof body === 'string' && !this.headers.has('content-type')) this.headers.append('content-type', TEXT)
  }
}
readAtHand(LightResponse.prototype, Response.prototype)
