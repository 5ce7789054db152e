import type { Node } from './node.ts'
import { goodAnswer, type Operation } from './operations.ts'
import type { Refused } from './refusals.ts'
import type { Schemas } from './schemas.ts'
import type { OpenApiInput } from './source.ts'
import { nowInTrial, stateOf } from './trial.ts'

type Limit = NonNullable<OpenApiInput['rateLimit']>

/** What a specification that has such headers, and no more to say of them, is taken to mean. */
const USUAL: Limit = { limit: 5_000, perSeconds: 3_600 }

/** How a request stands to the limit. */
export interface Counted {
  refused: Refused | undefined
  headers: Record<string, string>
}

/** Counts a request. Headers are those that the operation declares; where a limit is set and it declares none, the usual ones. */
export function countRequest(api: string, operation: Operation, schemas: Schemas, limit: Limit | undefined): Counted {
  const names = headersOf(goodAnswer(schemas, operation).headers)
  if (!limit && names.length === 0) return { refused: undefined, headers: {} }
  const { limit: most, perSeconds } = limit ?? USUAL
  const state = stateOf(api)
  const now = nowInTrial()
  state.requests = state.requests.filter((at) => at > now - perSeconds * 1_000)
  const isOver = limit !== undefined && state.requests.length >= most
  if (!isOver) state.requests.push(now)
  const resetMs = (state.requests[0] ?? now) + perSeconds * 1_000
  const waitSeconds = Math.max(1, Math.ceil((resetMs - now) / 1_000))
  const said = names.length > 0 ? names : ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']
  const headers = Object.fromEntries(
    said.map((name) => [
      name,
      saidBy(name, { most, left: Math.max(0, most - state.requests.length), resetMs, waitSeconds }),
    ]),
  )
  if (!isOver) return { refused: undefined, headers }
  const message = `Too many requests: ${most} in ${perSeconds} s are allowed.`
  return {
    refused: {
      status: 429,
      code: 'rate_limited',
      message,
      headers: { ...headers, 'retry-after': String(waitSeconds) },
    },
    headers,
  }
}

function headersOf(headers: Node): string[] {
  return Object.keys(headers)
    .filter((name) => /rate-?limit/i.test(name))
    .map((name) => name.toLowerCase())
}

function saidBy(
  name: string,
  { most, left, resetMs, waitSeconds }: { most: number; left: number; resetMs: number; waitSeconds: number },
): string {
  if (/remaining/.test(name)) return String(left)
  if (/used/.test(name)) return String(most - left)
  // In seconds since 1970 as GitHub has it; the header of the IETF says how long.
  if (/reset/.test(name)) return String(name.startsWith('x-') ? Math.ceil(resetMs / 1_000) : waitSeconds)
  return String(most)
}
