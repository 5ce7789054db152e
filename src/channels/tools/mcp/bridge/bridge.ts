import { Agent, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { createInterface } from 'node:readline'
import { eventsIn, textOf } from './events.ts'
import { headersOf, type Message, readMessage } from './message.ts'

/** What a client that speaks over pipes hears from and writes to. */
export interface Pipes {
  input: NodeJS.ReadableStream
  write(line: string): void
}

const ACCEPT = 'application/json, text/event-stream'

/** Brings a client that speaks MCP over pipes, a message a line, to a server that speaks it over HTTP. Resolves when it hangs up. */
export async function bridge(url: string, { input, write }: Pipes): Promise<void> {
  const conversation = new Conversation(url, write)
  const sent: Promise<void>[] = []
  for await (const text of createInterface({ input })) {
    if (text.trim() === '') continue
    const answered = conversation.send(text)
    // Nothing of a conversation is said before it has begun.
    if (readMessage(text)?.method === 'initialize') await answered
    else sent.push(answered)
  }
  conversation.hangUp()
  await Promise.allSettled(sent)
}

/** One conversation. */
class Conversation {
  readonly #url: string
  readonly #write: (line: string) => void
  readonly #agent = new Agent({ keepAlive: true })
  readonly #open = new Map<string | number, ClientRequest>()
  /** What every request of an earlier version carries once the conversation has begun. */
  #session: OutgoingHttpHeaders = {}

  constructor(url: string, write: (line: string) => void) {
    this.#url = url
    this.#write = write
  }

  async send(text: string): Promise<void> {
    const message = readMessage(text) ?? {}
    // A request is taken back by letting go of it, where each stands for itself.
    if (message.method === 'notifications/cancelled' && !this.#session['mcp-session-id']) {
      return this.#takeBack(message.params?.requestId)
    }
    try {
      const response = await this.#request('POST', text, message)
      this.#begin(response, message)
      await this.#hear(response, message)
      if (message.method === 'notifications/initialized') this.#listen()
    } catch (thrown) {
      if (message.id !== undefined && this.#open.has(message.id))
        this.#write(lost(message.id, thrown as NodeJS.ErrnoException))
    } finally {
      if (message.id !== undefined) this.#open.delete(message.id)
    }
  }

  hangUp(): void {
    for (const id of [...this.#open.keys()]) this.#takeBack(id)
    this.#agent.destroy()
  }

  /** Nobody waits for its answer any more. */
  #takeBack(id: string | number | undefined): void {
    if (id === undefined) return
    const asked = this.#open.get(id)
    this.#open.delete(id)
    asked?.destroy()
  }

  #request(method: 'POST' | 'GET', text: string, message: Message = {}): Promise<IncomingMessage> {
    const body = Buffer.from(text)
    const length = method === 'POST' && { 'content-type': 'application/json', 'content-length': body.byteLength }
    const headers = { accept: ACCEPT, ...length, ...this.#session, ...headersOf(message) }
    return new Promise((resolve, reject) => {
      const asked = request(this.#url, { method, headers, agent: this.#agent }, resolve)
      if (message.id !== undefined) this.#open.set(message.id, asked)
      asked.on('error', reject)
      asked.end(body)
    })
  }

  #begin({ headers }: IncomingMessage, message: Message): void {
    const id = headers['mcp-session-id']
    if (message.method === 'initialize' && typeof id === 'string') this.#session = { 'mcp-session-id': id }
  }

  async #hear(response: IncomingMessage, message: Message): Promise<void> {
    if (response.headers['content-type']?.startsWith('text/event-stream')) {
      for await (const data of eventsIn(response)) this.#tell(data, message)
      return
    }
    const text = await textOf(response)
    if (text.trim() === '') return
    if (response.statusCode === 200 || text.startsWith('{')) return this.#tell(text, message)
    if (message.id !== undefined) throw new Error(`HTTP ${response.statusCode}: ${text.trim()}`)
  }

  #tell(text: string, { method }: Message): void {
    if (method === 'initialize') {
      const { result } = (readMessage(text) ?? {}) as { result?: { protocolVersion?: string } }
      if (result?.protocolVersion) this.#session['mcp-protocol-version'] = result.protocolVersion
    }
    this.#write(text.replaceAll('\n', ' '))
  }

  /** What a server says by itself. */
  #listen(): void {
    if (!this.#session['mcp-session-id']) return
    this.#request('GET', '')
      .then(async (response) => {
        if (response.statusCode === 200) for await (const data of eventsIn(response)) this.#tell(data, {})
      })
      .catch(() => {})
  }
}

/** What a client hears whose answer was lost on the way: the process that it speaks to lives on. */
function lost(id: string | number, { code, message }: NodeJS.ErrnoException): string {
  const error = { code: -32_000, message: 'Connection closed', data: { reason: code ?? message } }
  return JSON.stringify({ jsonrpc: '2.0', id, error })
}
