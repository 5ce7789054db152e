import { execFile, spawnSync } from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { agent } from './agent.ts'

const savedFetch = fetch
const INSECURE = { rejectUnauthorized: false }

// Those that speak HTTP/1.1: the world answers them.

export const globalFetch = agent('globalFetch', ({ http }) => fetch(http).then((reply) => reply.text()))

export const savedGlobalFetch = agent('savedGlobalFetch', ({ https }) =>
  savedFetch(https).then((reply) => reply.text()),
)

export const nodeHttp = agent('nodeHttp', (to) => read(http.get(to.http)))

export const nodeHttps = agent('nodeHttps', (to) => read(https.get(to.https, INSECURE)))

export const axios = agent('axios', async (to) => {
  const { default: client } = await import('axios')
  return JSON.stringify((await client.get(to.http)).data)
})

export const got = agent('got', async (to) => {
  const { default: client } = await import('got')
  return client(to.http, { retry: { limit: 0 } }).text()
})

export const undiciFetch = agent('undiciFetch', async (to) => {
  const { fetch: client } = await import('undici')
  return (await client(to.http)).text()
})

export const undiciRequest = agent('undiciRequest', async (to) => {
  const { request } = await import('undici')
  return (await request(to.https)).body.text()
})

// Those that speak something else, or that the world does not serve: refused.

export const ws = agent('ws', async (to) => {
  const { default: Client } = await import('ws')
  const socket = new Client(to.http.replace('http', 'ws'))
  return new Promise((resolve, reject) => socket.on('open', () => resolve('open')).on('error', reject))
})

export const globalWebSocket = agent('globalWebSocket', (to) => {
  const socket = new WebSocket(to.http.replace('http', 'ws'))
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve('open')
    socket.onerror = (event) => reject((event as ErrorEvent).error ?? new Error('refused'))
  })
})

/** Says nothing and waits for the server to begin. */
export const netSilent = agent('netSilent', ({ host, port }) => answered(net.connect(port, host)))

export const netTalking = agent('netTalking', ({ host, port }) => {
  const socket = net.connect(port, host)
  socket.write('EHLO agent\r\n')
  return answered(socket)
})

/** The same, and takes a connection for success. */
export const netConnected = agent('netConnected', ({ host, port }) => {
  const socket = net.connect(port, host)
  return new Promise((resolve, reject) => socket.once('connect', () => resolve('connected')).once('error', reject))
})

export const tlsSocket = agent('tlsSocket', ({ host, port }) => {
  const socket = tls.connect({ host, port, ...INSECURE })
  return new Promise((resolve, reject) => socket.once('secureConnect', () => resolve('secure')).once('error', reject))
})

export const http2Tls = agent('http2Tls', (to) => readStream(http2.connect(to.https, INSECURE)))

export const http2Clear = agent('http2Clear', (to) => readStream(http2.connect(to.http)))

export const datagram = agent('datagram', async ({ host, udp }) => {
  const socket = dgram.createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) =>
      socket.send('ping', udp, host, (thrown) => (thrown ? reject(thrown) : resolve())),
    )
    return 'sent'
  } finally {
    socket.close()
  }
})

export const unixSocket = agent('unixSocket', ({ pipe }) => answered(net.connect(pipe)))

/** It says nothing, and takes a connection for success. */
export const unixSilent = agent('unixSilent', ({ pipe }) => {
  const socket = net.connect(pipe)
  return new Promise((resolve, reject) => socket.once('connect', () => resolve('connected')).once('error', reject))
})

export const unixTls = agent('unixTls', ({ pipe }) => {
  const socket = tls.connect({ path: pipe, ...INSECURE })
  return new Promise((resolve, reject) => socket.once('secureConnect', () => resolve('secure')).once('error', reject))
})

export const unixUndici = agent('unixUndici', async ({ pipe }) => {
  const { Client } = await import('undici')
  const client = new Client('http://shop.test', { socketPath: pipe })
  const { body } = await client.request({ path: '/items', method: 'GET' })
  return body.text()
})

export const unixHttp = agent('unixHttp', ({ pipe }) => read(http.get({ socketPath: pipe, path: '/items' })))

/** Below every module of Node: the handle of the operating system. */
export const binding = agent('binding', ({ host, port }) => {
  const { TCP, TCPConnectWrap, constants } = bindingOf('tcp_wrap')
  const handle = new TCP(constants.SOCKET)
  const request = new TCPConnectWrap()
  return new Promise((resolve, reject) => {
    const end = (status: number) => (status === 0 ? resolve('connected') : reject(new Error(`errno ${status}`)))
    Object.assign(request, { oncomplete: end })
    const status = handle.connect(request, host, port)
    if (status !== 0) end(status)
  })
})

// Those that no process can hold from within: told, not refused.

export const child = agent('child', async (to) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', fetchFrom(to.http)])
  return stdout
})

export const childSync = agent('childSync', async (to) => {
  const { stdout } = spawnSync(process.execPath, ['-e', `require('http').get('${to.http}')`], { timeout: 1_000 })
  return String(stdout)
})

export const workerThread = agent('workerThread', async (to) => {
  const worker = new Worker(`${fetchFrom(to.http)}.then(() => {})`, { eval: true, stdout: true })
  await once(worker, 'exit')
  return 'exited'
})

/** It asks the system's own resolver: nobody at the other end counts it here. */
export const lookup = agent('lookup', async () => (await dns.promises.lookup('localhost')).address)

export const resolver = agent('resolver', async ({ host, udp }) => {
  const own = new dns.promises.Resolver({ timeout: 200, tries: 1 })
  own.setServers([`${host}:${udp}`])
  return (await own.resolve4('canary.test')).join()
})

function fetchFrom(url: string): string {
  return `fetch('${url}').then((reply) => reply.text()).then(console.log)`
}

async function read(request: http.ClientRequest): Promise<string> {
  const [reply] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  for await (const chunk of reply) text += chunk
  return text
}

async function answered(socket: net.Socket): Promise<string> {
  const [data] = await once(socket, 'data')
  socket.destroy()
  return String(data)
}

function readStream(session: http2.ClientHttp2Session): Promise<string> {
  return new Promise((resolve, reject) => {
    session.on('error', reject)
    const stream = session.request({ ':path': '/items' })
    stream.on('error', reject)
    stream.on('response', () => resolve('responded'))
    stream.on('close', () => reject(new Error('closed without a response')))
  }).finally(() => session.destroy()) as Promise<string>
}

interface TcpBinding {
  TCP: new (kind: number) => { connect(request: object, host: string, port: number): number }
  TCPConnectWrap: new () => object
  constants: { SOCKET: number }
}

function bindingOf(name: string): TcpBinding {
  return (Reflect.get(process, 'binding') as (name: string) => TcpBinding).call(process, name)
}
