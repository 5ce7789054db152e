import { readBody } from '../../boundary/read-body.ts'
import { hasBody, isHttpOutput, type Reply } from '../../boundary/reply.ts'
import { type HttpOutput, headerOf, WholeBody, without } from '../../boundary/wire.ts'
import type { Json } from '../../kernel/json.ts'
import { equalJson } from '../../kernel/match-json.ts'

/**
 * Changes the JSON that a good reply carries, on any channel. A body that arrives in pieces is read whole; one that is
 * not JSON, and one that `change` leaves as it is, pass as they are.
 */
export async function changeJson(reply: Reply, signal: AbortSignal, change: (value: Json) => Json): Promise<Reply> {
  if (reply.kind !== 'ok') return reply
  const { output } = reply
  if (!hasBody(output)) return { ...reply, output: { content: change(output.content) } }
  // What a service says is no JSON.
  if (!isHttpOutput(output)) return reply
  if (!/\bjson\b/.test(headerOf(output.headers, 'content-type') ?? '')) return reply
  const body = await readBody(output.body, signal)
  const value = parse(body.text)
  const changed = value === undefined ? undefined : change(value)
  if (value === undefined || changed === undefined || equalJson(changed, value))
    return { ...reply, output: { ...output, body } }
  return { ...reply, output: withBody(output, new WholeBody(JSON.stringify(changed))) }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** The same head around another body: its length is no longer what the world said. */
export function withBody({ headers, ...output }: HttpOutput, body: HttpOutput['body']): HttpOutput {
  return { ...output, headers: without(headers, 'content-length'), body }
}
