import { canonical, digestText, type Json } from '../../../kernel/json.ts'
import { isObject } from '../../../kernel/object.ts'
import type { ModelRequest } from '../exchange.ts'

// When two requests are the same: all of them counts, but for what is listed here.

/** Members of a body that change no answer. */
export const IGNORED_MEMBERS = [
  'user',
  'metadata',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
] as const

/** What is drawn or measured anew each time an agent runs, wherever in a text it stands. In the order in which they are looked for. */
export const DRIFTING = {
  uuid: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  // With a digit or a capital in it: 'run_refund' is the name of a tool.
  id: /\b(?:call|toolu|msg|resp|fc|rs|chatcmpl|gen|run|thread|conv|item|req)(?:_|-)(?=[a-z_-]*[A-Z0-9])[A-Za-z0-9_-]{6,}/g,
  time: /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g,
  milliseconds: /\b1[5-9]\d{11}\b/g,
  digest: /\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b/g,
  folder: /(?:\/private)?\/(?:tmp|var\/folders)\/[^\s"'`,;:)\]}]+/g,
} as const

/** A request as it is compared. */
export interface CanonicalRequest {
  /** As it stands, without what is ignored. */
  exact: Json
  /** The same with an ordinal in place of what drifts. */
  settled: Json
  /** Digests of both. */
  exactKey: string
  key: string
}

/** @param redact Hides secrets: what is never written is not compared either. */
export function canonicalRequest(
  { wire, name, path, query, headers, body }: ModelRequest,
  redact: (text: string) => string,
): CanonicalRequest {
  const said = {
    wire,
    // Another model is asked now, if by the same request.
    ...(name !== undefined && { name }),
    path,
    ...named('query', query),
    ...named('headers', headers),
    body: withoutIgnored(parsed(body)),
  }
  const exact = JSON.parse(redact(JSON.stringify(said))) as Json
  const settled = settle(exact)
  return { exact, settled, exactKey: keyOf(exact), key: keyOf(settled) }
}

function keyOf(value: Json): string {
  return digestText(canonical(value))
}

function named(name: string, pairs: readonly (readonly [string, string])[]): { [name: string]: Json } {
  return pairs.length === 0 ? {} : { [name]: Object.fromEntries(pairs) }
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    return body
  }
}

function withoutIgnored(body: Json): Json {
  if (!isObject(body)) return body
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => !(IGNORED_MEMBERS as readonly string[]).includes(name)),
  )
}

/** The first of each kind is 1, whatever it is, and is 1 again wherever it stands. */
export function settle(value: Json): Json {
  const seen = new Map<string, Map<string, number>>()
  const settleText = (text: string) => {
    let settled = text
    for (const [kind, pattern] of Object.entries(DRIFTING)) {
      settled = settled.replace(pattern, (found) => {
        const known = seen.get(kind) ?? new Map<string, number>()
        seen.set(kind, known)
        const ordinal = known.get(found) ?? known.size + 1
        known.set(found, ordinal)
        return `<${kind} ${ordinal}>`
      })
    }
    return settled
  }
  return settleIn(value, settleText)
}

function settleIn(value: Json, settleText: (text: string) => string): Json {
  if (typeof value === 'string') return settleText(value)
  if (typeof value === 'number') return isMilliseconds(value) ? settleText(String(value)) : value
  if (Array.isArray(value)) return value.map((each) => settleIn(each, settleText))
  if (!isObject(value)) return value
  const sorted = Object.keys(value).sort()
  return Object.fromEntries(sorted.map((name) => [name, settleIn(value[name] ?? null, settleText)]))
}

function isMilliseconds(value: number): boolean {
  return Number.isInteger(value) && value >= 1.5e12 && value < 2e12
}
