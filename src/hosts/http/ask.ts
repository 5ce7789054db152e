import { once } from 'node:events'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { connect } from 'node:net'

/** What a service is asked. */
export interface Question {
  method: 'GET' | 'POST'
  url: string
  headers: Readonly<Record<string, string>>
  body?: string
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
  { method, url, headers, body }: Question,
  most: number,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ServiceReply>()
  const send = url.startsWith('https:') ? secure : plain
  // A connection of its own: what an earlier trial left open says nothing in this one.
  const request = send(url, { method, headers, agent: false, signal }, (response) => {
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

/** Does somebody listen at an address? */
export async function takesConnections(url: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  const socket = connect(Number(port) || (protocol === 'https:' ? 443 : 80), hostname)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
