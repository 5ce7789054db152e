import type { SqlPipe } from '../../../boundary/sql-pipe.ts'
import type { SqlWorld } from '../../../boundary/sql-world.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { LaneLogin, LaneLogins } from '../lanes/lane.ts'
import { type Connection, connect } from './connection.ts'
import { loadHints } from './hints.ts'
import { openPipe } from './pipe.ts'
import { readValue } from './read-bytes.ts'
import { Session } from './session.ts'

/** The databases of one trial, in the process that runs it. */
export interface OpenDatabases {
  /** By the scenario's name: 'shop'. */
  worlds: Readonly<Record<string, SqlWorld>>
  /** Ends what is open; a connection in which nothing is left is kept for the next trial on the same lane. */
  close(): Promise<void>
}

const NONE: OpenDatabases = { worlds: {}, close: () => Promise.resolve() }

// To connect costs more than to put a session back to how it began.
const kept = new Map<string, Connection>()

export async function openDatabases(logins: LaneLogins, clock: Clock): Promise<OpenDatabases> {
  if (Object.keys(logins).length === 0) return NONE
  const reads = await loadHints()
  const sessions: { key: string; session: Session }[] = []
  const pipes = new Set<SqlPipe>()
  const world = (name: string, login: LaneLogin): SqlWorld => {
    const hints = (text: string) => reads.hints(name, text)
    const parts = { database: name, secret: login.secret, question: login.question, reach: login.reach, clock }
    return {
      name,
      hints,
      session: () => {
        const key = keyOf(login)
        const session = new Session({ ...parts, hints, connect: () => takeOrConnect(key, login) })
        sessions.push({ key, session })
        return session
      },
      service: {
        split: reads.split,
        read: readValue,
        open: async (said, listener) => {
          const pipe = await openPipe(parts, login, said, listener)
          pipes.add(pipe)
          return pipe
        },
      },
    }
  }
  return {
    worlds: Object.fromEntries(Object.entries(logins).map(([name, login]) => [name, world(name, login)])),
    close: async () => {
      const ended = [...pipes].map((pipe) => pipe.close())
      await Promise.all([...ended, ...sessions.map(({ key, session }) => keep(key, session))])
    },
  }
}

function keyOf({ host, port, user, database }: LaneLogin): string {
  return [host, port, user, database].join('\0')
}

async function takeOrConnect(key: string, login: LaneLogin): Promise<Connection> {
  const there = kept.get(key)
  kept.delete(key)
  return there && !there.lost() ? there : connect(login)
}

async function keep(key: string, session: Session): Promise<void> {
  const there = await session.release()
  if (!there) return
  if (kept.has(key)) await there.destroy()
  else kept.set(key, there)
}
