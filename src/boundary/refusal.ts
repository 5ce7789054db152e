import type { Json } from '../kernel/json.ts'

/** What a refusal says, before a channel gives it its native form. */
export interface Refusal {
  /** An HTTP status; other channels map it. */
  status: number
  /** 'rate_limited', 'permission_denied'. */
  code: string
  message: string
  headers?: Record<string, string>
  /** It stays as it is, however often it is asked. A channel says so where its clients heed it. */
  final?: true
  /** What PostgreSQL calls it. Default: by the status. */
  sqlState?: string
  /** Of more input than a model takes: how many tokens it takes, and how many there were. */
  tokens?: { maximum: number; given: number }
}

/** A refusal in the words of whoever is asked: its own status, headers and body. */
export type Worded = Required<Pick<Refusal, 'status' | 'headers'>> & { body: Json }

/** What says no where nothing else is agreed. */
export function plainRefusal({ code, message }: Refusal): Json {
  return { error: { code, message } }
}
