import type { Json } from '../kernel/json.ts'
import type { ModelWire } from '../trace/events/call.ts'

/** What a refusal says, before a channel gives it its native form. */
export interface Refusal {
  /** An HTTP status; other channels map it. */
  status: number
  /** 'rate_limited', 'permission_denied'. */
  code: string
  message: string
  headers?: Record<string, string>
  /** What PostgreSQL calls it. Default: by the status. */
  sqlState?: string
}

/** What says no where nothing else is agreed. */
export function plainRefusal({ code, message }: Refusal): Json {
  return { error: { code, message } }
}

/** The error that a model's provider gives. */
export function providerRefusal(wire: ModelWire, { status, code, message }: Refusal): Json {
  if (wire === 'messages') return { type: 'error', error: { type: anthropicType(status), message } }
  return { error: { message, type: code, param: null, code } }
}

const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

/** Anthropic's error types by status. Source: its API reference, "Errors". */
function anthropicType(status: number): string {
  return ANTHROPIC_TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
}
