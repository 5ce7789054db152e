import { readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { limitToldIn } from '../../../../kernel/machine.ts'
import { asArguments, settingsFor } from '../settings.ts'
import type { Binaries } from './binaries.ts'
import { type Guarded, startGuarded } from './guardian.ts'
import type { ServerFolder } from './run-folder.ts'
import type { ServerUser } from './server-user.ts'

/** The port is a part of the socket's name, and of nothing else. */
export const PORT = 5432

const READY_POLL_MS = 2
const READY_LIMIT_MS = 30_000
const LOG_POLL_MS = 10_000
const LOG_LIMIT = 1_000_000

export interface PostmasterOrder {
  binaries: Binaries
  run: ServerFolder
  user: ServerUser
  /** 'data': ends in order, its data is wanted. 'nothing': ends at once, and its files with it. */
  keeps: 'data' | 'nothing'
  signal?: AbortSignal | undefined
}

/** Starts a server on a data folder and waits until it takes connections. */
export async function startPostmaster({ binaries, run, user, keeps, signal }: PostmasterOrder): Promise<Guarded> {
  const settings = { ...settingsFor(binaries.majorVersion), listen_addresses: '', port: `${PORT}` }
  const place = { unix_socket_directories: run.sockets, unix_socket_permissions: '0700' }
  const server = startGuarded({
    user,
    command: [join(binaries.folder, 'postgres'), '-D', run.data, ...asArguments({ ...settings, ...place })],
    log: run.log,
    endWith: keeps === 'data' ? 'INT' : 'QUIT',
    leftovers: keeps === 'data' ? [] : [run.data, run.sockets],
  })
  try {
    await untilReady(server, run, signal)
  } catch (thrown) {
    await server.stop()
    throw thrown
  }
  const bound = setInterval(() => boundLog(run.log), LOG_POLL_MS).unref()
  server.ended.then(() => clearInterval(bound))
  return server
}

async function untilReady(server: Guarded, run: ServerFolder, signal: AbortSignal | undefined): Promise<void> {
  let ended = false
  server.ended.then(() => {
    ended = true
  })
  const deadline = performance.now() + READY_LIMIT_MS
  while (!isReady(run.data)) {
    signal?.throwIfAborted()
    if (ended || performance.now() > deadline) {
      const how = ended ? 'it ended at its start' : `it is not ready after ${READY_LIMIT_MS} ms`
      const said = lastWords(run.log)
      const failed = new Error(`Failed to start the embedded PostgreSQL: ${how}. Its last words: ${said}`)
      throw Object.assign(failed, { code: limitToldIn(said) })
    }
    await sleep(READY_POLL_MS)
  }
}

/** The server writes its state into the eighth line of this file. */
function isReady(data: string): boolean {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

function lastWords(log: string): string {
  return readFileSync(log, 'utf8').slice(-2_000).trim() || 'none'
}

/** What agents make the server say does not fill the disk. */
function boundLog(log: string): void {
  try {
    if (statSync(log).size > LOG_LIMIT) truncateSync(log)
  } catch {
    // The run is over and its folder gone.
  }
}
