import type { Json } from '../kernel/json.ts'
import type { Money } from '../kernel/money.ts'
import type { TokenUsage } from '../trace/events/executed.ts'
import type { Refusal } from './refusal.ts'
import type { Spoken } from './spoken.ts'
import { type HttpOutput, jsonOutput, type TcpOutput } from './wire.ts'

/** Function tools, MCP and SQL. */
export interface ToolOutput {
  content: Json
}

export type Output = HttpOutput | ToolOutput | TcpOutput

/**
 * The content of a good reply to a statement, as plain JSON: numbers as far as they are exact, everything else as
 * PostgreSQL writes it.
 */
export type SqlResult = {
  /** 'SELECT', 'UPDATE' ... */
  command: string
  /** How many rows it returned or changed; null where that means nothing. */
  rowCount: number | null
  rows: Record<string, Json>[]
  /** `type` is PostgreSQL's own name: 'int4', 'timestamptz'. */
  fields: { name: string; type: string }[]
}

/** The content of an error of a statement: how PostgreSQL says no. */
export type SqlFailure = {
  /** SQLSTATE: '42501'. */
  code: string
  message: string
  detail?: string
  hint?: string
  constraint?: string
  table?: string
  column?: string
  schema?: string
}

/** What the world counted for a call that it ran. */
export interface Metering {
  actual?: Money
  /** Somebody pays it in real money: a live model's. */
  paid?: true
  usage?: TokenUsage
}

/** What is known of an answer once its stream is over. */
export interface Ended {
  metering?: Metering
  spoken?: Spoken
}

export type Broken = { kind: 'broken'; how: 'no-reply' | 'reset' | 'truncated'; of?: Reply; afterBytes?: number }

/**
 * The answer to a call: the world says yes (`unordered`: with rows in any order; `spoken`: a model's turn; `soFar`: what has
 * passed of one that is streamed), the world says no, or the transport breaks.
 */
export type Reply<O extends Output = Output> =
  | {
      kind: 'ok'
      output: O
      metering?: Metering
      unordered?: true
      spoken?: Spoken
      ended?: () => Ended
      soFar?: () => Spoken
    }
  | { kind: 'error'; output: O; metering?: Metering }
  | Broken

/** A refusal as HTTP carries it. */
export function httpRefusal(
  { status, headers = {} }: Pick<Refusal, 'status' | 'headers'>,
  content: Json,
): Reply<HttpOutput> {
  return { kind: 'error', output: jsonOutput(status, content, Object.entries(headers)) }
}

/** The error of a streamed body that breaks off on its way. Each channel shows it as its clients know it. */
export class BrokenBody extends Error {
  override name = 'BrokenBody'
  override message = 'The body broke off'
}

export function isHttpOutput(output: Output): output is HttpOutput {
  return 'status' in output
}

/** Is it bytes, which may still be on their way? */
export function hasBody(output: Output): output is HttpOutput | TcpOutput {
  return 'body' in output
}
