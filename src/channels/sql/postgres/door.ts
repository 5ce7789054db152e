import { withdrawnOf } from '../../../boundary/call.ts'
import type { Door } from '../../../boundary/door.ts'
import { type Broken, hasBody, type Reply, type SqlFailure, type ToolOutput } from '../../../boundary/reply.ts'
import type { Json } from '../../../kernel/json.ts'

/** How a client is answered. Each says whether its statement went well: else what belongs to it is not run. */
export interface Answering {
  /** Hands over what the server said. */
  pass(): boolean
  /** Did the server say that it failed? */
  failed(): boolean
  /** Says an error in the place of the server, which fails as if it had said so. */
  fail(failure: SqlFailure): Promise<boolean>
  sever(how: Broken): boolean
  /** The server itself has ended the connection. */
  leave(): boolean
  /** Did its client call it off? */
  cancelled(): boolean
}

const CANCELLED: SqlFailure = { code: '57014', message: 'canceling statement due to user request' }

/** Carries one statement of a client to its connection and back. */
export function pipeDoor(
  run: () => Promise<Reply<ToolOutput>>,
  cancel: () => void,
  { pass, failed, fail, sever, leave, cancelled }: Answering,
): Door<Promise<boolean>> {
  /** What the server itself said. */
  let own: Reply<ToolOutput> | undefined
  const isOwn = (content: Json) => own !== undefined && own.kind !== 'broken' && own.output.content === content
  return {
    execute: async (call) => {
      if (call.malformed) return { kind: 'error', output: { content: { code: '22023', message: call.malformed } } }
      const withdrawn = withdrawnOf(call)
      withdrawn.addEventListener('abort', cancel, { once: true })
      try {
        const reply = await run()
        // One that a guard had undone says nothing.
        own = reply.kind === 'error' && reply.output.content === null ? undefined : reply
        return reply
      } finally {
        withdrawn.removeEventListener('abort', cancel)
      }
    },
    read: (output) => (hasBody(output) ? null : output.content),
    render: (reply) => {
      if (reply.kind === 'broken') {
        const calledOff = async () => (own ? pass() : fail(CANCELLED))
        const give = async () => {
          if (own?.kind === 'broken') return leave()
          return cancelled() ? calledOff() : sever(reply)
        }
        return { seen: { outcome: 'broken', how: reply.how }, give }
      }
      if (hasBody(reply.output)) throw new TypeError('Failed to deliver: the reply is not one of a database.')
      const { content } = reply.output
      if (isOwn(content) && (reply.kind === 'ok' || failed()))
        return { seen: { outcome: reply.kind, output: content }, give: async () => pass() }
      if (reply.kind === 'ok') throw new TypeError('Failed to deliver: its rows are not those that the server sent.')
      return { seen: { outcome: 'error', output: content }, give: () => fail(content as SqlFailure) }
    },
  }
}
