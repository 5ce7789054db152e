import type { Socket } from 'node:net'
import type { ChannelStage } from '../../../boundary/channel.ts'
import type { Door } from '../../../boundary/door.ts'
import { hasBody, type Reply, type SqlFailure } from '../../../boundary/reply.ts'
import type { SqlListener, SqlPipe } from '../../../boundary/sql-pipe.ts'
import type { SqlWorld } from '../../../boundary/sql-world.ts'
import { messageOf } from '../../../kernel/errors.ts'
import { errorMessage } from './messages.ts'
import { saidError } from './said-error.ts'

/** A client that has said who it is, before it is connected. */
export interface Entry {
  world: SqlWorld
  /** What it asked for when it logged in. */
  said: ReadonlyMap<string, string>
  socket: Socket
  stage: ChannelStage
}

/** Carries a log-in to the server; it needs no call for that. */
export interface EntryDoor extends Door<Promise<SqlPipe | undefined>> {
  execute(): Promise<Reply>
}

/** What says who a client is, and what the harness says itself. */
const OWN = new Set(['user', 'database', 'replication', 'client_encoding'])

/** Opens a connection to the real server for a client, or tells it why there is none. */
export function entryDoor({ world, said, socket, stage }: Entry, listener: SqlListener): EntryDoor {
  let pipe: SqlPipe | undefined
  let isOver = false
  const turnAway = async () => {
    isOver = true
    await pipe?.close()
    return undefined
  }
  return {
    execute: async () => {
      try {
        const login = Object.fromEntries([...said].filter(([name]) => !OWN.has(name)))
        pipe = await world.service.open(login, listener)
        // It came for nobody.
        if (isOver) await pipe.close()
        return { kind: 'ok', output: { content: {} } }
      } catch (thrown) {
        return { kind: 'error', output: { content: failureOf(thrown, world, stage) } }
      }
    },
    read: (output) => (hasBody(output) ? null : output.content),
    render: (reply) => {
      if (reply.kind === 'broken') {
        const give = async () => {
          if (reply.how === 'no-reply') await untilClosed(socket)
          else socket.resetAndDestroy()
          return turnAway()
        }
        return { seen: { outcome: 'broken', how: reply.how }, give }
      }
      if (hasBody(reply.output)) throw new TypeError('Failed to deliver: the reply is not one of a database.')
      const { content } = reply.output
      if (reply.kind === 'ok') return { seen: { outcome: 'ok', output: content }, give: async () => pipe }
      const give = async () => {
        const error = saidError(content as SqlFailure, world.name, 0)
        socket.end(errorMessage({ ...error, S: 'FATAL', V: 'FATAL' }))
        return turnAway()
      }
      return { seen: { outcome: 'error', output: content }, give }
    },
  }
}

/** What the server said in place of a connection; where it said nothing, that it takes none. */
function failureOf(thrown: unknown, world: SqlWorld, stage: ChannelStage): SqlFailure {
  const { code, detail, hint, severity } = thrown as Record<string, string | undefined>
  const message = messageOf(thrown)
  if (code && severity) return { code, message, ...(detail && { detail }), ...(hint && { hint }) }
  stage.write({ type: 'harness-fault', where: `database ${world.name}`, message })
  return { code: '57P03', message: 'the database system is not accepting connections' }
}

/** A client that hears nothing waits as long as it likes to. */
async function untilClosed(socket: Socket): Promise<void> {
  if (!socket.destroyed) await new Promise<void>((resolve) => socket.resume().once('close', () => resolve()))
}
