import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished, vi } from 'vitest'
import { withAdmin } from '../../../src/world/databases/servers/admin.ts'
import { mayEnter, serverUser } from '../../../src/world/databases/servers/embedded/server-user.ts'
import type { DatabaseServer, Login, ServerOrder } from '../../../src/world/databases/servers/server.ts'

/**
 * Everything kept goes to a folder of the test file's own. It lies where the server's user can reach it: else the harness would
 * fall back to a folder that all runs on the machine share, and another one would sweep what a test left on purpose.
 */
export function ownCache(): string {
  const folder = mkdtempSync(join(places().find(isOpen) ?? '/tmp', 'mettle-test-'))
  chmodSync(folder, 0o711)
  vi.stubEnv('XDG_CACHE_HOME', folder)
  return folder
}

function places(): string[] {
  return [tmpdir(), '/tmp', '/var/tmp']
}

function isOpen(folder: string): boolean {
  const above = folder === dirname(folder) ? [] : [dirname(folder)]
  return mayEnter(serverUser(), statSync(folder)) && above.every(isOpen)
}

/** What lies in one of the cache's folders: `entries(cache, 'runs')`. */
export function entries(cache: string, kind: 'runs' | 'clusters' | 'binaries'): string[] {
  const root = join(cache, 'mettle/postgres')
  if (!existsSync(root)) throw new Error(`no server has used the cache in ${cache}`)
  return readdirSync(root).flatMap((boot) =>
    readdirSync(join(root, boot, kind)).map((name) => join(root, boot, kind, name)),
  )
}

/** The processes that work below a folder. */
export function processesBelow(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => workingFolder(pid).startsWith(`${folder}/`))
    .map(Number)
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

export async function query<Row>(login: Login, text: string): Promise<Row[]> {
  return withAdmin(login, async (client) => (await client.query(text)).rows as Row[])
}

/** Makes a table with one row, and counts how often it was asked to. */
export function countingOrder(digest: string): ServerOrder & { prepared: number } {
  const order = {
    digest,
    prepared: 0,
    prepare: async (server: DatabaseServer) => {
      order.prepared++
      await query(server.admin, "CREATE TABLE made (digest text); INSERT INTO made VALUES ('it was')")
    },
  }
  return order
}

/** A server that another process owns. */
export interface Elsewhere {
  owner: ChildProcess
  admin: Login
  runId: string
  majorVersion: number
}

/** Who runs the owner, where, and from which checkout. */
export interface OwnerPlace {
  command?: string[]
  checkout?: string
  cwd?: string
  uid?: number
  env?: NodeJS.ProcessEnv
}

/** Starts a server from another process, which can be killed. */
export async function startElsewhere(choice: string, place: OwnerPlace = {}): Promise<Elsewhere> {
  const { command = [process.execPath], checkout = join(import.meta.dirname, '../../..'), ...options } = place
  const [program = '', ...args] = [...command, join(checkout, 'test/world/databases/owner-process.ts'), choice]
  const ids = options.uid === undefined ? {} : { gid: options.uid }
  const owner = spawn(program, args, { ...options, ...ids, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void owner.kill('SIGKILL'))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(owner.stdout).once('line', resolve)
    owner.once('exit', (code) => reject(new Error(`the owner ended at its start: exit ${code}`)))
  })
  return { owner, ...(JSON.parse(line) as Omit<Elsewhere, 'owner'>) }
}

/** Lets the owner end its server, and waits for both. Resolves to its exit code. */
export async function endElsewhere({ owner }: Elsewhere): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => owner.once('exit', resolve))
  owner.stdin?.end()
  return gone
}

/** Kills a process the hard way and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}
