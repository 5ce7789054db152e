import type { Json } from '../kernel/json.ts'
import type { Money } from '../kernel/money.ts'
import { type Refusal, type Refused, refusalBody } from './refusal.ts'

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

/** A reply by which the world, or something in its place, says no, in the native form of the channel. */
export function refuse(call: Refused, refusal: Refusal): Reply {
  const content = refusalBody(call, refusal)
  if (call.channel === 'tool' || call.channel === 'sql') return { kind: 'error', output: { content } }
  const { status, headers } = refusal
  const body = JSON.stringify(content)
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
