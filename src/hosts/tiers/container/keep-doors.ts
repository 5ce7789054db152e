import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { ownModule } from '../../../kernel/own-files.ts'
import { started } from '../../../kernel/started.ts'

/** What a program in a container is begun with. */
export interface Asked {
  /** The ports of 127.0.0.1 that lead out, at the same numbers. */
  ports: readonly number[]
  argv: readonly string[]
  env: Readonly<Record<string, string>>
}

/** What the process that keeps the doors tells, once. */
export interface FromDoors {
  begun?: true
  /** A program that the container has none of. */
  missing?: string
  failed?: string
}

/** The doors of a container that is about to begin. */
export interface Doors {
  /** Resolves once its program begins. Rejects where it does not. */
  begun: Promise<void>
  /** Breaks off what is under way, and takes no more. */
  close(): void
}

/**
 * Waits for the one connection of a container that its listening sockets come out by, and gives it to a process that leads what comes to
 * them on. A process has one channel for such things at most, and this one's is taken.
 * @param path Of the unix socket: gone with the connection.
 */
export function keepDoors(path: string, asked: Asked): Doors {
  const { promise: begun, resolve, reject } = Promise.withResolvers<void>()
  begun.catch(() => {})
  let keeper: ChildProcess | undefined
  const server = createServer({ pauseOnConnect: true }, (connection) => {
    server.close()
    try {
      keeper = startKeeper(connection, asked, (told) => {
        if (told.begun) resolve()
        else
          reject(
            new Error(
              told.missing === undefined
                ? `the container did not begin: ${told.failed}`
                : `the container has no program "${told.missing}"`,
            ),
          )
      })
    } catch (thrown) {
      reject(thrown)
    }
    connection.destroy()
  })
  listen(server, path, reject)
  return {
    begun,
    close: () => {
      server.close()
      keeper?.kill('SIGKILL')
      reject(new Error('the container was ended before its program began'))
    },
  }
}

function listen(server: Server, path: string, failed: (thrown: Error) => void): void {
  server.maxConnections = 1
  server.once('error', failed)
  // The folder that it lies in is the container's user's alone.
  server.listen({ path, readableAll: true, writableAll: true })
}

function startKeeper(connection: Socket, asked: Asked, tell: (told: FromDoors) => void): ChildProcess {
  const keeper = started(
    spawn(process.execPath, ['--no-warnings', ownModule('hosts/tiers/container/process')], {
      cwd: '/',
      // It speaks over the connection as over a channel of Node's.
      env: { NODE_CHANNEL_FD: '3' },
      stdio: ['pipe', 'pipe', 'ignore', connection],
      detached: true,
    }),
  )
  keeper.once('error', ({ message }) => tell({ failed: message }))
  keeper.once('exit', () => tell({ failed: 'nobody keeps its doors' }))
  const { stdin, stdout } = keeper
  stdin?.on('error', () => {})
  stdin?.write(`${JSON.stringify(asked)}\n`)
  if (stdout) createInterface({ input: stdout }).once('line', (line) => tell(JSON.parse(line)))
  return keeper
}
