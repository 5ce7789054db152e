import { type ChildProcess, spawn } from 'node:child_process'
import dgram from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** What lies outside of every world and counts who gets to it. */
export interface Outside extends AsyncDisposable {
  /** Where things are, for `attack.py`. */
  at: Readonly<Record<string, string | number>>
  home: string
  /** What came to sockets and to the process, in order. */
  hits(): string[]
}

/** A text that only whoever reads what it should not can tell. */
const SECRET = 'mettle-canary-secret'
/** Counts signals, holds the secret, and may be looked into by a debugger. */
const VICTIM =
  'process.on("SIGUSR2", () => process.stdout.write("signal\\n")); setInterval(() => {}, 1e6); console.log("up")'

/** Opens sockets of every kind, and plants files and a process. @param project A folder that links are planted in. */
export async function openOutside(project: string): Promise<Outside> {
  await using undo = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'mettle-outside-'))
  const inRun = mkdtempSync('/run/mettle-outside-')
  const otherTrial = mkdtempSync(join(tmpdir(), 'mettle-agent-'))
  undo.defer(() => {
    for (const one of [folder, inRun, otherTrial]) rmSync(one, { recursive: true, force: true })
  })
  const hits: string[] = []
  const listen = async (where: net.ListenOptions) => {
    const server = net.createServer((socket) => {
      hits.push(`connection to ${where.path ?? where.host}`)
      socket.on('error', () => {}).resume()
    })
    server.listen(where)
    await once(server, 'listening')
    undo.defer(() => void server.close())
    return (server.address() as net.AddressInfo).port
  }
  const tcp = await listen({ port: 0, host: '127.0.0.1' })
  await listen({ port: tcp, host: '127.0.0.2' })
  const sockets = { unix: join(folder, 'socket'), unix_in_run: join(inRun, 'docker.sock') }
  const abstract = `mettle-outside-${process.pid}`
  for (const path of [...Object.values(sockets), `\0${abstract}`]) await listen({ path })
  const udp = dgram.createSocket('udp4', () => hits.push('a datagram')).bind(0, '127.0.0.1')
  await once(udp, 'listening')
  undo.defer(() => void udp.close())
  const plant = (path: string) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, SECRET)
    return path
  }
  const home = join(folder, 'home')
  for (const path of ['.ssh/id_rsa', '.aws/credentials']) plant(join(home, path))
  const outside = plant(join(folder, 'elsewhere/file'))
  plant(join(otherTrial, 'task.json'))
  symlinkSync(outside, join(project, 'link-to-outside'))
  symlinkSync(sockets.unix, join(project, 'link-to-socket'))
  const victim = startVictim(hits)
  undo.defer(() => void victim.kill('SIGKILL'))
  await once(victim.stdout as NodeJS.ReadableStream, 'data')
  const written = join(folder, 'written')
  const rest = undo.move()
  return {
    at: {
      ...sockets,
      tcp,
      udp: udp.address().port,
      abstract,
      secret: SECRET,
      home,
      outside,
      written,
      project,
      tmp: tmpdir(),
      pid: victim.pid ?? 0,
    },
    home,
    hits: () => [...hits],
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  }
}

function startVictim(hits: string[]): ChildProcess {
  const env = { SECRET }
  const victim = spawn(process.execPath, ['-e', VICTIM], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  victim.stdout?.on('data', (text: Buffer) => {
    if (String(text).includes('signal')) hits.push('a signal')
  })
  return victim
}
