import dgram from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address } from './project/address.ts'

/** Something outside every world that counts who gets to it. */
export interface Canary extends AsyncDisposable {
  address: Address
  /** What arrived: the first bytes of each connection and datagram; '' for a connection that said nothing. */
  hits(): string[]
}

const REPLY = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\nconnection: close\r\n\r\n"hi"'

/** Opens a TCP port, a UDP port and a socket on loopback. A connection alone is a hit, whatever protocol it speaks. */
export async function openCanary(): Promise<Canary> {
  const hits: string[] = []
  const answer = (socket: net.Socket) => {
    const hit = hits.push('') - 1
    socket.on('error', () => {})
    socket.once('data', (data) => {
      hits[hit] = data.subarray(0, 16).toString('latin1')
      socket.end(REPLY)
    })
    // A client that waits for the server to begin gets its beginning.
    setTimeout(() => hits[hit] === '' && socket.end(REPLY), 200).unref()
  }
  const folder = mkdtempSync(join(tmpdir(), 'mettle-canary-'))
  const tcp = net.createServer(answer).listen(0, '127.0.0.1')
  const pipe = net.createServer(answer).listen(join(folder, 'canary'))
  const udp = dgram.createSocket('udp4', (data) => hits.push(data.toString('latin1'))).bind(0, '127.0.0.1')
  await Promise.all([once(tcp, 'listening'), once(pipe, 'listening'), once(udp, 'listening')])
  const { port } = tcp.address() as AddressInfo
  return {
    address: {
      http: `http://127.0.0.1:${port}/items`,
      https: `https://127.0.0.1:${port}/items`,
      host: '127.0.0.1',
      port,
      udp: udp.address().port,
      pipe: join(folder, 'canary'),
    },
    hits: () => [...hits],
    [Symbol.asyncDispose]: async () => {
      tcp.close()
      pipe.close()
      udp.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
