import { HttpResponse, http } from 'msw'
import { currentMembers } from '../../../boundary/current.ts'
import { UsageError } from '../../../kernel/errors.ts'
import { canonical, type Json } from '../../../kernel/json.ts'
import { suggest } from '../../../kernel/nearest.ts'
import { type Collection, defineCollection } from '../../collection.ts'
import type { Api } from '../define.ts'
import { type Exchange, readHar } from './har.ts'
import type { RecordedSource } from './source.ts'

/** A write that was asked for. */
interface Write {
  method: string
  path: string
  query: string
  body: Json
}

interface Recording {
  exchanges: readonly Exchange[]
  /** What tells the request of each apart. */
  keys: readonly string[]
  writes: Collection<Write>
  ignore: ReadonlySet<string>
  /** The writes that each trial has asked for, refused ones among them, in order: what tells the request of each apart. */
  asked: WeakMap<object, string[]>
}

interface Opened extends Pick<Api, 'collections' | 'handlers' | 'calls'> {
  digest: string
}

/** What was made of a source last: a scenario is loaded once for each of its tasks. */
const made = new WeakMap<RecordedSource, { name: string; opened: Opened }>()

/**
 * An API that answers as it once did. A request is answered by what was recorded for the same one: method, path, query and body. Of
 * several answers it gets the one that was given after the same writes, so that a read shows what was written before it. Each write
 * that was not refused is an effect, a member of `NAME.writes`. What was never recorded has no answer: that is a failure of the world, and never of the agent.
 * @throws {UsageError} the archive cannot be read, or holds nothing of that host.
 */
export function openRecorded(source: RecordedSource, name: string): Opened {
  const known = made.get(source)
  if (known?.name === name) return known.opened
  const opened = open(source, name)
  made.set(source, { name, opened })
  return opened
}

function open({ file, url, ignore = [] }: RecordedSource, name: string): Opened {
  const { exchanges: all, digest } = readHar(file)
  const origin = originOf(all, url, file)
  const exchanges = all.filter((one) => one.url.origin === origin)
  const ignored = new Set(ignore)
  const keys = exchanges.map((one) => keyOf(one.method, one.url, one.body, ignored))
  const writes = defineCollection<Write>(`${name}.writes`)
  const recording = { exchanges, keys, writes, ignore: ignored, asked: new WeakMap() }
  const templates = new Set(exchanges.map(({ method, url: { pathname } }) => `${method} ${templateOf(pathname)}`))
  const handlers = [...templates].map((template) => {
    const [method = '', path = ''] = template.split(' ', 2)
    return handlerOf(method, `${origin}${path}`, recording)
  })
  return { collections: [writes as unknown as Collection<object>], handlers, calls: {}, digest }
}

function originOf(exchanges: readonly Exchange[], url: string | undefined, file: string): string {
  const origins = [...new Set(exchanges.map((one) => one.url.origin))]
  const [only] = origins
  if (only === undefined) throw new UsageError(`Failed to read ${file}: no request in it was answered.`)
  if (url === undefined && origins.length === 1) return only
  if (url === undefined)
    throw new UsageError(`Failed to read ${file}: it holds several hosts. Name one as url: ${origins.join(', ')}.`)
  const { origin } = new URL(url)
  if (origins.includes(origin)) return origin
  throw new UsageError(`Failed to read ${file}: nothing of ${origin} was recorded.${suggest(origin, origins)}`)
}

const VERBS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const

function handlerOf(method: string, path: string, recording: Recording) {
  const verb = VERBS.find((one) => one === method.toLowerCase())
  if (!verb) throw new UsageError(`Failed to play ${method} ${path}: only ${VERBS.join(', ')} can be played.`)
  return http[verb](path, async ({ request }) => {
    const body = isRead(method) ? undefined : await request.text()
    const url = new URL(request.url)
    const { status, headers, answer } = exchangeFor(method, url, body, recording)
    if (!isRead(method)) {
      const { writes, ignore } = recording
      askedIn(recording).push(keyOf(method, url, body, ignore))
      if (status < REFUSED)
        writes.create(writes.newId('write'), { method, path: url.pathname, query: url.search, body: parsed(body) })
    }
    const isEmpty = status === 204 || status === 205 || status === 304
    return new HttpResponse(isEmpty ? null : new Uint8Array(answer), { status, headers })
  })
}

