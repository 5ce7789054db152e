import type { Json } from '../../../kernel/json.ts'
import { visible } from '../../../kernel/visible.ts'
import type { ModelRequest } from '../exchange.ts'
import { canonicalRequest } from './canonical.ts'
import type { Cassette, Exchange } from './cassette.ts'
import { type Difference, differences } from './difference.ts'

/** Answers from what was recorded, each answer once. */
export interface Replay {
  /** When the trial began that was recorded, ms since 1970. */
  startsAt: number
  /** ISO 8601. */
  recordedAt: string
  /** @throws {Error} nothing is left of what was recorded for such a request: which one is nearest, and where they differ. */
  take(request: ModelRequest): Exchange
}

export function openReplay({ startsAt, recordedAt, exchanges }: Cassette, redact: (text: string) => string): Replay {
  const left = new Set(exchanges)
  return {
    startsAt,
    recordedAt,
    take: (request) => {
      const { exactKey, key, settled } = canonicalRequest(request, redact)
      const fitting = [...left].filter((one) => one.key === key)
      // Of requests that differ in what drifts alone, each gets its own answer where it can be told.
      const found = fitting.find((one) => one.exactKey === exactKey) ?? fitting[0]
      if (!found) throw new Error(missed(exchanges, left, { key, settled }))
      left.delete(found)
      return found
    },
  }
}

const AGAIN = 'if that is meant, record it again with --record'

function missed(
  all: readonly Exchange[],
  left: ReadonlySet<Exchange>,
  { key, settled }: { key: string; settled: Json },
) {
  const times = all.filter((one) => one.key === key).length
  if (times > 0)
    return `it was recorded ${times === 1 ? 'once' : `${times} times`}, and the agent asks once more; ${AGAIN}`
  const known = left.size > 0 ? left : all
  const nearest = nearestOf(settled, [...known])
  if (!nearest) return `nothing was recorded; ${AGAIN}`
  const { exchange, first, count } = nearest
  const more = count > 1 ? `, and ${count - 1} more` : ''
  const differs = `${first.path} was ${shown(first.recorded)} and is ${shown(first.asked)}${more}`
  return `no such request was recorded. Of the nearest, request ${all.indexOf(exchange) + 1} of ${all.length}, ${differs}; ${AGAIN}`
}

function nearestOf(asked: Json, exchanges: readonly Exchange[]) {
  const compared = exchanges.map((exchange) => {
    const found = differences(exchange.request, asked)
    return { exchange, first: found[0] as Difference, count: found.length }
  })
  return compared.filter(({ count }) => count > 0).sort((a, b) => a.count - b.count)[0]
}

const LONGEST = 60

function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const text = visible(JSON.stringify(value))
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text
}
