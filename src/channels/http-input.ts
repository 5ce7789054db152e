import type { HttpInput, HttpRequest } from '../boundary/http-world.ts'
import { AmbiguousJson, digestText, type Json, parseStrict } from '../kernel/json.ts'

/** Headers that a client library sets by itself and that change nothing in the world. */
const PLUMBING = new Set(
  `accept accept-encoding accept-language cache-control connection content-length content-type host origin pragma
  priority referer sec-fetch-dest sec-fetch-mode sec-fetch-site te transfer-encoding user-agent`.split(/\s+/),
)
/** Headers whose values are credentials: kept as a digest, so that two can be told apart and none can be read. */
const CREDENTIAL = /^(authorization|cookie|proxy-authorization|x-api-key|api-key)$/

/** A request as JSON: exactly what will run, without what the client library adds. */
export function readInput(
  request: HttpRequest,
  path: Record<string, string>,
): { input: HttpInput; malformed?: string } {
  const { body, malformed } = readBody(request.body, request.headers.get('content-type') ?? '')
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers) {
    if (PLUMBING.has(name) || name.startsWith('x-stainless-')) continue
    headers[name] = CREDENTIAL.test(name) ? `digest:${digestText(value).slice(0, 8)}` : value
  }
  const input = { path, query: fields(request.url.searchParams), headers, body }
  return malformed === undefined ? { input } : { input, malformed }
}

function readBody(text: string | undefined, contentType: string): { body: Json; malformed?: string } {
  if (text === undefined || text === '') return { body: null }
  if (contentType.startsWith('application/x-www-form-urlencoded')) return { body: fields(new URLSearchParams(text)) }
  try {
    return { body: parseStrict(text) }
  } catch (thrown) {
    if (thrown instanceof AmbiguousJson) return { body: text, malformed: thrown.message }
    const declared = /\bjson\b/.test(contentType)
    return declared ? { body: text, malformed: 'the body is not valid JSON' } : { body: text }
  }
}

function fields(params: URLSearchParams): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {}
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    found[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return found
}
