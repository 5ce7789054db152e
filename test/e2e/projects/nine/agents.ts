import { execFile } from 'node:child_process'
import crypto from 'node:crypto'
import { mkdirSync, opendirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Agent, AgentSession } from 'mettle'

const HERE = import.meta.dirname
/** Drawn when the module loads, as session ids are. */
const SESSION = crypto.randomUUID()

const note = async ({ urls }: AgentSession, text: string) =>
  (await (await fetch(`${urls.board}/notes`, { method: 'POST', body: text })).json()) as { id: string }

const agent =
  (find: (session: AgentSession) => unknown): Agent['run'] =>
  async (_, session) => {
    const found = await find(session)
    if (found !== undefined) await note(session, JSON.stringify(found))
  }

/** Calls begin as their files are read: a long one, a short one, and one that is not there. */
export const reads = agent(async (session) => {
  const files = ['../../cli.ts', 'mettle.config.ts', 'none', 'agents.ts', '../../../../package-lock.json']
  await Promise.all(
    files.map(async (file) => note(session, `${file} ${(await readFile(join(HERE, file)).catch(() => '')).length}`)),
  )
})

/** Calls begin as their keys are derived: the first takes a hundred times as long as the last. */
export const derives = agent(async (session) => {
  const derive = promisify(crypto.pbkdf2)
  const rounds = [100_000, 1_000, 30_000, 10, 3_000]
  await Promise.all(
    rounds.map(async (count) => note(session, (await derive('p', 's', count, 16, 'sha256')).toString('hex'))),
  )
})

export const names = agent(() => ({ pid: process.pid, parent: process.ppid, alive: process.kill(process.pid, 0) }))

export const looks = agent(() => [
  ...[os.hostname(), `${os.hostname}`, os.cpus(), os.loadavg(), os.freemem(), os.totalmem(), os.uptime()],
  ...[os.availableParallelism(), os.networkInterfaces()],
])

export const generates = agent(() => crypto.generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }))

export const encrypts = agent(async () => {
  const { subtle } = globalThis.crypto
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt'])
  return subtle.exportKey('jwk', key)
})

export const draws = agent(() => ({
  ...{ session: SESSION, id: crypto.randomUUID(), random: Math.random(), now: Date.now() },
  ...{ hr: String(process.hrtime.bigint()), since: performance.now() },
}))

/** The order of a folder is that of the disk. */
export const lists = agent(() => {
  const folder = join(os.tmpdir(), `mettle-nine-${crypto.randomUUID()}`)
  mkdirSync(folder)
  for (const name of ['c', 'a', 'd', 'b']) writeFileSync(join(folder, name), name)
  const dir = opendirSync(folder)
  const first = dir.readSync()?.name
  dir.closeSync()
  const found = readdirSync(folder)
  rmSync(folder, { recursive: true })
  return { found, any: first !== undefined }
})

/** Whichever child is the first to end. */
export const asks = agent(async (session) => {
  const run = promisify(execFile)
  await Promise.all(['1', '2', '3'].map(async (n) => note(session, (await run('/bin/echo', [n])).stdout)))
})

export const measures = agent(() => ({ heap: process.memoryUsage().heapUsed }))
