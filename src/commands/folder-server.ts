import { randomBytes } from 'node:crypto'
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'
import { UsageError } from '../kernel/errors.ts'

/** A folder that is served on the loopback interface, to whoever knows its address. */
export interface FolderServer extends AsyncDisposable {
  /** Ends in a slash; the path holds a token of 128 bits. */
  url: string
}

const HOST = '127.0.0.1'

const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
}

/** Nothing is kept, nothing is guessed, no other page may hold it in a frame or read it. */
const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** @param port 0 for any free one. @throws {UsageError} the port cannot be had. */
export async function serveFolder(folder: string, port: number): Promise<FolderServer> {
  const root = realpathSync(folder)
  const token = randomBytes(16).toString('hex')
  const server = createServer((request, response) => answer(request, response, root, token))
  await new Promise<void>((done, fail) => {
    server.once('error', (error) => {
      fail(new UsageError(`Failed to serve at port ${port}: ${error.message}. Choose another one with --port.`))
    })
    server.listen(port, HOST, done)
  })
  const { port: given } = server.address() as AddressInfo
  return {
    url: `http://${HOST}:${given}/${token}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

function answer(request: IncomingMessage, response: ServerResponse, root: string, token: string): void {
  const file = isForUs(request) ? fileOf(request.url ?? '', root, token) : undefined
  if (!file) {
    response.writeHead(404, { ...HEADERS, 'content-type': 'text/plain' }).end('Not found.\n')
    return
  }
  response.writeHead(200, { ...HEADERS, 'content-type': KINDS[extname(file)] ?? 'text/plain; charset=utf-8' })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
}

/** A foreign name that was made to lead here is refused: its page could read what is served. */
function isForUs({ method, headers }: IncomingMessage): boolean {
  const name = (headers.host ?? '').replace(/:\d+$/, '')
  return (method === 'GET' || method === 'HEAD') && (name === HOST || name === 'localhost')
}

/** The file that an address names; undefined for none, and for any that lies outside the folder. */
function fileOf(url: string, root: string, token: string): string | undefined {
  const [path = ''] = url.split(/[?#]/, 1)
  if (!path.startsWith(`/${token}/`)) return undefined
  try {
    const name = decodeURIComponent(path.slice(token.length + 2)) || 'index.html'
    const file = realpathSync(join(root, name))
    return file.startsWith(root + sep) && statSync(file).isFile() ? file : undefined
  } catch {
    return undefined
  }
}
