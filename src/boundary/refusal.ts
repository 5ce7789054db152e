import type { Json } from '../kernel/json.ts'
import type { CallRecord } from '../trace/events/call.ts'

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

/** Whoever is refused. */
export type Refused = Pick<CallRecord, 'channel' | 'wire'>

/** What says no to a call: the JSON that its clients expect of an error. */
export function refusalBody({ channel, wire }: Refused, { status, code, message }: Refusal): Json {
  if (channel !== 'model') return { error: { code, message } }
  if (wire === 'messages') return { type: 'error', error: { type: anthropicType(status), message } }
  return { error: { message, type: code, param: null, code } }
}

/** Does a body say no in the form of this call's channel? The codes of Anthropic's errors follow from the status. */
export function saysNo({ channel, wire }: Refused, refusal: Omit<Refusal, 'message'>, body: string): boolean {
  const { status, code } = refusal
  const own = channel === 'sql' ? sqlStateOf(refusal) : code
  const [member, value] = wire === 'messages' ? ['type', anthropicType(status)] : ['code', own]
  return body.includes(`${JSON.stringify(member)}:${JSON.stringify(value)}`)
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

/** Source: PostgreSQL's manual, appendix A, "PostgreSQL Error Codes". */
const SQL_STATES: Readonly<Record<number, string>> = {
  401: '28000',
  403: '42501',
  404: '42P01',
  429: '53300',
  503: '57P03',
}

/** The SQLSTATE by which a database says no: 'internal_error' where nothing fits. */
export function sqlStateOf({ sqlState, status }: Omit<Refusal, 'message'>): string {
  return sqlState ?? SQL_STATES[status] ?? 'XX000'
}
