import type { Json } from '../../kernel/json.ts'
import type { Money } from '../../kernel/money.ts'

/** Tokens of one model call. */
export interface TokenUsage {
  /** What the model read. */
  inputTokens: number
  /** What it wrote. */
  outputTokens: number
  /** Those of the input that the provider had in a cache. */
  cachedInputTokens?: number
  /** Those of the input that it put into one. */
  cacheWriteTokens?: number
}

/** What the world did with a call, whatever the client came to see of it. */
export interface ExecutedEvent {
  type: 'executed'
  /** Id of the call. */
  call: string
  /** Did the world do it, or say no? */
  outcome: 'ok' | 'error'
  /** Http and model: the status. */
  status?: number
  /** What the world answered. An output of more than 64 KiB is kept as `{ truncated: true, bytes, digest, head, tail }`. */
  output: Json
  /** How long the world took, in ms of the trial's clock; absent where none passed, negative where the clock went back. */
  tookMs?: number
  /** What really ran, where a fault changed the call after the guards had decided on it. Kept as the input of the call is. */
  input?: Json
  /** What it really cost, by the world's own account. */
  actual?: Money
  /** Somebody paid it: a live model's. */
  paid?: true
  /** Model calls: tokens by the gateway's own count, never by the agent's. */
  usage?: TokenUsage
  /** Sql: several rows in an order that the statement leaves open. */
  unordered?: true
  /** The client had given up before it ended. */
  late?: true
}
