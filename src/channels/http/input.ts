import type { HttpInput, Route } from '../../boundary/http-world.ts'
import { type HeaderList, type HttpRequest, headerOf, WholeBody, without } from '../../boundary/wire.ts'
import { messageOf } from '../../kernel/errors.ts'
import { AmbiguousJson, type Json, parseStrict } from '../../kernel/json.ts'
import { equalJson } from '../../kernel/match-json.ts'
import { fingerprint } from '../../kernel/spellings.ts'
import { type Multipart, multipartOf, readMultipart, writeMultipart } from './multipart.ts'
import { isOrdinary, PLUMBING } from './plumbing.ts'

/** Headers whose values are credentials: kept as a digest, so that two can be told apart and none can be read. */
const CREDENTIAL = /^(authorization|cookie|proxy-authorization|x-api-key|api-key|x-goog-api-key)$/

/** Headers by which a server may be told another method or path than those of the request. */
const OVERRIDE = /^x-(http-method(-override)?|method-override|original-url|rewrite-url)$/

/**
 * A request as JSON: exactly what will run, without what the client library adds.
 * @param secrets Parameters of the address that are credentials as well.
 */
export function readInput(
  request: HttpRequest,
  { path, readBody: ownReading }: Pick<Route, 'path' | 'readBody'>,
  secrets: readonly string[] = [],
): { input: HttpInput; malformed?: string } {
  const sent = joined(request.headers)
  const form = multipartOf(request)
  if (form) sent.set('content-type', form.steadyType)
  const { body, malformed = overridden(request.method, sent) } = ownReading
    ? readOwn(request, ownReading)
    : readBody(request, form)
  const own: [string, string][] = []
  const odd: [string, string][] = []
  for (const [name, value] of sent) {
    if (PLUMBING.has(name) || name.startsWith('x-stainless-')) {
      if (!isOrdinary(name, value, request.url)) odd.push([name, value])
    } else own.push([name, CREDENTIAL.test(name) ? fingerprints(value) : value])
  }
  const headers = inOrder(own)
  const plumbing = odd.length > 0 && { plumbing: inOrder(odd) }
  const query = request.url.search === '' ? NOTHING : withoutSecrets(fields(request.url.searchParams), secrets)
  const input = { path, query, headers, ...plumbing, body }
  return malformed === undefined ? { input } : { input, malformed }
}

/** Most requests have no query, and no header of their own: one value for all of them. */
const NOTHING: Record<string, never> = Object.freeze({})

/** Not by assignment, which would lose what is called '__proto__'. */
function inOrder(values: [name: string, value: string][]): Record<string, string> {
  if (values.length === 0) return NOTHING
  return Object.fromEntries(values.length < 2 ? values : values.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A body that the world reads. One that it cannot is told by its bytes. */
function readOwn(request: HttpRequest, read: NonNullable<Route['readBody']>): { body: Json; malformed?: string } {
  try {
    return { body: read(request) }
  } catch (thrown) {
    return { body: request.body?.json ?? null, malformed: messageOf(thrown) }
  }
}

/** A value for each name. */
function joined(headers: HeaderList): Map<string, string> {
  const all = new Map<string, string>()
  for (const [name, value] of headers) {
    const before = all.get(name)
    all.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return all
}

/** Why a request says two things at once: some servers would run the one, some the other. */
function overridden(method: string, headers: ReadonlyMap<string, string>): string | undefined {
  for (const [name, value] of headers) {
    if (OVERRIDE.test(name) && value.toUpperCase() !== method)
      return `"${name}" asks for something else than the request`
  }
  return undefined
}

/** Of the whole value and of each word in it, so that one credential is found among others. */
function fingerprints(value: string): string {
  const basic = /^basic\s+(\S+)/i.exec(value)?.[1]
  const decoded = basic ? Buffer.from(basic, 'base64').toString('utf8') : ''
  const words = `${value} ${decoded}`.split(/[\s=;,:]+/).filter((word) => word !== '')
  return `digest:${[...new Set([value, ...words])].map(fingerprint).join(' ')}`
}

function withoutSecrets(query: HttpInput['query'], secrets: readonly string[]): HttpInput['query'] {
  for (const name of secrets) {
    const value = Object.hasOwn(query, name) ? query[name] : undefined
    if (value !== undefined) query[name] = fingerprints([value].flat().join(' '))
  }
  return query
}

/** The request as it would have been with the body of another input. Its path, query and headers stay what they are. */
export function withInput(request: HttpRequest, changed: Json): HttpRequest {
  const { body } = changed as unknown as HttpInput
  const headers = without(request.headers, 'content-length')
  const form = multipartOf(request)
  const same = equalJson(body, readBody(request, form).body)
  return { ...request, headers, body: same ? request.body : bodyOf(body, request, form) }
}

function bodyOf(body: Json, request: HttpRequest, form: Multipart | undefined): WholeBody | undefined {
  if (body === null) return undefined
  if (form) return writeMultipart(body, request.body, form)
  return new WholeBody(textOf(body, headerOf(request.headers, 'content-type') ?? ''))
}

function textOf(body: Json, contentType: string): string {
  if (body === null || typeof body === 'string') return body ?? ''
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return JSON.stringify(body)
  const pairs = Object.entries(body).flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)]))
  return new URLSearchParams(pairs).toString()
}

function readBody({ headers, body }: HttpRequest, form: Multipart | undefined): { body: Json; malformed?: string } {
  if (!body || body.isEmpty) return { body: null }
  if (form) return { body: readMultipart(body, form) }
  const contentType = headerOf(headers, 'content-type') ?? ''
  if (body.isText) return readText(body.text, contentType)
  return { body: body.json, ...(saysJson(contentType) && { malformed: 'the body is not valid JSON' }) }
}

function readText(text: string, contentType: string): { body: Json; malformed?: string } {
  if (contentType.startsWith('application/x-www-form-urlencoded')) return { body: fields(new URLSearchParams(text)) }
  try {
    return { body: parseStrict(text) }
  } catch (thrown) {
    if (thrown instanceof AmbiguousJson) return { body: text, malformed: thrown.message }
    return { body: text, ...(saysJson(contentType) && { malformed: 'the body is not valid JSON' }) }
  }
}

function saysJson(contentType: string): boolean {
  return /\bjson\b/.test(contentType)
}

function fields(params: URLSearchParams): Record<string, string | string[]> {
  const found = new Map<string, string | string[]>()
  for (const name of params.keys()) {
    if (found.has(name)) continue
    const values = params.getAll(name)
    found.set(name, values.length === 1 ? (values[0] ?? '') : values)
  }
  return Object.fromEntries(found)
}
