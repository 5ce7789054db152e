import type { Json } from '../../../kernel/json.ts'
import { isNode } from './node.ts'
import type { Operation, Parameter } from './operations.ts'
import type { Fields } from './request.ts'
import { allowsNull, type Flat, propertiesOf, type Schemas, typeOf } from './schemas.ts'

/** A member and the key under which it is kept. */
export interface Kept {
  key: string
  /** What the path would say of it. */
  id: Json
  member: Fields
}

/** A page of a list. */
export interface Page {
  kept: readonly Kept[]
  total: number
  hasMore: boolean
  /** What asks for the next page: parameter and value. Undefined on the last one. */
  next: { name: string; value: string } | undefined
  /** The number of this page, from 1, and how many there are. */
  number: number
  pages: number
  size: number
}

const SIZES = [
  'limit',
  'per_page',
  'perpage',
  'page_size',
  'pagesize',
  'maxresults',
  'max_results',
  'page_limit',
  'first',
  'count',
  'size',
  'top',
  '$top',
  'take',
  'pagelen',
]
const NUMBERS = ['page', 'page_number', 'pagenumber', 'page_num', 'page_index']
const OFFSETS = ['offset', 'skip', 'start', 'startat', 'start_at', '$skip', 'from']
const CURSORS = [
  'cursor',
  'page_token',
  'pagetoken',
  'next_token',
  'after',
  'marker',
  'continuation_token',
  'next',
  'page_after',
  'starting_after',
  'start_cursor',
]
const PAGING = new Set([
  ...SIZES,
  ...NUMBERS,
  ...OFFSETS,
  ...CURSORS,
  'ending_before',
  'before',
  'sort',
  'sort_by',
  'order',
  'direction',
  'order_by',
  'fields',
  'expand',
  'include',
])
const USUAL_SIZE = 100

/** The page that a request asks for, of those that it does not filter out. */
export function pageOf(
  all: readonly Kept[],
  query: Fields,
  { operation, item, schemas }: { operation: Operation; item: Flat; schemas: Schemas },
): Page {
  const declared = operation.parameters.filter(({ in: place }) => place === 'query')
  const fitting = all.filter(({ member }) =>
    declared.every((parameter) => passes(member, parameter, query, item, schemas)),
  )
  const sorted = inOrder(named(declared, ['starting_after']) ? fitting.toReversed() : fitting, query, item)
  const size = Math.max(1, numberIn(query, declared, SIZES) ?? USUAL_SIZE)
  const from = startOf(sorted, query, declared, size)
  const start = Math.min(Math.max(0, from), sorted.length)
  const kept = sorted.slice(start, start + size)
  const hasMore = start + size < sorted.length
  const next = hasMore ? nextOf(declared, { last: kept.at(-1), start, size }) : undefined
  return {
    kept,
    total: sorted.length,
    hasMore,
    next,
    number: Math.floor(start / size) + 1,
    pages: Math.ceil(sorted.length / size),
    size,
  }
}

/** A parameter that is called like a field asks for members of which the field says the same. */
function passes(member: Fields, { name, schema }: Parameter, query: Fields, item: Flat, schemas: Schemas): boolean {
  if (PAGING.has(name.toLowerCase()) || !Object.hasOwn(propertiesOf(item), name)) return true
  const wanted = Object.hasOwn(query, name) ? query[name] : (schemas.flat(schema).default as Json | undefined)
  if (wanted === undefined || wanted === '') return true
  const has = Object.hasOwn(member, name) ? member[name] : undefined
  if (isNode(wanted)) return inRange(has, wanted)
  const options = schemas.flat(propertiesOf(item)[name]).enum
  // What no member can say ('all') asks for all of them.
  if (Array.isArray(options) && typeof wanted === 'string' && !options.includes(wanted)) return true
  const texts = [wanted].flat().map(String)
  return [has].flat().some((one) => texts.includes(isNode(one) ? String(one.id) : String(one)))
}

/** { gte: 5, lt: 9 } */
function inRange(has: Json | undefined, wanted: object): boolean {
  return Object.entries(wanted).every(([word, value]) => {
    const [a, b] = [Number(has), Number(value)]
    const tests: Readonly<Record<string, boolean>> = { gt: a > b, gte: a >= b, lt: a < b, lte: a <= b }
    return Object.hasOwn(tests, word) ? tests[word] : true
  })
}

