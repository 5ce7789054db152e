import { execFile } from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import http from 'node:http'
import http2 from 'node:http2'
import net from 'node:net'
import tls from 'node:tls'
import { Worker } from 'node:worker_threads'
import type { Json } from '../../kernel/json.ts'
import type { Agent } from '../define.ts'

/** Where it takes what it knows: what the task names, else a port of this machine at which nobody listens. */
interface Lair {
  host: string
  port: number
  udp: number
  pipe: string
  /** An address of the world that leads there. */
  redirect?: string
}

const NOBODY: Lair = { host: '127.0.0.1', port: 9, udp: 9, pipe: '/tmp/mettle-nobody' }

/** 169.254.169.254, where clouds keep the keys of a machine, as URLs may spell it. None of them leaves the process at any tier. */
const METADATA = [
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '169.16689662'],
  ...['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '169.254.169.254.', '①⑥⑨.254.169.254', 'user@169.254.169.254'],
]

type Way = (to: Lair, url: (way: string) => string) => unknown

const settled = (socket: NodeJS.EventEmitter, event = 'connect') =>
  new Promise((resolve, reject) => socket.once(event, resolve).once('error', reject))

const WAYS: Record<string, Way> = {
  fetch: (_, url) => fetch(url('fetch')),
  http: (_, url) => settled(http.get(url('http')), 'response'),
  undici: async (_, url) => {
    const name = 'undici'
    const { request } = await import(name)
    return request(url('undici'))
  },
  net: ({ host, port }) => {
    const socket = net.connect(port, host)
    socket.write('GET /w-net HTTP/1.1\r\n\r\n')
    return settled(socket)
  },
  tls: ({ host, port }) => settled(tls.connect({ host, port, rejectUnauthorized: false }), 'secureConnect'),
  http2: (_, url) => settled(http2.connect(url('http2'))),
  udp: ({ host, udp }) =>
    new Promise((resolve, reject) => {
      const socket = dgram.createSocket('udp4')
      socket.send('w-udp', udp, host, (thrown) => (thrown ? reject(thrown) : resolve(socket.close())))
    }),
  unix: ({ pipe }) => settled(net.connect(pipe)),
  redirect: ({ redirect }) => (redirect === undefined ? undefined : fetch(redirect)),
  // Those that no process holds from within.
  dns: async ({ host, udp }) => {
    const own = new dns.promises.Resolver({ timeout: 200, tries: 1 })
    own.setServers([`${host}:${udp}`])
    return own.resolve4('w-dns.test')
  },
  curl: (_, url) => ended('curl', ['--silent', '--max-time', '2', url('curl')]),
  child: (_, url) => ended(process.execPath, ['-e', `fetch('${url('child')}')`]),
  worker: (_, url) => settled(new Worker(`fetch('${url('worker')}').catch(() => {})`, { eval: true }), 'exit'),
}

/**
 * Takes what it was told out of its world by every way that a program has: clients, sockets, datagrams, look-ups, other processes and
 * threads, redirects, and the address where clouds keep the keys of a machine, in all its spellings.
 *
 * @attacks the walls of the tier: what is refused, what is told, and what is not there
 * @expect failed: outside its world
 */
export const run: Agent['run'] = async ({ data }) => {
  const to = { ...NOBODY, ...((data as { lair?: Partial<Lair> } | null)?.lair ?? {}) }
  const url = (way: string) => `http://${to.host}:${to.port}/w-${way}`
  const came: Record<string, Json> = {}
  const go = async (name: string, way: () => unknown) => {
    came[name] = await Promise.race([Promise.resolve().then(way), patience()]).then(
      () => 'went',
      (thrown) => `refused: ${(thrown as { code?: string }).code ?? thrown}`,
    )
  }
  for (const [name, way] of Object.entries(WAYS)) await go(name, () => way(to, url))
  for (const host of METADATA) await go(host, () => fetch(`http://${host}/latest/meta-data/`))
  return came
}

/** What hangs is not waited for. */
function patience(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 3_000).unref())
}

function ended(file: string, args: string[]): Promise<unknown> {
  return new Promise((resolve, reject) =>
    execFile(file, args, { timeout: 3_000 }, (thrown) => (thrown ? reject(thrown) : resolve(0))),
  )
}
