import { type Call, withdrawnOf } from '../../boundary/call.ts'
import { hasBody, type Reply, type SqlFailure, type SqlResult, type ToolOutput } from '../../boundary/reply.ts'
import type { Door } from '../../boundary/seam.ts'
import type { SqlSession, SqlStatement } from '../../boundary/sql-world.ts'

/** An error of a statement, with what PostgreSQL says of it. */
export class SqlError extends Error {
  override name = 'SqlError'
  /** SQLSTATE: '42501'. */
  readonly code: string

  constructor({ code, message, ...more }: SqlFailure) {
    super(message)
    this.code = code
    Object.assign(this, more)
  }
}

/**
 * Carries a statement to a connection and back. `gaveUp` says whether anybody still waits: a reply that nobody sees must
 * not change the connection.
 */
export function sqlDoor(session: SqlSession, statement: SqlStatement, gaveUp: () => boolean): Door<Promise<SqlResult>> {
  return {
    execute: (call) => cancellable(call, session),
    read: (output) => (hasBody(output) ? null : output.content),
    render: (reply) => {
      if (reply.kind === 'broken') {
        const { how } = reply
        const give = async (): Promise<SqlResult> => {
          if (!gaveUp()) await session.sever()
          throw brokenConnection(how)
        }
        return { seen: { outcome: 'broken', how }, give }
      }
      if (hasBody(reply.output)) throw new TypeError('Failed to deliver: the reply is not one of a database.')
      const { content } = reply.output
      if (reply.kind === 'ok')
        return { seen: { outcome: 'ok', output: content }, give: async () => content as SqlResult }
      const failure = content as SqlFailure
      const give = async (): Promise<SqlResult> => {
        await session.fail(failure, statement)
        throw new SqlError(failure)
      }
      return { seen: { outcome: 'error', output: content }, give }
    },
  }
}

/** A statement that its client takes back while it runs is cancelled. */
async function cancellable(call: Call, session: SqlSession): Promise<Reply<ToolOutput>> {
  // No driver would send it.
  if (call.malformed) return { kind: 'error', output: { content: { code: '22023', message: call.malformed } } }
  const cancel = () => void session.cancel()
  const withdrawn = withdrawnOf(call)
  withdrawn.addEventListener('abort', cancel, { once: true })
  try {
    return await session.execute(call.input as SqlStatement)
  } finally {
    withdrawn.removeEventListener('abort', cancel)
  }
}

function brokenConnection(how: string): Error {
  return how === 'no-reply'
    ? Object.assign(new Error('Connection terminated due to connection timeout'), { code: 'ETIMEDOUT' })
    : Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
}
