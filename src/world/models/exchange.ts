import type { HeaderList } from '../../boundary/wire.ts'
import type { ModelWire } from '../../trace/events/call.ts'

// What goes to a provider and what comes back, whether it is recorded or alive. Plain JSON: it crosses between processes.

/** A request, without all that says who asks. */
export type ModelRequest = {
  /** The name under which the scenario has the model. */
  model: string
  /** What its provider calls it, where that is another. */
  name?: string
  wire: ModelWire
  /** Behind where the provider's API begins: '/chat/completions'. */
  path: string
  query: [name: string, value: string][]
  /** Those that change what is answered. */
  headers: [name: string, value: string][]
  /** As it was sent. */
  body: string
}

/** The head of an answer. Its body comes in pieces, of a whole answer as of a streamed one. */
export interface AnswerHead {
  status: number
  headers: HeaderList
}

/** Pieces of a body as they came, each with its time in ms from the request. */
export interface Piece {
  atMs: number
  bytes: Uint8Array
}

/** Of the headers of an answer, those that clients go by. */
const KEPT = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry', 'request-id', 'x-request-id']

export function keptHeaders(headers: Iterable<readonly [string, string]>): [string, string][] {
  return [...headers].flatMap(([name, value]) => {
    const lower = name.toLowerCase()
    return KEPT.includes(lower) ? [[lower, value] as [string, string]] : []
  })
}
