import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Json } from '../../kernel/json.ts'
import { type Asked, type Wire, WireError, type Written } from '../../world/models/wires/define.ts'
import { findPlace } from '../../world/models/wires/index.ts'
import { nextTurn, type Payment, SCRIPTS, type ScriptName } from './scripts.ts'

/** A scripted model on loopback, for every wire that mettle speaks. */
export interface ModelServer {
  /** The base URL of a script. */
  url(script: ScriptName): string
  close(): void
}

export async function openModel(): Promise<ModelServer> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (script) => `http://127.0.0.1:${port}/${script}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request).catch(() => '')
  const address = new URL(request.url ?? '/', 'http://model.test')
  const [, script = '', ...path] = address.pathname.split('/')
  address.pathname = `/${path.join('/')}`
  const found = Object.hasOwn(SCRIPTS, script) ? findPlace(request.method ?? 'GET', address) : undefined
  if (!found) return send(response, 404, { error: { message: `There is nothing at ${request.url}.` } })
  const asked: Asked = { request: parsed(body), place: found.place, stored: new Map() }
  try {
    speak(response, found.wire, asked, script as ScriptName)
  } catch (thrown) {
    if (!(thrown instanceof WireError)) return send(response, 500, { error: { message: String(thrown) } })
    send(response, thrown.status, found.wire.misuse(thrown, found.place))
  }
}

/** @throws {WireError} what the real API refuses. */
function speak(response: ServerResponse, wire: Wire, asked: Asked, script: ScriptName): void {
  if (asked.place.count) {
    send(response, 200, asked.place.count(1))
    return
  }
  const conversation = wire.read(asked)
  const payments = nextTurn(script, conversation)
  const toolCalls = payments.map(({ tool, input }) => ({ name: tool, input }))
  const turn = payments.length > 0 ? { toolCalls } : { text: 'done' }
  const written = wire.write(turn, { conversation, createdAt: 1, newId: idsOf(payments) }, asked)
  if (written.stream) stream(response, written.stream)
  else send(response, 200, written.body)
}

/** The ids of calls are the script's own: two cases are of ids that come again. */
function idsOf(payments: readonly Payment[]): (prefix: string) => string {
  const left = payments.values()
  return (prefix) => `${prefix}_${['call', 'toolu'].includes(prefix) ? left.next().value?.id : 1}`
}

function stream(response: ServerResponse, { contentType, pieces }: NonNullable<Written['stream']>): void {
  response.writeHead(200, { 'content-type': contentType })
  for (const piece of pieces) response.write(piece)
  response.end()
}

function send(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    return body
  }
}
