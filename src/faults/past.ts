import type { Call } from '../boundary/call.ts'
import { isHttpOutput, type Reply } from '../boundary/reply.ts'
import { isWhole as isWholeBody } from '../boundary/wire.ts'

/** What the world answered earlier in a trial. */
export interface Past {
  /** Its first answer to this same call (by key), where a write has run since; undefined elsewhere. */
  before(call: Call): Reply | undefined
  /** Told of each call that the world ran. */
  note(call: Call, reply: Reply): void
}

/** For plans without a fault that remembers: nothing is kept. */
export const NO_PAST: Past = { before: () => undefined, note: () => {} }

/** Keeps the first good answer to each read. */
export function createPast(): Past {
  let writes = 0
  const firsts = new Map<string, { reply: Reply; writes: number }>()
  return {
    before: ({ key }) => {
      const first = firsts.get(key)
      return first && first.writes < writes ? first.reply : undefined
    },
    note: ({ key, access }, reply) => {
      if (access !== 'read') writes++
      else if (isWhole(reply) && !firsts.has(key)) firsts.set(key, { reply, writes })
    },
  }
}

/** A stream is gone once it has been read. */
function isWhole(reply: Reply): boolean {
  if (reply.kind !== 'ok') return false
  return !isHttpOutput(reply.output) || isWholeBody(reply.output.body)
}
