import { canonical, type Json } from '../kernel/json.ts'

/**
 * Names of members that change from one try of the same intent to the next. They are left out of a call's key and of
 * the trace hash. Compared without case, '-' and '_'.
 */
const VOLATILE = new Set(
  `idempotencykey requestid xrequestid correlationid xcorrelationid traceid spanid traceparent tracestate nonce uuid guid
  clientrequestid timestamp time now sentat requestedat createdat updatedat plumbing`.split(/\s+/),
)

const known = new Map<string, boolean>()

export function isVolatile(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    answer = VOLATILE.has(name.toLowerCase().replace(/[-_]/g, ''))
    if (known.size < 10_000) known.set(name, answer)
  }
  return answer
}

/** Deeper than this, a value is not looked at: agents nest JSON deeper than calls can be. */
const MAX_DEPTH = 200

/** A copy without volatile members, at any depth; strings trimmed, inner white space folded. */
export function withoutVolatile(value: Json, depth = MAX_DEPTH): Json {
  if (typeof value === 'string') return folded(value)
  if (value === null || typeof value !== 'object') return value
  if (depth === 0) return '[nested deeper]'
  if (Array.isArray(value)) return value.map((item) => withoutVolatile(item, depth - 1))
  const kept: [string, Json][] = []
  for (const [name, member] of Object.entries(value)) {
    if (!isVolatile(name)) kept.push([name, withoutVolatile(member, depth - 1)])
  }
  // Not by assignment, which would lose a member named '__proto__'.
  return Object.fromEntries(kept)
}

/** The canonical text of a value without its volatile members: that of `withoutVolatile`, without making the copy. */
export function steadyText(value: Json, depth = MAX_DEPTH): string {
  if (typeof value === 'string') return JSON.stringify(folded(value))
  if (value === null || typeof value !== 'object') return canonical(value)
  if (depth === 0) return canonical(withoutVolatile(value, 0))
  if (Array.isArray(value)) return `[${value.map((item) => steadyText(item, depth - 1)).join(',')}]`
  let text = ''
  for (const name of Object.keys(value).sort()) {
    const member = value[name]
    if (member === undefined || isVolatile(name)) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${steadyText(member, depth - 1)}`
  }
  return `{${text}}`
}

function folded(text: string): string {
  return /\s/.test(text) ? text.trim().replace(/\s+/g, ' ') : text
}
