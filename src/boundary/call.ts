import { digest, type Json } from '../kernel/json.ts'
import type { CallRecord } from '../trace/events/call.ts'
import { withoutVolatile } from '../trace/volatile.ts'

/** One request of the agent across the boundary, and the signal by which its client gives up. */
export interface Call extends CallRecord {
  readonly signal: AbortSignal
}

/** What a channel knows of a request before it crosses. The seam adds id, key and attempt. */
export type Proposal = Omit<Call, 'id' | 'key' | 'attempt'>

/** Digest of one intent: the same target with the same input, volatile members aside. */
export function keyOf(channel: string, target: string, input: Json): string {
  return `${channel}:${digest([target, withoutVolatile(input)])}`
}

/** A call as it is written down: all of it but the signal. */
export function recordOf({ signal: _, ...record }: Call): CallRecord {
  return record
}
