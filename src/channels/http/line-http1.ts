import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { HeaderList } from '../../boundary/wire.ts'
import type { Line } from './line.ts'

/** @param below The TCP connection: it is reset, and not what speaks TLS on it. */
export function lineOfHttp1(incoming: IncomingMessage, response: ServerResponse, below: Socket): Line {
  const { method = 'GET', rawHeaders, socket, headers: given } = incoming
  const hasBody = given['content-length'] !== undefined || given['transfer-encoding'] !== undefined
  // The date is the world's to say: its clock is not ours.
  response.sendDate = false
  const head = (status: number, headers: HeaderList) => response.writeHead(status, headers.flat() as string[])
  return {
    method,
    headers: listOf(rawHeaders),
    body: hasBody ? (incoming as AsyncIterable<Buffer>) : undefined,
    whenOver: (tell) => whenOver(response, socket, () => tell(!response.writableFinished)),
    whole: (status, headers, body) => void head(status, headers).end(body),
    stream: async (status, headers, body) => {
      head(status, headers).flushHeaders()
      try {
        for await (const part of body) {
          if (!response.write(part)) await Promise.race([once(response, 'drain'), once(socket, 'close')])
        }
        response.end()
      } catch {
        await turn(response, socket)
        socket.destroySoon()
      }
    },
    reset: async () => {
      await turn(response, socket)
      below.resetAndDestroy()
    },
    drop: () => below.destroy(),
  }
}

/** Resolves when the answers to requests before it on the same connection have gone out. */
async function turn(response: ServerResponse, socket: Socket): Promise<void> {
  if (!response.socket && !socket.destroyed) await Promise.race([once(response, 'socket'), once(socket, 'close')])
}

/** An answer that waits for others on its connection is not told that this is closed. */
function whenOver(response: ServerResponse, socket: Socket, tell: () => void): void {
  const over = () => {
    socket.off('close', over)
    response.off('close', over)
    tell()
  }
  socket.once('close', over)
  response.once('close', over)
}

function listOf(raw: readonly string[]): HeaderList {
  const headers: [string, string][] = []
  for (let at = 0; at < raw.length; at += 2) headers.push([(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? ''])
  return headers
}