/** As they come, or by the field that is asked for. */
function inOrder(all: readonly Kept[], query: Fields, item: Flat): Kept[] {
  const asked = query.sort ?? query.sort_by ?? query.order_by
  const name = typeof asked === 'string' ? asked.replace(/^[-+]/, '') : ''
  if (!Object.hasOwn(propertiesOf(item), name)) return [...all]
  const down = String(asked).startsWith('-') || [query.direction, query.order].some((one) => /^desc/i.test(String(one)))
  const sorted = [...all].sort((a, b) => compare(a.member[name], b.member[name]))
  return down ? sorted.reverse() : sorted
}

function compare(a: Json | undefined, b: Json | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

function named(declared: readonly Parameter[], names: readonly string[]): Parameter | undefined {
  return declared.find(({ name }) => names.includes(name.toLowerCase()))
}

function numberIn(query: Fields, declared: readonly Parameter[], names: readonly string[]): number | undefined {
  const parameter = named(declared, names)
  const said = parameter && query[parameter.name]
  const value = said === undefined ? undefined : Number(said)
  return value !== undefined && Number.isFinite(value) ? Math.floor(value) : undefined
}

function startOf(sorted: readonly Kept[], query: Fields, declared: readonly Parameter[], size: number): number {
  const cursor = named(declared, CURSORS)
  const said = cursor && query[cursor.name]
  if (said !== undefined && said !== '') {
    const place = sorted.findIndex(({ key, id }) => key === said || String(id) === String(said))
    return place < 0 ? Number(/^cursor_(\d+)$/.exec(String(said))?.[1] ?? 0) : place + 1
  }
  const before = query.ending_before
  if (before !== undefined && named(declared, ['ending_before'])) {
    const place = sorted.findIndex(({ id }) => String(id) === String(before))
    return place < 0 ? 0 : place - size
  }
  const offset = numberIn(query, declared, OFFSETS)
  if (offset !== undefined) return offset
  const number = numberIn(query, declared, NUMBERS)
  return number === undefined ? 0 : (Math.max(1, number) - 1) * size
}

function nextOf(
  declared: readonly Parameter[],
  { last, start, size }: { last: Kept | undefined; start: number; size: number },
): Page['next'] {
  const after = named(declared, ['starting_after'])
  if (after && last) return { name: after.name, value: String(last.id) }
  const cursor = named(declared, CURSORS)
  if (cursor) return { name: cursor.name, value: `cursor_${start + size}` }
  const number = named(declared, NUMBERS)
  if (number) return { name: number.name, value: String(Math.floor(start / size) + 2) }
  const offset = named(declared, OFFSETS)
  return offset && { name: offset.name, value: String(start + size) }
}

/** What the fields around a list say of the page. */
export function aroundPage(page: Page, url: URL): (name: string, flat: Flat) => Json | undefined {
  const following = new URL(url)
  if (page.next) following.searchParams.set(page.next.name, page.next.value)
  const path = `${following.pathname}${following.search}`
  return (name, flat) => {
    const word = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
    const isText = typeOf(flat) === 'string'
    if (/^(has_more|has_next|has_next_page|more|incomplete_results)$/.test(word))
      return word === 'incomplete_results' ? false : page.hasMore
    if (/^(total|total_count|total_items|total_results|count_total|total_size|total_records)$/.test(word))
      return page.total
    if (/^(count|length|returned)$/.test(word)) return page.kept.length
    if (/^(limit|per_page|page_size|size|pagelen)$/.test(word)) return page.size
    if (/^(page|page_number|current_page)$/.test(word)) return page.number
    if (/^(total_pages|pages|page_count|last_page)$/.test(word)) return page.pages
    if (/^(next_cursor|next_page_token|cursor_next|next_token|next_marker)$/.test(word))
      return page.next?.value ?? (allowsNull(flat) ? null : isText ? '' : undefined)
    if (/^(next|next_page|next_url|next_page_uri)$/.test(word))
      return page.next ? (isText ? following.href : Number(page.next.value)) : allowsNull(flat) ? null : undefined
    if (/^(url|uri|href|self|first)$/.test(word)) return isText ? (word === 'url' ? url.pathname : path) : undefined
    return undefined
  }
}
