import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { query } from '../../world/databases/stage.ts'

const INSTALLED = '/usr/lib/postgresql'
const NOBODY = 65_534

/** A server of Debian's own packages on a free port, as a stranger's: nothing of the harness has set it up. */
export interface DebianServer extends AsyncDisposable {
  url: string
}

export async function startDebianServer(): Promise<DebianServer> {
  const [version] = existsSync(INSTALLED) ? readdirSync(INSTALLED).sort().reverse() : []
  if (!version) throw new Error('There is no PostgreSQL of the system. Install it: `sudo apt-get install postgresql`.')
  const bin = join(INSTALLED, version, 'bin')
  const ids = process.geteuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const folder = mkdtempSync('/tmp/mettle-debian-')
  chmodSync(folder, 0o755)
  if (ids.uid) chownSync(folder, NOBODY, NOBODY)
  const [data, passwordFile] = [join(folder, 'data'), join(folder, 'password')]
  writeFileSync(passwordFile, 'pass/word', { mode: 0o644 })
  const access = ['--username=boss', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync']
  execFileSync(join(bin, 'initdb'), ['--pgdata', data, ...access], { ...ids, cwd: '/', stdio: 'pipe' })
  const port = await freePort()
  const args = ['-D', data, '-p', `${port}`, '-k', folder, '-c', 'fsync=off']
  const server = spawn(join(bin, 'postgres'), args, { ...ids, cwd: '/', stdio: 'ignore' })
  await untilReady(port)
  return {
    url: `postgres://boss:pass%2Fword@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: async () => {
      await ended(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(port: number): Promise<void> {
  const login = { host: '127.0.0.1', port, user: 'boss', password: 'pass/word', database: 'postgres' }
  for (let tries = 0; ; tries++) {
    try {
      await query(login, 'SELECT 1')
      return
    } catch (thrown) {
      if (tries > 300) throw thrown
      await sleep(50)
    }
  }
}

async function ended(server: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGINT')
  await gone
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
