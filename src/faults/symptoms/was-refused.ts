import type { CallStory } from '../../trace/evidence.ts'

/** What a refusal looks like from outside. */
export interface RefusalSigns {
  status: number
  code: string
  /** Headers that the client must have seen, where the channel carries headers. */
  headers?: Record<string, string>
}

/** The client saw exactly this refusal, and the world was not asked. A guard's refusal is none of a fault's. */
export function wasRefused(
  { call, executed, delivered }: CallStory,
  { status, code, headers = {} }: RefusalSigns,
): boolean {
  if (executed || delivered?.outcome !== 'error' || delivered.says !== code) return false
  // A tool's reply has no status and no headers.
  if (delivered.status === undefined) return true
  // A model's provider has a status of its own for some.
  const isIts = call.wire !== undefined || delivered.status === status
  return isIts && Object.entries(headers).every(([name, value]) => delivered.headers?.[name] === value)
}
