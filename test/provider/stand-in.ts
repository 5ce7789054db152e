import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** What the stand-in was asked. */
export interface Seen {
  path: string
  headers: Record<string, string | string[] | undefined>
  // biome-ignore lint/suspicious/noExplicitAny: whatever a client sends
  body: any
}

/** What it is to answer to one request. */
export interface Says {
  status?: number
  headers?: Record<string, string>
  /** Each after so many ms. */
  pieces: { afterMs?: number; text: string }[]
  /** The connection breaks behind the last piece. */
  breaks?: boolean
}

/** A provider of models over TLS, on loopback. Its authority is in `ca`. */
export interface StandIn extends AsyncDisposable {
  url: string
  seen: Seen[]
  /** The text of each answer. */
  said: string[]
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** For NODE_EXTRA_CA_CERTS. */
export const AUTHORITY = file('ca.pem')

export async function standIn(answer: (seen: Seen, count: number) => Says | Promise<Says>): Promise<StandIn> {
  const seen: Seen[] = []
  const said: string[] = []
  const tls = { key: readFileSync(file('server-key.pem')), cert: readFileSync(file('server.pem')) }
  const server: Server = createServer(tls, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = {
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    }
    seen.push(one)
    const {
      status = 200,
      headers = { 'content-type': 'application/json' },
      pieces,
      breaks,
    } = await answer(one, seen.length)
    said.push(pieces.map(({ text }) => text).join(''))
    response.writeHead(status, headers)
    for (const { afterMs = 0, text } of pieces) {
      if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs))
      response.write(text)
    }
    if (breaks) setTimeout(() => response.destroy(), 100)
    else response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://localhost:${port}/v1`,
    seen,
    said,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** One answer of OpenAI's Chat Completions: a text, or a call of a tool. */
export function completion(said: { text: string } | { call: { name: string; args: string } }, streamed = false): Says {
  const id = Math.random().toString(36).slice(2)
  const call = 'call' in said ? said.call : undefined
  const tool_calls = call && [
    { index: 0, id: `call_${id}`, type: 'function', function: { name: call.name, arguments: call.args } },
  ]
  const text = 'text' in said ? said.text : null
  const base = { id: `chatcmpl-${id}`, created: Math.floor(Date.now() / 1_000), model: 'acme-large-2026-10-01' }
  const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 }
  const finish_reason = call ? 'tool_calls' : 'stop'
  if (!streamed) {
    const message = { role: 'assistant', content: text, refusal: null, ...(tool_calls && { tool_calls }) }
    const whole = { ...base, object: 'chat.completion', choices: [{ index: 0, message, finish_reason }], usage }
    return { pieces: [{ afterMs: 5, text: JSON.stringify(whole) }] }
  }
  const chunk = (delta: object, finish: string | null = null, more = {}) => {
    const choices = [{ index: 0, delta, finish_reason: finish }]
    return `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices, ...more })}\n\n`
  }
  const words = (text ?? '').match(/.{1,5}/gs) ?? []
  return {
    headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    pieces: [
      { afterMs: 10, text: chunk({ role: 'assistant', content: '' }) },
      ...words.map((content) => ({ afterMs: 3, text: chunk({ content }) })),
      ...(tool_calls ? [{ text: chunk({ tool_calls }) }] : []),
      { text: chunk({}, finish_reason) },
      {
        text: `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [], usage })}\n\ndata: [DONE]\n\n`,
      },
    ],
  }
}
