import { exec } from 'node:child_process'
import crypto from 'node:crypto'
import dns from 'node:dns'
import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import net from 'node:net'
import { Worker } from 'node:worker_threads'
import zlib from 'node:zlib'

/** Servers of another process: their work is invisible to this one. */
export interface Foreign {
  http: number
  dns: number
}

const require = createRequire(import.meta.url)
const SPIN = 'for (let turn = 0; turn < 5e7; turn++);'
const WAKE = `
  const cell = new Int32Array(require('worker_threads').workerData)
  setTimeout(() => { Atomics.store(cell, 0, 1); Atomics.notify(cell, 0) }, 30)`
const RSA = { name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }

const called = (start: (done: () => void) => unknown) => new Promise<void>((done) => void start(done))

/** Real work that an agent may wait for, by name. Each resolves when it is done; none needs time to move. */
export function realWork({ http: port, dns: dnsPort }: Foreign): Record<string, () => Promise<unknown>> {
  const large = process.execPath
  return {
    nothing: async () => {},
    'fs promise': () => fs.promises.readFile(large),
    'fs callback': () => called((done) => fs.readFile(large, done)),
    'read stream': () => called((done) => fs.createReadStream(large).resume().on('close', done)),
    'import()': () => import('fast-check'),
    gzip: () => called((done) => zlib.gzip(crypto.randomBytes(5e6), done)),
    CompressionStream: () => {
      const packed = new Blob([new Uint8Array(3e6)]).stream().pipeThrough(new CompressionStream('gzip'))
      return new Response(packed).arrayBuffer()
    },
    pbkdf2: () => called((done) => crypto.pbkdf2('a', 'b', 100_000, 32, 'sha1', done)),
    randomBytes: () => called((done) => crypto.randomBytes(5e7, done)),
    'subtle.digest': () => crypto.subtle.digest('SHA-256', new Uint8Array(2e7)),
    'subtle RSA key': () => crypto.subtle.generateKey(RSA, true, ['encrypt', 'decrypt']),
    'dns lookup': () => dns.promises.lookup('localhost'),
    'dns resolve': () => resolveAt(dnsPort),
    'child process': () => called((done) => exec('sleep 0.05', done)),
    Worker: () => called((done) => new Worker(SPIN, { eval: true }).on('exit', done)),
    'Worker message': () => {
      const source = `${SPIN} require('worker_threads').parentPort.postMessage(1)`
      return called((done) => new Worker(source, { eval: true }).once('message', done))
    },
    'wasm compile': () => WebAssembly.compile(require('undici/lib/llhttp/llhttp-wasm.js')),
    'foreign fetch': () => fetch(`http://127.0.0.1:${port}`).then((reply) => reply.text()),
    'foreign node:http': () =>
      called((done) => http.get({ port, agent: false }, (reply) => void reply.resume().on('end', done))),
    'net connect': () =>
      called((done) => {
        const socket = net.connect(port, '127.0.0.1', () => done()).on('connect', () => socket.destroy())
      }),
    MessageChannel: () =>
      called((done) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          port1.close()
          done()
        }
        port2.postMessage(1)
      }),
    BroadcastChannel: () =>
      called((done) => {
        const [one, other] = [new BroadcastChannel('x'), new BroadcastChannel('x')]
        one.onmessage = () => {
          for (const channel of [one, other]) channel.close()
          done()
        }
        other.postMessage(1)
      }),
    'Atomics.waitAsync': async () => {
      const memory = new SharedArrayBuffer(4)
      new Worker(WAKE, { eval: true, workerData: memory })
      await Atomics.waitAsync(new Int32Array(memory), 0, 0).value
    },
    // The last one: it stays open.
    'foreign idle socket': () => called((done) => net.connect(port, '127.0.0.1', done)),
  }
}

async function resolveAt(port: number): Promise<void> {
  const resolver = new dns.promises.Resolver({ tries: 1 })
  resolver.setServers([`127.0.0.1:${port}`])
  await resolver.resolve4('somewhere.test').catch(() => {})
}
