import { readAtHand } from './body.ts'
import { LateStream } from './late-stream.ts'

/** A Request whose body is at hand. It is Node's own in all but one: the stream of its body is made when it is wanted. */
export class LightRequest extends Request {
  constructor(url: string, init: Pick<RequestInit, 'method' | 'headers'>, body?: string | Uint8Array) {
    super(url, body === undefined ? init : withBody(init, body))
  }
}
readAtHand(LightRequest.prototype, Request.prototype)

/** A body that is a stream needs to say so. */
function withBody(init: RequestInit, body: string | Uint8Array): RequestInit {
  const stream = new LateStream(body) as unknown as ReadableStream
  return { ...init, body: stream, duplex: 'half' } as RequestInit
}
