import { messageOf } from '../../kernel/errors.ts'
import type { ModelRequest } from '../../world/models/exchange.ts'
import type { LiveDoor } from '../../world/models/live/door.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

/** What a trial asks of real models, as its parent sees it. */
export interface Asks {
  hear(message: Extract<FromWorker, { type: 'ask' | 'ask-over' }>): void
  /** Nobody waits for any of them any more. */
  close(): void
}

/** Longer requests are none, in characters. */
const LONGEST = 64_000_000
/** How much of an answer goes in one message, in bytes. */
const PIECE = 180_000

/** @param waits Told how many of the provider's answers are not there, at every change. */
export function openAsks(door: LiveDoor, send: (message: ToWorker) => void, waits: (count: number) => void): Asks {
  const parts = new Map<number, string>()
  const open = new Map<number, AbortController>()
  const answer = async (ask: number, text: string) => {
    const over = new AbortController()
    open.set(ask, over)
    waits(open.size)
    try {
      const { body, ...head } = await door.ask(JSON.parse(text) as ModelRequest, over.signal)
      send({ type: 'answer', ask, head })
      for await (const bytes of body) {
        for (let from = 0; from < bytes.length; from += PIECE) {
          const piece = Buffer.from(bytes.subarray(from, from + PIECE)).toString('base64')
          send({ type: 'answer', ask, piece })
        }
      }
      send({ type: 'answer', ask, end: true })
    } catch (thrown) {
      send({ type: 'answer', ask, failed: messageOf(thrown) })
    } finally {
      open.delete(ask)
      waits(open.size)
    }
  }
  return {
    hear: (message) => {
      const { ask } = message
      if (message.type === 'ask-over') return open.get(ask)?.abort()
      const text = `${parts.get(ask) ?? ''}${message.part}`
      parts.set(ask, text)
      if (text.length > LONGEST) {
        parts.delete(ask)
        send({ type: 'answer', ask, failed: `a request of more than ${LONGEST} characters` })
      } else if (message.last) {
        parts.delete(ask)
        void answer(ask, text)
      }
    },
    close: () => {
      for (const over of open.values()) over.abort()
    },
  }
}
