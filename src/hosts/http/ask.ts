import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as encrypt } from 'node:tls'
import { type Dial, dialHere } from '../programs/start.ts'

/** What a service is asked. */
export interface Question {
  method: 'GET' | 'POST'
  url: string
  headers: Readonly<Record<string, string>>
  body?: string
  /** How it is reached. Default: as it stands. */
  dial?: Dial | undefined
}

/** What it answered. */
export interface ServiceReply {
  status: number
  type: string
  location: string | undefined
  text: string
}

/**
 * Asks a service, and waits as long as its trial does: no other limit holds.
 * @param most How long its answer may be, in bytes.
 * @throws {Error} it did not answer, broke off, or said more than it may.
 */
export function ask(
  { method, url, headers, body, dial = dialHere }: Question,
  most: number,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ServiceReply>()
  const send = url.startsWith('https:') ? secure : plain
  // A connection of its own: what an earlier trial left open says nothing in this one.
  const createConnection = (_: unknown, connected: (error: Error | null, socket: Duplex) => void) => {
    const none = undefined as unknown as Duplex
    dialFor(url, dial).then(
      (socket) => connected(null, socket),
      (error) => connected(error, none),
    )
    return undefined
  }
  const request = send(url, { method, headers, createConnection, signal }, (response) => {
    const parts: Buffer[] = []
    let size = 0
    response.on('data', (part: Buffer) => {
      size += part.byteLength
      if (size > most) request.destroy(new Error(`its answer has more than ${most} bytes`))
      else parts.push(part)
    })
    response.once('error', reject)
    response.once('aborted', () => reject(new Error('it broke off its answer')))
    response.once('end', () => {
      const { statusCode: status = 0, headers: said } = response
      const text = Buffer.concat(parts).toString('utf8')
      resolve({ status, type: said['content-type'] ?? '', location: said.location, text })
    })
  })
  request.once('error', reject)
  request.end(body)
  return promise
}

/** A connection for what an address says. */
async function dialFor(url: string, dial: Dial): Promise<Duplex> {
  const { protocol } = new URL(url)
  const place = placeOf(url)
  const socket = await dial(place)
  if (protocol !== 'https:') return socket
  return encrypt({ socket, ...(isIP(place.host) === 0 && { servername: place.host }) })
}

function placeOf(url: string): { host: string; port: number } {
  const { hostname, port, protocol } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (protocol === 'https:' ? 443 : 80) }
}

/** Does somebody listen at an address? */
export async function takesConnections(url: string, dial = dialHere): Promise<boolean> {
  try {
    const socket = await dial(placeOf(url))
    socket.destroy()
    return true
  } catch {
    return false
  }
}
