import type { AnswerHead, ModelRequest } from '../../world/models/exchange.ts'
import type { LiveAnswer, LiveDoor } from '../../world/models/live/door.ts'
import type { FromWorker, ModelAnswer } from './protocol.ts'

/** How much of a request goes in one message, in characters: no message is as long as the wire allows. */
const PART = 250_000

// Held before agent code loads.
const { stringify } = JSON

/** A worker's way to real models: its parent asks them, and has the keys. */
export interface Asking {
  /** For the trial of this order. */
  door(nonce: string): LiveDoor
  hear(answer: ModelAnswer): void
}

interface Open {
  head(head: AnswerHead): void
  piece(bytes: Uint8Array): void
  end(): void
  fail(why: Error): void
}

/** @param waits Told how many answers are waited for, at every change: the process must not end before they come. */
export function openAsking(send: (message: FromWorker) => void, waits: (count: number) => void): Asking {
  const open = new Map<number, Open>()
  let asked = 0
  const close = (ask: number) => {
    if (open.delete(ask)) waits(open.size)
  }
  return {
    door: (nonce) => ({
      ask: async (request, signal) => {
        signal.throwIfAborted()
        const ask = ++asked
        const over = () => {
          if (!open.has(ask)) return
          close(ask)
          send({ type: 'ask-over', nonce, ask })
          answer.fail(signal.reason)
        }
        const answer = answerOf(over, () => close(ask))
        open.set(ask, answer)
        waits(open.size)
        signal.addEventListener('abort', over, { once: true })
        for (const part of partsOf(request)) send({ type: 'ask', nonce, ask, ...part })
        return answer.came
      },
    }),
    hear: ({ ask, head, piece, end, failed }) => {
      const answer = open.get(ask)
      if (!answer) return
      if (head) answer.head(head)
      if (piece !== undefined) answer.piece(Buffer.from(piece, 'base64'))
      if (end) answer.end()
      if (failed !== undefined) answer.fail(new Error(failed))
    },
  }
}

function* partsOf(request: ModelRequest): Generator<{ part: string; last: boolean }, void> {
  const text = stringify(request)
  for (let from = 0; from < text.length; from += PART) {
    yield { part: text.slice(from, from + PART), last: from + PART >= text.length }
  }
}

/** @param dropped Its reader wants no more of it. @param closed It is over. */
function answerOf(dropped: () => void, closed: () => void): Open & { came: Promise<LiveAnswer> } {
  const { promise: came, resolve, reject } = Promise.withResolvers<LiveAnswer>()
  let into: ReadableStreamDefaultController<Uint8Array> | undefined
  let over = false
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        into = controller
      },
      cancel: () => {
        over = true
        dropped()
      },
    },
    { highWaterMark: Number.POSITIVE_INFINITY },
  )
  return {
    came,
    head: (head) => resolve({ ...head, body }),
    piece: (bytes) => over || into?.enqueue(bytes),
    end: () => {
      if (!over) into?.close()
      over = true
      closed()
    },
    fail: (why) => {
      reject(why)
      if (!over) into?.error(why)
      over = true
      closed()
    },
  }
}
