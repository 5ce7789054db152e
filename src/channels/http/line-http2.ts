import { once } from 'node:events'
import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { HeaderList } from '../../boundary/wire.ts'
import type { Line } from './line.ts'

/** They speak of a connection of HTTP/1.1, and must not stand in an answer of HTTP/2. */
const OF_HTTP1 = ['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'http2-settings', 'host']

/** A stream of a connection on which others go on: what breaks is the stream, by an error of its host. */
export function lineOfHttp2(stream: ServerHttp2Stream, given: IncomingHttpHeaders, raw: readonly string[]): Line {
  const fail = () => stream.close(constants.NGHTTP2_INTERNAL_ERROR)
  const head = (status: number, headers: HeaderList, endStream = false) => {
    stream.respond({ ':status': status, ...grouped(headers) }, { sendDate: false, endStream } as object)
  }
  return {
    method: given[':method'] ?? 'GET',
    headers: listOf(given, raw),
    body: stream.endAfterHeaders ? undefined : (stream as AsyncIterable<Buffer>),
    whenOver: (tell) => stream.once('close', () => tell(stream.aborted)),
    whole: (status, headers, body) => {
      head(status, headers, !body?.length)
      if (body?.length) stream.end(body)
    },
    stream: async (status, headers, body) => {
      head(status, headers)
      try {
        for await (const part of body) {
          if (!stream.write(part)) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
        }
        stream.end()
      } catch {
        await new Promise((sent) => stream.write('', sent))
        fail()
      }
    },
    reset: async () => fail(),
    drop: () => stream.session?.destroy(),
  }
}

/** The address first, as HTTP/1.1 has it. */
function listOf(given: IncomingHttpHeaders, raw: readonly string[]): HeaderList {
  const headers: [string, string][] = [['host', given[':authority'] ?? given.host ?? '']]
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? ''
    if (!name.startsWith(':') && name !== 'host') headers.push([name, raw[at + 1] ?? ''])
  }
  return headers
}

function grouped(headers: HeaderList): Record<string, string | string[]> {
  const groups: Record<string, string | string[]> = {}
  for (const [name, value] of headers) {
    if (OF_HTTP1.includes(name)) continue
    const before = groups[name]
    groups[name] = before === undefined ? value : [before, value].flat()
  }
  return groups
}
