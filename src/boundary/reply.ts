import type { Json } from '../kernel/json.ts'
import type { Money } from '../kernel/money.ts'
import type { Channel } from '../trace/events/call.ts'

/** Http and model: head and body. A streamed body is read by the client alone; nothing buffers it on the way. */
export interface HttpOutput {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  body: string | ReadableStream<Uint8Array>
}

/** Function tools and MCP. */
export interface ToolOutput {
  content: Json
}

export type Output = HttpOutput | ToolOutput

/** What the world counted for a call that it ran. */
export interface Metering {
  actual?: Money
  usage?: { inputTokens: number; outputTokens: number }
}

export type Broken = { kind: 'broken'; how: 'no-reply' | 'reset' | 'truncated'; of?: Reply; afterBytes?: number }

/** The answer to a call: the world says yes, the world says no, or the transport breaks. */
export type Reply<O extends Output = Output> =
  | { kind: 'ok'; output: O; metering?: Metering }
  | { kind: 'error'; output: O; metering?: Metering }
  | Broken

/** What a refusal says, before a channel gives it its native form. */
export interface Refusal {
  /** An HTTP status; other channels map it. */
  status: number
  /** 'rate_limited', 'permission_denied'. */
  code: string
  message: string
  headers?: Record<string, string>
}

/** A reply by which the world, or something in its place, says no, in the native form of the channel. */
export function refuse(channel: Channel, refusal: Refusal): Reply {
  const { status, code, message, headers } = refusal
  if (channel === 'tool' || channel === 'sql') {
    return { kind: 'error', output: { content: { error: { code, message } } } }
  }
  const error = channel === 'model' ? { message, type: code, param: null, code } : { code, message }
  const body = JSON.stringify({ error })
  return { kind: 'error', output: { status, headers: { 'content-type': 'application/json', ...headers }, body } }
}

/** The error of a streamed body that breaks off on its way. Each channel shows it as its clients know it. */
export class BrokenBody extends Error {
  override name = 'BrokenBody'
  override message = 'The body broke off'
}

export function isHttpOutput(output: Output): output is HttpOutput {
  return 'status' in output
}