/** @throws {Error} nothing was recorded for such a request. */
function exchangeFor(method: string, url: URL, body: string | undefined, recording: Recording): Exchange {
  const { exchanges, keys, ignore } = recording
  const key = keyOf(method, url, body, ignore)
  const places = keys.flatMap((one, place) => (one === key ? [place] : []))
  const done = askedIn(recording)
  // A write that is asked for once more gets the answer that it got the next time; the last one stands for all that follow.
  const again = done.filter((one) => one === key).length
  const place = isRead(method) ? placeOfRead(places, recording, done) : (places[again] ?? places.at(-1))
  const found = place === undefined ? undefined : exchanges[place]
  if (found) return found
  const same = exchanges.filter((one) => one.method === method && one.url.pathname === url.pathname).length
  const hint = same > 0 ? ` There are ${same} of that path, with another query or body.` : ''
  throw new Error(
    `nothing was recorded for ${method} ${url.pathname}${url.search}${body ? ` with this body: ${body.slice(0, 200)}` : ''}.${hint}`,
  )
}

/** From here on an answer says no: nothing was changed. */
const REFUSED = 400

function askedIn({ asked }: Recording): string[] {
  const trial = currentMembers.getStore()
  if (!trial) throw new Error('Failed to play recorded traffic: no trial runs.')
  const mine = asked.get(trial) ?? []
  asked.set(trial, mine)
  return mine
}

/**
 * Which of the answers to one read is given: the last one before which no recorded write stands that this trial has not made.
 * @throws {Error} some of the writes between two answers were made, and some were not: nobody knows what it would have said.
 */
function placeOfRead(
  [first, ...later]: readonly number[],
  { exchanges, keys }: Recording,
  done: readonly string[],
): number | undefined {
  let chosen = first
  for (const next of later) {
    const changing = (place: number) =>
      !isRead(exchanges[place]?.method ?? '') && (exchanges[place]?.status ?? 0) < REFUSED
    const between = keys.filter((_, place) => place > (chosen ?? 0) && place < next && changing(place))
    const missing = between.filter((key) => !done.includes(key))
    if (missing.length === 0) chosen = next
    else if (missing.length === between.length) break
    else throw new Error(`nothing was recorded for ${keys[next]} behind some writes and without ${missing[0]}.`)
  }
  return chosen
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function keyOf(method: string, url: URL, body: string | undefined, ignore: ReadonlySet<string>): string {
  const query = [...url.searchParams].filter(([name]) => !ignore.has(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  return canonical([method, url.pathname, query, without(parsed(body), ignore)])
}

/** A form or JSON means the same in another order. */
function parsed(body: string | undefined): Json {
  if (body === undefined || body === '') return null
  try {
    return JSON.parse(body) as Json
  } catch {
    return /^[\w.%+\-[\]]+=/.test(body) ? [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1)) : body
  }
}

function without(value: Json, ignore: ReadonlySet<string>): Json {
  if (ignore.size === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const isPair = (one: Json): one is [string, Json] =>
      Array.isArray(one) && one.length === 2 && typeof one[0] === 'string'
    return value.filter((one) => !(isPair(one) && ignore.has(one[0]))).map((one) => without(one, ignore))
  }
  const kept = Object.entries(value).filter(([name]) => !ignore.has(name))
  return Object.fromEntries(kept.map(([name, inner]) => [name, without(inner, ignore)]))
}

/** '/v1/charges/ch_1042' -> '/v1/charges/:id': what looks like an id, or holds a sign that templates read otherwise. */
function templateOf(pathname: string): string {
  let ids = 0
  const parts = pathname.split('/').map((part) => {
    if (part === '' || (!isId(part) && /^[\w.~-]+$/.test(part))) return part
    ids++
    return ids === 1 ? ':id' : `:id${ids}`
  })
  return parts.join('/')
}

function isId(part: string): boolean {
  return !/^v\d+(\.\d+)*$/.test(part) && (/\d/.test(part) || /^[0-9a-f-]{16,}$/i.test(part))
}
