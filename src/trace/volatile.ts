import { leadsTo, NOTHING, type Skip, type Trail } from '../kernel/match-json.ts'
import { fits } from '../kernel/pattern.ts'
import type { CallRecord } from './events/call.ts'

/**
 * Headers that change from one try of the same intent to the next: they name the request or its time. Compared without
 * case, '-' and '_', and without a leading 'x-'.
 */
export const VOLATILE_HEADERS: readonly string[] = `idempotency-key request-id client-request-id correlation-id trace-id
  span-id traceparent tracestate nonce timestamp date`.split(/\s+/)

const HEADERS = new Set(VOLATILE_HEADERS.map(plain))

/** What a scenario calls volatile, beside such headers. It is never guessed from the name of an argument. */
export interface Volatile {
  /** Of the input of a call. */
  input(call: Pick<CallRecord, 'channel' | 'target'>): Skip
  /** Of what came back for one. */
  output(call: Pick<CallRecord, 'target'>): Skip
  /** Of a member of a collection. */
  member(collection: string): Skip
  /** Of what an agent answers. */
  answer: Skip
}

interface Rule {
  /** A target or a collection, with `*`; undefined for everywhere. */
  where: string | undefined
  /** The names of members that lead to it, the nearest first. */
  path: string[]
}

/**
 * Reads what a scenario calls volatile. An entry is the name of a member, at any depth and anywhere, or where it stands and
 * its name: 'payments POST /v1/refunds body.reference', 'payments.refunds created_at'.
 */
export function readVolatile(entries: readonly string[] = []): Volatile {
  const rules = entries.map(readRule)
  const known = new Map<string, Skip>()
  const within = (place: string): Skip => {
    if (rules.length === 0) return NOTHING
    const skip = known.get(place) ?? skipOf(rules.filter(({ where }) => where === undefined || fits(where, place)))
    if (known.size < 1_000) known.set(place, skip)
    return skip
  }
  return {
    input: ({ channel, target }) => {
      const named = within(target)
      if (channel !== 'http' && channel !== 'model') return named
      return named === NOTHING ? isPlumbing : (name, above) => isPlumbing(name, above) || named(name, above)
    },
    output: ({ target }) => within(target),
    member: within,
    answer: skipOf(rules.filter(({ where }) => where === undefined)),
  }
}

/** Is the header one that tells one try from the next? */
export function isVolatileHeader(name: string): boolean {
  return HEADERS.has(plain(name))
}

/** What a client library says by itself, and headers that tell one try from the next. */
function isPlumbing(name: string, above: Trail | undefined): boolean {
  if (above === undefined) return name === 'plumbing'
  return above.name === 'headers' && above.above === undefined && isVolatileHeader(name)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '').replace(/^x/, '')
}

/** The last word is the member, all before it where that stands. */
function readRule(entry: string): Rule {
  const [, where, path = ''] = /^(?:(.*\S)\s+)?(\S+)$/s.exec(entry.trim()) ?? []
  return { where, path: path.split('.').reverse() }
}

function skipOf(rules: readonly Rule[]): Skip {
  if (rules.length === 0) return NOTHING
  return (name, above) => rules.some(({ path }) => leadsTo(path, { name, above }))
}
